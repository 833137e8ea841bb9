// Writes the pages of the rules into a folder, and removes those of rules that are gone: for
// scripts/rule-pages and for the test that compares; never installed.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "cli/rule_pages.h"

namespace {

namespace fs = std::filesystem;

bool write(const fs::path& path, const std::string& page) {
  fs::create_directories(path.parent_path());
  std::ofstream out{path};
  out << page;
  return out.flush().good();
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: oneclaw_rule_pages FOLDER\n";
    return EXIT_FAILURE;
  }
  const fs::path folder{argv[1]};
  std::set<fs::path> pages;
  bool written = true;
  for (const doctor::cli::RulePage& page : doctor::cli::rule_pages()) {
    pages.insert(folder / page.path);
    written = write(folder / page.path, page.text) && written;
  }
  std::set<fs::path> gone;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator{folder}) {
    if (entry.path().extension() == ".md" && !pages.contains(entry.path())) {
      gone.insert(entry.path());
    }
  }
  for (const fs::path& path : gone) {
    fs::remove(path);
  }
  return written ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return EXIT_FAILURE;
}
