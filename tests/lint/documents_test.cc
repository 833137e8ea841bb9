// The documents against the tree: what they link to and which tests they name.

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "tests/lint/files.h"

namespace doctor {
namespace {

namespace fs = std::filesystem;
using lint::read;

std::vector<fs::path> documents() {
  std::vector<fs::path> out;
  for (const char* folder : {"", "docs"}) {
    for (const auto& entry : fs::directory_iterator(fs::path{SOURCE_DIR} / folder)) {
      if (entry.path().extension() == ".md") {
        out.push_back(entry.path());
      }
    }
  }
  return out;
}

/// Every first group of the pattern in the document.
std::vector<std::string> mentions(const std::string& text, const RE2& pattern) {
  std::vector<std::string> out;
  re2::StringPiece rest{text};
  std::string found;
  while (RE2::FindAndConsume(&rest, pattern, &found)) {
    out.push_back(found);
  }
  return out;
}

TEST(Documents, LinkToWhatIsThere) {
  const RE2 link{R"(\]\(([^)#:]+)(?:#[^)]*)?\))"};
  std::size_t count = 0;
  for (const fs::path& document : documents()) {
    for (const std::string& target : mentions(read(document), link)) {
      ++count;
      EXPECT_TRUE(fs::exists(document.parent_path() / target)) << document << ": " << target;
    }
  }
  EXPECT_GT(count, 10U);
}

TEST(Documents, NameTestsThatAreThere) {
  const RE2 test{"`(tests/[a-z_/]+(?:\\.[a-z]+)?)"};
  std::size_t count = 0;
  for (const fs::path& document : documents()) {
    for (const std::string& target : mentions(read(document), test)) {
      ++count;
      EXPECT_TRUE(fs::exists(fs::path{SOURCE_DIR} / target)) << document << ": " << target;
    }
  }
  EXPECT_GT(count, 10U);
}

}  // namespace
}  // namespace doctor
