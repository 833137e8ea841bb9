#pragma once
// What a line of text tells, and whose it is. Internal to intake/.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "intake/messages.h"

namespace doctor::intake {

struct Found {
  Said said;
  std::size_t line = 0;
  bool hint = false;  ///< 1Claw is named near it
};

enum class Whose : std::uint8_t { ours, others, nobodys };

/// `text`: all there is; `is_short`: it may be a message alone.
Whose whose(const Found& found, std::string_view line, std::string_view text, bool is_short);
/// A problem body inside a line: `… failed: {"title": …, "status": 403, …}`.
std::optional<Said> body_in(std::string_view line);
/// URL, method and status of the line, where they are not known yet.
void add_url(std::string_view line, Said& said);

}  // namespace doctor::intake
