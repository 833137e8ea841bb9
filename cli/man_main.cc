// Writes the manual pages into a folder: run by the build, never installed.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "cli/man.h"

namespace {

namespace fs = std::filesystem;

bool write(const fs::path& path, const std::string& page) {
  std::ofstream out{path};
  out << page;
  return out.flush().good();
}

}  // namespace

int main(int argc, char** argv) try {
  using namespace doctor::cli;  // NOLINT(google-build-using-namespace): the whole file is its user
  if (argc != 2) {
    return EXIT_FAILURE;
  }
  const fs::path folder{argv[1]};
  fs::create_directories(folder);
  bool written = write(folder / "oneclaw-doctor.1", overview_page());
  for (const Command& command : commands()) {
    written = write(folder / ("oneclaw-doctor-" + std::string{command.name} + ".1"),
                    command_page(command)) &&
              written;
  }
  return written ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (...) {
  return EXIT_FAILURE;
}
