#include "fleet/targets_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "api/credential.h"
#include "api/url.h"
#include "core/text.h"
#include "fleet/rows.h"

namespace doctor::fleet {
namespace {

constexpr std::size_t longest_name = 200;

/// Why the value is none; nullopt when it is taken. Never the value itself.
using Problem = std::optional<std::string>;

Problem set_text(std::string& member, const std::string& value) {
  member = value;
  return std::nullopt;
}

template <std::string Target::*Member>
Problem set(const std::string& value, Target& target) {
  return set_text(target.*Member, value);
}

Problem set_name(const std::string& value, Target& target) {
  if (value.size() > longest_name || shown(value, longest_name) != value) {
    return fmt::format("has control characters, or more than {} bytes", longest_name);
  }
  return set_text(target.name, value);
}

template <std::string Target::*Member>
Problem set_url(const std::string& value, Target& target) {
  const auto url = api::parse_url(value);
  if (!url) {
    return fmt::format("is no URL: {}", url.error().message);
  }
  if (!url->user.empty()) {
    return "holds a user and a password; give the credential by reference";
  }
  return set_text(target.*Member, value);
}

Problem set_permission(const std::string& value, Target& target) {
  if (value != "read" && value != "write") {
    return "is neither read nor write";
  }
  return set_text(target.permission, value);
}

bool is_variable(const std::string& name) {
  constexpr std::string_view first = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  constexpr std::string_view digits = "0123456789";
  return !name.empty() && first.find(name.front()) != std::string_view::npos &&
         std::ranges::all_of(name, [&](char c) {
           return first.find(c) != std::string_view::npos ||
                  digits.find(c) != std::string_view::npos;
         });
}

Problem refer(Credential::From from, const std::string& value, Target& target) {
  if (target.credential.from != Credential::From::none) {
    return "comes on top of another reference; one of the two is enough";
  }
  target.credential.from = from;
  return set_text(target.credential.name, value);
}

Problem set_variable(const std::string& value, Target& target) {
  return is_variable(value) ? refer(Credential::From::variable, value, target)
                            : Problem{"is no name of an environment variable"};
}

Problem set_file(const std::string& value, Target& target) {
  return value == "-" ? Problem{"is standard input, which many targets cannot share"}
                      : refer(Credential::From::file, value, target);
}

Problem set_kind(const std::string& value, Target& target) {
  constexpr std::array<std::string_view, 3> kinds{"agent-key", "api-key", "token"};
  if (std::ranges::find(kinds, value) == kinds.end()) {
    return "is none of agent-key, api-key, token";
  }
  return set_text(target.credential.kind, value);
}

struct Taking {
  TargetField field;
  Problem (*set)(const std::string& value, Target& target);
};
constexpr auto table = std::to_array<Taking>({
    {{"name", "what reports call it; each has its own"}, set_name},
    {{"base_url", "the API's base URL"}, set_url<&Target::base_url>},
    {{"mcp_url", "the hosted MCP URL"}, set_url<&Target::mcp_url>},
    {{"agent_id", "the agent"}, set<&Target::agent_id>},
    {{"vault", "the vault, by id or name"}, set<&Target::vault>},
    {{"secret", "the path of the secret to be used"}, set<&Target::secret>},
    {{"permission", "read or write"}, set_permission},
    {{"credential_variable", "the environment variable that holds the credential"}, set_variable},
    {{"credential_file", "the file that holds the credential"}, set_file},
    {{"credential_kind", "agent-key, api-key or token; else told by its look"}, set_kind},
});

/// Is a credential there itself? Only its look tells; a path or a name may begin like another
/// product's key, so such a one has to be as long as keys are.
bool is_credential(const std::string& value) {
  using enum api::CredentialKind;
  constexpr std::size_t shortest_key = 24;
  const auto looks_so = [](std::string_view text) {
    switch (api::kind_of(text)) {
      case none:
      case unknown:
        return false;
      case foreign:
        return text.size() >= shortest_key && text.find('/') == std::string_view::npos;
      default:
        return text.size() >= shortest_key;
    }
  };
  constexpr std::string_view in_a_key =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  if (looks_so(value)) {
    return true;
  }
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t begins = value.find_first_of(in_a_key, at);
    const std::size_t ends = std::min(value.find_first_not_of(in_a_key, begins), value.size());
    if (begins < value.size() && looks_so(std::string_view{value}.substr(begins, ends - begins))) {
      return true;
    }
    at = std::max(ends, at + 1);
  }
  return false;
}

std::string unknown_field(const std::string& name) {
  std::vector<std::string> candidates;
  candidates.reserve(table.size());
  for (const Taking& taking : table) {
    candidates.emplace_back(taking.field.name);
  }
  if (is_credential(name)) {
    return "a field's name is a credential, or looks like one";
  }
  constexpr std::size_t longest_echo = 60;
  constexpr std::size_t near = 3;
  const auto meant = nearest(lower(name), candidates, near);
  if (lower(name).starts_with("credential_") && !meant) {
    // Where a credential is asked for, anything may have been pasted.
    return "a name given for the credential (not shown) is none of credential_variable, "
           "credential_file, credential_kind";
  }
  for (const std::string_view value : {"key", "token", "password"}) {
    if (contains_ignoring_case(name, value) && !meant) {
      return fmt::format(
          "'{}' is no field of a target; credentials are given by reference: "
          "credential_variable or credential_file",
          shown(name, longest_echo));
    }
  }
  return fmt::format("'{}' is no field of a target{}",
                     shown(name, longest_echo),
                     meant ? fmt::format("; did you mean '{}'?", *meant) : "");
}

tl::unexpected<Error> at_line(std::size_t line, std::string_view what) {
  return failure(fmt::format("line {}: {}", line, what));
}

doctor::Result<void> apply(const Field& field, Target& target) {
  const auto* const found =
      std::ranges::find(table, field.name, [](const Taking& taking) { return taking.field.name; });
  if (found == table.end()) {
    return at_line(field.line, unknown_field(field.name));
  }
  if (!field.is_text) {
    return at_line(field.line, fmt::format("'{}' is no text", field.name));
  }
  if (is_credential(field.value)) {
    return at_line(field.line,
                   fmt::format("{}: a credential stands here itself, or something that looks like "
                               "one; name a variable or a file that holds it",
                               field.name));
  }
  if (field.value.empty()) {
    return {};
  }
  if (const Problem problem = found->set(field.value, target)) {
    return at_line(field.line, fmt::format("{}: {}", field.name, *problem));
  }
  return {};
}

doctor::Result<Target> target_of(const Row& row) {
  Target out;
  for (auto field = row.fields.begin(); field != row.fields.end(); ++field) {
    if (std::ranges::find(row.fields.begin(), field, field->name, &Field::name) != field) {
      return at_line(field->line,
                     fmt::format("'{}' stands there twice", shown(field->name, longest_name)));
    }
    if (const doctor::Result<void> applied = apply(*field, out); !applied) {
      return failure(applied.error().message);
    }
  }
  if (out.name.empty()) {
    return at_line(row.line, "a target without a name");
  }
  if (!out.credential.kind.empty() && out.credential.from == Credential::From::none) {
    return at_line(row.line,
                   "credential_kind: there is no credential_variable and no credential_file");
  }
  return out;
}

}  // namespace

std::span<const TargetField> target_fields() {
  static const std::vector<TargetField> fields = [] {
    std::vector<TargetField> out;
    std::ranges::transform(table, std::back_inserter(out), &Taking::field);
    return out;
  }();
  return fields;
}

doctor::Result<std::vector<Target>> read_targets(std::string_view text) {
  const doctor::Result<std::vector<Row>> rows = read_rows(text);
  if (!rows) {
    return failure(rows.error().message);
  }
  std::vector<Target> out;
  std::map<std::string, std::size_t, std::less<>> lines;
  for (const Row& row : *rows) {
    doctor::Result<Target> target = target_of(row);
    if (!target) {
      return failure(target.error().message);
    }
    const auto [first, fresh] = lines.emplace(target->name, row.line);
    if (!fresh) {
      return at_line(
          row.line,
          fmt::format(
              "the name '{}' is taken by the target of line {}", target->name, first->second));
    }
    out.push_back(std::move(*target));
  }
  if (out.empty()) {
    return failure("holds no target");
  }
  return out;
}

}  // namespace doctor::fleet
