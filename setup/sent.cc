#include "setup/sent.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "api/credential.h"
#include "core/text.h"
#include "setup/clients.h"
#include "setup/facts.h"
#include "setup/situation.h"

namespace doctor::setup {
namespace {

using api::CredentialKind;
using api::ValueProblem;

constexpr std::array<CredentialKind, 1> agent_kinds{CredentialKind::agent_key};
constexpr std::array<CredentialKind, 1> user_kinds{CredentialKind::user_key};
constexpr std::array<CredentialKind, 3> bearer_kinds{
    CredentialKind::jwt, CredentialKind::user_key, CredentialKind::platform_key};

/// A mistake in place of a credential, or a stand-in that hides one? A record does not tell.
bool may_be_a_stand_in(ValueProblem problem) {
  using enum ValueProblem;
  return problem == empty || problem == placeholder || problem == masked || problem == truncated;
}

bool hides_something(std::string_view value) {
  constexpr std::array<std::string_view, 10> signs{
      "***", "...", "…", "xxxx", "redacted", "masked", "hidden", "filtered", "secret", "sha256"};
  constexpr std::size_t shortest = 8;
  return value.size() < shortest || value.find_first_of("<[") != std::string_view::npos ||
         std::ranges::any_of(signs, [&](auto sign) { return contains_ignoring_case(value, sign); });
}

Use use_of(Carried how) {
  return how == Carried::bearer           ? Use::bearer
         : how == Carried::agent_exchange ? Use::agent_token
                                          : Use::user_token;
}

Kinds kinds_of(Carried how) {
  return how == Carried::bearer           ? Kinds{bearer_kinds}
         : how == Carried::agent_exchange ? Kinds{agent_kinds}
                                          : Kinds{user_kinds};
}

/// Rules tell a token's place by its name.
std::string_view place_of(Carried how, CredentialKind kind) {
  return how != Carried::bearer ? "the body of the request"
         : kind == CredentialKind::jwt || kind == CredentialKind::unknown
             ? "the Bearer token of the request"
             : "the Authorization header of the request";
}

bool is_a_stand_in(const std::string& value) {
  return hides_something(value) ||
         std::ranges::any_of(inspect_credential(value), may_be_a_stand_in);
}

}  // namespace

Facts facts_of_sent_mcp_bearer(std::string_view value) {
  Facts facts;
  const std::string text{value};
  if (!is_a_stand_in(text)) {
    facts.set(fact::client_name, "mcp-hosted");
    state_mcp_bearer(text, facts);
  }
  return facts;
}

Facts facts_of_sent_credential(std::string_view value, Carried how) {
  Facts facts;
  const std::string text{value};
  if (is_a_stand_in(text)) {
    return facts;
  }
  const CredentialKind kind = api::kind_of(text);
  facts.set(fact::credential_present, true);
  facts.set(fact::credential_kind, std::string{api::word_of(kind)});
  facts.set(fact::credential_kind_name, std::string{api::name_of(kind)});
  facts.set(fact::credential_shown, api::masked(text));
  facts.set(fact::credential_source, std::string{place_of(how, kind)});
  facts.set(fact::credential_use, std::string{word_of(use_of(how))});
  facts.set(fact::credential_expected_kind, kinds_in_words(kinds_of(how)));
  if (how != Carried::bearer && is_recognised(kind)) {
    facts.set(fact::credential_wrong_kind,
              std::ranges::find(kinds_of(how), kind) == kinds_of(how).end());
  }
  state_problems(text, facts);
  return facts;
}

Facts facts_of_sent_agent_id(std::string_view value) {
  Facts facts;
  // Stars may hide an id; what begins like a key is one, hidden or not.
  const bool hidden = value.find("***") != std::string_view::npos;
  if (!value.empty() && (!hidden || is_recognised(api::kind_of(value)))) {
    state_agent_id(std::string{value}, "the body of the request", facts);
  }
  return facts;
}

}  // namespace doctor::setup
