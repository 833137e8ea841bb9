#pragma once
// Text made harmless for each markup. Callers hand over what plain() returned: one line of valid
// UTF-8 without control characters.

#include <string>
#include <string_view>

namespace doctor::report {

/// For text and attribute values of XML and HTML.
std::string escape_xml(std::string_view text);

}  // namespace doctor::report
