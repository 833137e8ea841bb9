#pragma once
// Files compiled into the program (rules, scenarios, the JSON Schema).

#include <cstddef>
#include <string_view>

namespace doctor {

/// Its bytes live as long as the program.
struct EmbeddedFile {
  std::string_view name;  ///< file name without extension
  const unsigned char* bytes;
  std::size_t size;
};

}  // namespace doctor
