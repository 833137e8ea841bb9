#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace doctor::lint {

inline std::string read(const std::filesystem::path& path) {
  std::ifstream in{path};
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace doctor::lint
