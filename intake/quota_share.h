#pragma once
// How much of the quota is used up: all that a diagnosis depends on, while the count itself differs
// in each record of a log. Internal to intake/.

#include <string>
#include <string_view>

namespace doctor::intake {

inline constexpr std::string_view used_header = "x-ratelimit-requests-used";
inline constexpr std::string_view limit_header = "x-ratelimit-requests-limit";

/// In whole per cent of the limit; what was given, where that is no number.
std::string quota_share(std::string_view used, std::string_view limit);

}  // namespace doctor::intake
