#pragma once
// World and scenario files, built into the program by cmake/EmbedFiles.cmake.

#include <cstddef>
#include <span>
#include <string_view>

namespace doctor::mock {

struct EmbeddedFile {
  std::string_view name = {};  ///< file name without directory and extension
  const unsigned char* bytes = nullptr;
  std::size_t size = 0;

  std::string_view text() const {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes → text
    return {reinterpret_cast<const char*>(bytes), size};
  }
};

std::span<const EmbeddedFile> world_files();
std::span<const EmbeddedFile> scenario_files();

}  // namespace doctor::mock
