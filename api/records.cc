#include "api/records.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "core/text.h"

namespace doctor::api {
namespace {

constexpr std::size_t longest_text = 1024;

/// Text made safe to show. Ids that arrive as numbers become text.
std::string text_of(const Node& node) {
  if (node.is_text()) {
    return shown(node.text_or(""), longest_text);
  }
  const auto number = node.integer();
  return number ? std::to_string(*number) : std::string{};
}

/// The first of the members that holds text or a number.
std::string text_of(const Node& node, std::initializer_list<std::string_view> members) {
  for (const std::string_view member : members) {
    if (std::string text = text_of(node[member]); !text.empty()) {
      return text;
    }
  }
  return {};
}

/// true and false, also as text.
std::optional<bool> flag_of(const Node& node) {
  if (const auto value = node.boolean()) {
    return value;
  }
  const std::string word = lower(node.text_or(""));
  if (word == "true" || word == "false") {
    return word == "true";
  }
  return std::nullopt;
}

std::optional<bool> flag_of(const Node& node, std::initializer_list<std::string_view> members) {
  for (const std::string_view member : members) {
    if (const auto value = flag_of(node[member])) {
      return value;
    }
  }
  return std::nullopt;
}

std::optional<TimePoint> time_of(const Node& node) {
  return parse_rfc3339(node.text_or(""));
}

std::optional<std::vector<std::string>> texts_of(const Node& node) {
  if (!node.is_array()) {
    return std::nullopt;
  }
  std::vector<std::string> out = node.texts();
  std::ranges::transform(
      out, out.begin(), [](const std::string& text) { return shown(text, longest_text); });
  return out;
}

/// The objects of a list that is bare, or a member called `name` or one of the usual wrappers.
std::optional<std::vector<Node>> list_in(const Node& body, std::string_view name) {
  Node list = body;
  for (const std::string_view member :
       {name, std::string_view{"data"}, std::string_view{"items"}, std::string_view{"results"}}) {
    if (!list.is_object()) {
      break;
    }
    if (list[member].exists()) {
      list = list[member];
    }
  }
  // Some servers write null for an empty list.
  if (!list.is_array() && !(list.is_null() && body.is_object())) {
    return std::nullopt;
  }
  std::vector<Node> out = list.items();
  std::erase_if(out, [](const Node& item) { return !item.is_object(); });
  return out;
}

template <typename T>
std::optional<std::vector<T>> read_list(const Node& body,
                                        std::string_view name,
                                        T (*read)(const Node&)) {
  const auto list = list_in(body, name);
  if (!list) {
    return std::nullopt;
  }
  std::vector<T> out;
  for (const Node& item : *list) {
    out.push_back(read(item));
  }
  return out;
}

/// A record that is bare, or a member called `name` or `data`; missing when it has none of the
/// members that make it one.
Node record_in(const Node& body,
               std::string_view name,
               std::initializer_list<std::string_view> members) {
  Node record = body;
  for (const std::string_view member : {std::string_view{"data"}, name}) {
    if (record[member].is_object()) {
      record = record[member];
    }
  }
  const bool known = std::ranges::any_of(
      members, [&](std::string_view member) { return record[member].exists(); });
  return known ? record : Node{};
}

/// `agent:ID` or `user:ID`, from one member or two; the bare id when the type is not told.
std::string owner_of(const Node& node) {
  const std::string owner = text_of(node, {"created_by", "owner_id", "owner"});
  const std::string type = lower(text_of(node["created_by_type"]));
  if (owner.empty() || owner.find(':') != std::string::npos ||
      (type != "agent" && type != "user")) {
    return owner;
  }
  return type + ":" + owner;
}

Vault vault_from(const Node& node) {
  return {.id = text_of(node, {"id", "vault_id"}),
          .name = text_of(node["name"]),
          .created_by = owner_of(node),
          .cmek = flag_of(node["cmek_enabled"]).value_or(false)};
}

SecretEntry secret_from(const Node& node) {
  return {.id = text_of(node, {"id", "secret_id"}),
          .path = text_of(node, {"path", "secret_path"}),
          .type = text_of(node, {"type", "secret_type"}),
          .expires_at = time_of(node["expires_at"]),
          .disabled = flag_of(node, {"is_disabled", "disabled"})};
}

IpRule ip_rule_from(const Node& node) {
  const std::string type = lower(text_of(node, {"rule_type", "type", "action"}));
  return {.id = text_of(node["id"]),
          .deny = type.starts_with("deny") || type.starts_with("block") || type == "denied",
          .cidr = text_of(node, {"cidr", "ip", "address"}),
          .label = text_of(node, {"label", "description", "name"})};
}

Share share_from(const Node& node) {
  return {.id = text_of(node, {"id", "share_id"}),
          .secret_path = text_of(node, {"secret_path", "path"}),
          .expired = flag_of(node, {"is_expired", "expired"}),
          .accepted = flag_of(node, {"is_accepted", "accepted"}),
          .access_count = node["access_count"].integer(),
          .max_access_count = node["max_access_count"].integer(),
          .expires_at = time_of(node["expires_at"])};
}

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

bool says_something(const Node& node) {
  return node.exists() && !node.is_null() && !(node.is_object() && node.keys().empty()) &&
         !(node.is_array() && node.items().empty());
}

void read_conditions(const Node& node, Policy& out) {
  constexpr std::array<std::string_view, 6> known{
      "ip_allowlist", "ip_cidrs", "time_window", "environment_in", "environments", "version"};
  out.ip_allowlist =
      texts_of(node["ip_allowlist"].exists() ? node["ip_allowlist"] : node["ip_cidrs"])
          .value_or(std::vector<std::string>{});
  out.environments =
      texts_of(node["environment_in"].exists() ? node["environment_in"] : node["environments"])
          .value_or(std::vector<std::string>{});
  out.other_conditions = !read_window(node["time_window"], out);
  // Conditions in any other form, or of any other name, are there and cannot be judged.
  out.other_conditions = out.other_conditions || (!node.is_object() && says_something(node));
  for (const std::string& key : node.keys()) {
    const bool is_known = std::ranges::find(known, key) != known.end();
    out.other_conditions = out.other_conditions || (!is_known && says_something(node[key]));
  }
}

std::vector<std::string> permissions_of(const Node& node) {
  if (auto list = texts_of(node)) {
    return *list;
  }
  std::vector<std::string> out;
  for (const std::string& word : split(node.text_or(""), ',')) {
    if (const auto text = trim(word); !text.empty()) {
      out.push_back(shown(text, longest_text));
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

std::optional<std::vector<Vault>> read_vaults(const Node& body) {
  return read_list(body, "vaults", vault_from);
}

std::optional<std::vector<SecretEntry>> read_secrets(const Node& body) {
  return read_list(body, "secrets", secret_from);
}

std::optional<std::vector<Policy>> read_policies(const Node& body) {
  return read_list(body, "policies", policy_from);
}

std::optional<std::vector<IpRule>> read_ip_rules(const Node& body) {
  return read_list(body, "rules", ip_rule_from);
}

std::optional<std::vector<Share>> read_shares(const Node& body) {
  return read_list(body, "shares", share_from);
}

std::optional<AgentRecord> read_agent(const Node& body) {
  const Node node = record_in(body, "agent", {"id", "agent_id", "is_active"});
  if (!node.exists()) {
    return std::nullopt;
  }
  return AgentRecord{
      .id = text_of(node, {"id", "agent_id"}),
      .name = text_of(node["name"]),
      .org = text_of(node, {"org_id", "org"}),
      .active = flag_of(node, {"is_active", "active"}),
      .intents_enabled = flag_of(node, {"intents_api_enabled", "crypto_proxy_enabled"}),
      .shroud_enabled = flag_of(node["shroud_enabled"]),
      .execution_require_tee = flag_of(node["execution_require_tee"]),
      .scopes = texts_of(node["scopes"]),
      .vault_ids = texts_of(node["vault_ids"]),
      .expires_at = time_of(node["expires_at"]),
      .key_expires_at = time_of(node["api_key_expires_at"]),
      .environment = text_of(node["environment"]),
      .auth_method = text_of(node["auth_method"])};
}

std::optional<UserRecord> read_user(const Node& body) {
  const Node node = record_in(body, "user", {"id", "user_id", "email"});
  if (!node.exists()) {
    return std::nullopt;
  }
  return UserRecord{.id = text_of(node, {"id", "user_id"}),
                    .email = text_of(node["email"]),
                    .role = text_of(node["role"])};
}

std::optional<Vault> read_vault(const Node& body) {
  const Node node = record_in(body, "vault", {"id", "vault_id", "name"});
  return node.exists() ? std::optional<Vault>{vault_from(node)} : std::nullopt;
}

bool is_uuid(std::string_view text) {
  constexpr std::size_t length = 36;
  if (text.size() != length) {
    return false;
  }
  for (std::size_t i = 0; i < length; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !digit) {
      return false;
    }
  }
  return true;
}

}  // namespace doctor::api
