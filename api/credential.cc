#include "api/credential.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"

namespace doctor::api {
namespace {

struct KindText {
  std::string_view word;
  std::string_view name;
};

constexpr std::array kind_texts{
    KindText{"none", "no credential"},
    KindText{"agent_key", "agent key"},
    KindText{"user_key", "user key"},
    KindText{"platform_key", "platform key"},
    KindText{"jwt", "JWT"},
    KindText{"shroud_pair", "Shroud pair of agent id and key"},
    KindText{"claim_token", "claim token"},
    KindText{"reauth_token", "re-authentication token"},
    KindText{"webhook_token", "webhook token"},
    KindText{"foreign", "key of another product"},
    KindText{"unknown", "unrecognised value"},
};

constexpr std::array<std::string_view, 12> problem_words{"empty",
                                                         "quotes",
                                                         "bearer_prefix",
                                                         "surrounding_space",
                                                         "inner_space",
                                                         "line_break",
                                                         "placeholder",
                                                         "unexpanded",
                                                         "masked",
                                                         "truncated",
                                                         "control_characters",
                                                         "assignment"};

struct Prefix {
  std::string_view text;
  CredentialKind kind;
};

constexpr std::array prefixes{
    Prefix{"ocv_", CredentialKind::agent_key},
    Prefix{"1ck_", CredentialKind::user_key},
    Prefix{"plt_", CredentialKind::platform_key},
    Prefix{"ct_", CredentialKind::claim_token},
    Prefix{"rat_", CredentialKind::reauth_token},
    Prefix{"whk_", CredentialKind::webhook_token},
    // Keys that people hold next to a 1Claw key: Bankr, model providers, GitHub, GitLab, AWS,
    // Slack.
    Prefix{"bk_", CredentialKind::foreign},
    Prefix{"sk-", CredentialKind::foreign},
    Prefix{"sk_live_", CredentialKind::foreign},
    Prefix{"sk_test_", CredentialKind::foreign},
    Prefix{"ghp_", CredentialKind::foreign},
    Prefix{"gho_", CredentialKind::foreign},
    Prefix{"ghs_", CredentialKind::foreign},
    Prefix{"github_pat_", CredentialKind::foreign},
    Prefix{"glpat-", CredentialKind::foreign},
    Prefix{"npm_", CredentialKind::foreign},
    Prefix{"pypi-", CredentialKind::foreign},
    Prefix{"AKIA", CredentialKind::foreign},
    Prefix{"AIza", CredentialKind::foreign},
    Prefix{"gsk_", CredentialKind::foreign},
    Prefix{"hf_", CredentialKind::foreign},
    Prefix{"xai-", CredentialKind::foreign},
    Prefix{"xoxb-", CredentialKind::foreign},
    Prefix{"xoxp-", CredentialKind::foreign},
};

}  // namespace

std::string_view name_of(CredentialKind kind) {
  return kind_texts.at(static_cast<std::size_t>(kind)).name;
}

std::string_view word_of(CredentialKind kind) {
  return kind_texts.at(static_cast<std::size_t>(kind)).word;
}

std::string_view word_of(ValueProblem problem) {
  return problem_words.at(static_cast<std::size_t>(problem));
}

CredentialKind kind_of(std::string_view value) {
  const std::string text = cleaned(value);
  if (text.empty()) {
    return CredentialKind::none;
  }
  const auto* const found = std::ranges::find_if(
      prefixes, [&](const Prefix& prefix) { return text.starts_with(prefix.text); });
  if (found != prefixes.end()) {
    return found->kind;
  }
  if (text.find(":ocv_") != std::string::npos) {
    return CredentialKind::shroud_pair;
  }
  // Fewer segments are a JWT that lost its end; more are some other token.
  if (text.starts_with("eyJ") && text.find('/') == std::string::npos &&
      (std::ranges::count(text, '.') <= 2 || text.find("..") != std::string::npos)) {
    return CredentialKind::jwt;
  }
  return CredentialKind::unknown;
}

std::string masked(std::string_view value) {
  const CredentialKind kind = kind_of(value);
  switch (kind) {
    case CredentialKind::none:
      return "(empty)";
    case CredentialKind::jwt:
      return "JWT";
    case CredentialKind::shroud_pair:
      return "****:ocv_****";
    case CredentialKind::foreign:
      return fmt::format("(key of another product, {} characters)", value.size());
    case CredentialKind::unknown:
      return fmt::format("(unrecognised, {} characters)", value.size());
    default:
      break;
  }
  const auto* const prefix = std::ranges::find(prefixes, kind, &Prefix::kind);
  return fmt::format("{}****", prefix->text);
}

}  // namespace doctor::api
