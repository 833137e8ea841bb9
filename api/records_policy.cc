// Policies, the most varied of the records.

#include <algorithm>
#include <array>
#include <charconv>

#include "api/read.h"
#include "api/records.h"
#include "core/text.h"

namespace doctor::api {
namespace {

/// An hour as 9, "9" or "09:00". Minutes are a finer window than this program judges.
std::optional<int> hour_of(const Node& node) {
  auto hour = node.integer();
  if (!hour && node.text_or("").ends_with(":00")) {
    const std::string text = node.text_or("");
    int value = 0;
    const char* const end = text.data() + text.size() - 3;
    const auto read = std::from_chars(text.data(), end, value);
    hour = read.ec == std::errc{} && read.ptr == end ? std::optional<std::int64_t>{value}
                                                     : std::nullopt;
  }
  if (!hour || *hour < 0 || *hour > 24) {
    return std::nullopt;
  }
  return static_cast<int>(*hour);
}

/// A day as 0…7 (0 and 7 are Sunday) or by its English name.
std::optional<int> day_of(const Node& node) {
  constexpr std::array<std::string_view, 7> names{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  if (const auto number = node.integer()) {
    return *number >= 0 && *number <= 7 ? std::optional<int>{static_cast<int>(*number)}
                                        : std::nullopt;
  }
  const std::string start = lower(node.text_or("")).substr(0, 3);
  const auto* const found = std::ranges::find(names, start);
  return found == names.end() ? std::nullopt
                              : std::optional<int>{static_cast<int>(found - names.begin())};
}

/// False when a member is there that could not be read.
bool read_window(const Node& node, Policy& out) {
  if (!node.exists() || node.is_null()) {
    return true;
  }
  TimeWindow window;
  window.start_hour = hour_of(node["start_hour"]);
  window.end_hour = hour_of(node["end_hour"]);
  window.timezone = text_of(node["timezone"]);
  window.cron = text_of(node, {"cron_expr", "cron"});
  bool whole = node.is_object();
  for (const std::string_view member : {"start_hour", "end_hour"}) {
    const Node hour = node[member];
    whole = whole && (!hour.exists() || hour.is_null() || hour_of(hour).has_value());
  }
  for (const Node& item : node["days_of_week"].items()) {
    const auto day = day_of(item);
    whole = whole && day.has_value();
    window.days_of_week.push_back(day.value_or(0));
  }
  out.time_window = std::move(window);
  return whole;
}

/// A list of texts under either name; one text alone is a list of one. False when something else is
/// there.
bool read_texts(const Node& first, const Node& second, std::vector<std::string>& out) {
  const Node node = first.exists() ? first : second;
  if (node.is_text()) {
    out = {text_of(node)};
    return true;
  }
  out = texts_of(node).value_or(std::vector<std::string>{});
  return !says_something(node) || (node.is_array() && node.items().size() == out.size());
}

void read_conditions(const Node& node, Policy& out) {
  constexpr std::array<std::string_view, 5> known{
      "ip_allowlist", "ip_cidrs", "time_window", "environment_in", "environments"};
  const bool ips = read_texts(node["ip_allowlist"], node["ip_cidrs"], out.ip_allowlist);
  const bool names = read_texts(node["environment_in"], node["environments"], out.environments);
  const bool window = read_window(node["time_window"], out);
  const bool members = std::ranges::all_of(node.keys(), [&](const std::string& key) {
    return std::ranges::find(known, key) != known.end() || !says_something(node[key]);
  });
  // Conditions of any other name or form are there, and cannot be judged.
  const bool form = node.is_object() || !says_something(node);
  out.other_conditions = !(ips && names && window && members && form);
}

std::vector<std::string> permissions_of(const Node& node) {
  if (auto list = texts_of(node)) {
    return *list;
  }
  constexpr std::size_t longest_word = 64;
  std::vector<std::string> out;
  for (const std::string& word : split(node.text_or(""), ',')) {
    if (const auto text = trim(word); !text.empty()) {
      out.push_back(shown(text, longest_word));
    }
  }
  return out;
}

Policy policy_from(const Node& node) {
  Policy out;
  out.id = text_of(node["id"]);
  out.vault_id = text_of(node["vault_id"]);
  out.path_pattern = text_of(node, {"secret_path_pattern", "path_pattern", "pattern", "path"});
  const Node principal = node["principal"];
  out.principal_type =
      lower(text_of(node["principal_type"].exists() ? node["principal_type"] : principal["type"]));
  out.principal_id =
      text_of(node["principal_id"].exists() ? node["principal_id"] : principal["id"]);
  out.permissions = permissions_of(node["permissions"]);
  out.deny = equal_ignoring_case(node["effect"].text_or(""), "deny");
  out.priority = node["priority"].integer().value_or(0);
  out.expires_at = time_of(node["expires_at"]);
  read_conditions(node["conditions"], out);
  // Transaction conditions concern signing alone, so they are left aside.
  out.other_conditions = out.other_conditions || says_something(node["attribute_conditions"]) ||
                         says_something(node["consensus_trigger"]);
  return out;
}

}  // namespace

std::optional<std::vector<Policy>> read_policies(const Node& body) {
  return read_list(body, "policies", policy_from);
}

}  // namespace doctor::api
