#pragma once
// A JSON text reduced on its way: by path it is decided what stays, and every text that stays goes
// through the redactor. What has no rule is gone, its name included. The structure is what remains.
// Constant memory, apart from the longest single text.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "bundle/redact.h"
#include "bundle/source.h"
#include "core/result.h"

namespace doctor::bundle {

/// What becomes of one member.
enum class Keep : std::uint8_t {
  nothing,
  members,  ///< a list or an object whose members have rules of their own
  all,      ///< with everything in it
  number,   ///< one, or true, false or null
  text,     ///< one, through the redactor
  special,  ///< a text of which JsonRules::special makes another
  pair,     ///< an object of `name` and `value`; JsonRules::value_of says what stays of the value
};

/// What stays of a document, by the path of each member.
struct JsonRules {
  /// `log.entries[].time`: of the member named so, or of each element of a list.
  std::function<Keep(std::string_view path)> keep;
  std::function<std::string(std::string_view path, std::string_view text)> special = {};
  std::function<std::string(std::string_view path, std::string_view name, std::string_view value)>
      value_of = {};
};

/// Error: not JSON, nested too deep, or what `from` or `to` say. Something may have been handed to
/// `to` by then.
Result<void> filter_json(const Source& from,
                         Redactor& redactor,
                         const JsonRules& rules,
                         const Sink& to);

/// The text as a JSON string, in quotes.
std::string json_text(std::string_view text);

/// `[12 characters]`: what stays of a text of which only the size may.
std::string size_alone(std::string_view text);

}  // namespace doctor::bundle
