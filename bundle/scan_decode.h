#pragma once
// What a text may be encoded in, for the scanner alone.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace doctor::bundle {

struct Layer {
  std::string_view encoding;
  std::string text;
  std::size_t offset = 0;  ///< of what was decoded, in the outer text
};

/// Every reading of a part of `text` that is worth a look: hexadecimal, base64.
std::vector<Layer> decoded_parts(std::string_view text);
/// Every reading of the whole of it: escapes of URLs, JSON and HTML, UTF-16, broken lines.
std::vector<Layer> decoded_wholes(std::string_view text);

}  // namespace doctor::bundle
