#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace doctor::intake {

/// Base64 with or without padding and line breaks; nullopt for anything else.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace doctor::intake
