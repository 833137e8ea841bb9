#include "fleet/general.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace doctor::fleet {
namespace {

/// Facts whose value differs from target to target though the cause is the same.
constexpr std::array<std::string_view, 11> own_facts{"agent.name",
                                                     "agent.wanted",
                                                     "agent_id.source",
                                                     "agent_id.text",
                                                     "credential.source",
                                                     "credential.variable",
                                                     "exchange.expires_in",
                                                     "token.expires_text",
                                                     "token.lifetime_seconds",
                                                     "whoami.id",
                                                     "whoami.name"};
constexpr std::array<std::string_view, 2> own_settings{"agent_id", "name"};
constexpr std::size_t shortest = 2;  ///< characters; less could be any word's

bool in_a_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
  return (at == 0 || !in_a_word(text[at - 1])) &&
         (at + size >= text.size() || !in_a_word(text[at + size]));
}

}  // namespace

std::vector<std::string> own_names(const Result& result) {
  std::vector<std::string> out{result.target};
  for (const TargetValue& value : result.report.target) {
    if (std::ranges::find(own_settings, value.name) != own_settings.end()) {
      out.push_back(value.value);
    }
  }
  for (const Observation& seen : result.report.observations) {
    for (const std::string_view name : own_facts) {
      if (const FactValue* const value = seen.facts.find(name)) {
        out.push_back(to_text(*value));
      }
    }
  }
  std::erase_if(out, [](const std::string& name) { return name.size() < shortest; });
  std::ranges::sort(out, [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  return out;
}

std::string generalised(std::string_view text, const std::vector<std::string>& own) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto found = std::ranges::find_if(own, [&](const std::string& name) {
      return text.substr(at).starts_with(name) && stands_alone(text, at, name.size());
    });
    out += found == own.end() ? std::string(1, text[at]) : "…";
    at += found == own.end() ? 1 : found->size();
  }
  return out;
}

}  // namespace doctor::fleet
