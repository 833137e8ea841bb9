// The folders against ARCHITECTURE.md: who includes whom, and who opens secrets.

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "core/text.h"
#include "tests/lint/files.h"

namespace doctor {
namespace {

namespace fs = std::filesystem;
using lint::read;

/// Folder → folders it may include, from the table of ARCHITECTURE.md.
std::map<std::string, std::set<std::string>> rights() {
  std::map<std::string, std::set<std::string>> out;
  for (const std::string& line : split(read(fs::path{SOURCE_DIR} / "ARCHITECTURE.md"), '\n')) {
    std::string folder;
    std::string may_use;
    if (!RE2::FullMatch(line, R"(\| `([a-z]+)/` \|.*\| ([^|]*) \|)", &folder, &may_use)) {
      continue;
    }
    out[folder] = {folder};
    for (const std::string& other : split(may_use, ',')) {
      out[folder].insert(std::string{trim(other)});
    }
  }
  return out;
}

std::vector<fs::path> sources(const std::string& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path{SOURCE_DIR} / folder)) {
    if (entry.path().extension() == ".cc" || entry.path().extension() == ".h") {
      out.push_back(entry.path());
    }
  }
  return out;
}

TEST(Layers, AFolderIncludesOnlyWhatTheArchitectureLetsIt) {
  const auto allowed = rights();
  ASSERT_GE(allowed.size(), 10U) << "the table of ARCHITECTURE.md was not found";
  for (const auto& [folder, others] : allowed) {
    if (others.contains("all")) {
      continue;
    }
    for (const fs::path& file : sources(folder)) {
      const std::string text = read(file);
      re2::StringPiece rest{text};
      std::string included;
      while (RE2::FindAndConsume(&rest, R"re((?m)^#include "([a-z]+)/)re", &included)) {
        EXPECT_TRUE(others.contains(included)) << file << " includes " << included << "/";
      }
    }
  }
}

TEST(Layers, OnlyTheNetworkOpensSecrets) {
  for (const auto& [folder, others] : rights()) {
    if (folder == "net" || folder == "tests") {
      continue;
    }
    for (const fs::path& file : sources(folder)) {
      if (file.stem() != "secret") {
        EXPECT_EQ(read(file).find("reveal()"), std::string::npos) << file << " opens a secret";
      }
    }
  }
}

TEST(Layers, TheJsonLibraryStaysOutOfHeaders) {
  for (const auto& [folder, others] : rights()) {
    for (const fs::path& file : sources(folder)) {
      if (file.extension() == ".h") {
        EXPECT_EQ(read(file).find("<nlohmann/json.hpp>"), std::string::npos) << file;
      }
    }
  }
}

}  // namespace
}  // namespace doctor
