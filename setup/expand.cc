#include "setup/expand.h"

#include <algorithm>
#include <optional>

#include "api/credential.h"
#include "core/text.h"

namespace doctor::setup {
namespace {

bool may_be_used(std::string_view name, const std::string& value) {
  using enum api::CredentialKind;
  const auto kind = api::kind_of(value);
  const bool ours = kind == agent_key || kind == user_key || kind == platform_key || kind == jwt;
  return contains_ignoring_case(name, "claw") || ours || value.starts_with("http");
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// What stands for `reference` (the text between `${` and `}`); notes in `out` why nothing does.
std::optional<std::string> lookup(const System& system, std::string_view reference, Expanded& out) {
  if (reference.starts_with("env:")) {
    reference.remove_prefix(4);
  }
  std::optional<std::string> otherwise;
  if (const auto mark = reference.find(":-"); mark != std::string_view::npos) {
    otherwise = reference.substr(mark + 2);
    reference = reference.substr(0, mark);
  }
  if (!is_name(reference)) {
    out.run_time = true;
    return std::nullopt;
  }
  auto value = system.variable(reference);
  if (!value || value->empty()) {
    out.unset = otherwise ? std::string{} : std::string{reference};
    return otherwise;
  }
  if (!may_be_used(reference, *value)) {
    out.run_time = true;
    return std::nullopt;
  }
  return value;
}

}  // namespace

Expanded expand(const System& system, std::string_view text) {
  Expanded out;
  std::string_view rest = text;
  for (auto start = rest.find("${"); start != std::string_view::npos; start = rest.find("${")) {
    const auto end = rest.find('}', start);
    if (end == std::string_view::npos) {
      break;
    }
    const auto value = lookup(system, rest.substr(start + 2, end - start - 2), out);
    if (!value) {
      out.text = text;
      return out;
    }
    out.text.append(rest.substr(0, start)).append(*value);
    rest.remove_prefix(end + 1);
  }
  out.text.append(rest);
  return out;
}

}  // namespace doctor::setup
