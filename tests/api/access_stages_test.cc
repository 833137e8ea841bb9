// What is decided before and after the policies, and who needs none.

#include <gmock/gmock.h>

#include "tests/api/access_case.h"

namespace doctor::api {
namespace {

using Case = AccessCase;
using Verdict = AccessAnswer::Verdict;

INSTANTIATE_TEST_SUITE_P(
    BeforePolicies,
    Access,
    testing::Values(Case{"allowed", [](AccessQuestion&) {}, Verdict::allowed, Stage::none, ""},
                    Case{"not_bound",
                         [](AccessQuestion& q) { q.bound_vaults = {{"v-2"}}; },
                         Verdict::denied,
                         Stage::binding,
                         ""},
                    Case{"binding_empty",
                         [](AccessQuestion& q) { q.bound_vaults = std::vector<std::string>{}; },
                         Verdict::unknown,
                         Stage::binding,
                         ""},
                    Case{"binding_unknown",
                         [](AccessQuestion& q) { q.bound_vaults.reset(); },
                         Verdict::unknown,
                         Stage::binding,
                         ""},
                    Case{"binding_before_scope",
                         [](AccessQuestion& q) {
                           q.bound_vaults = {{"v-2"}};
                           q.scopes = {{"dev/**"}};
                         },
                         Verdict::denied,
                         Stage::binding,
                         ""},
                    Case{"scopes_empty",
                         [](AccessQuestion& q) { q.scopes = std::vector<std::string>{}; },
                         Verdict::denied,
                         Stage::scope,
                         ""},
                    Case{"scope_is_a_permission_word",
                         [](AccessQuestion& q) { q.scopes = {{"vaults:read"}}; },
                         Verdict::denied,
                         Stage::scope,
                         ""},
                    Case{"scope_covers_one_segment",
                         [](AccessQuestion& q) { q.scopes = {{"*"}}; },
                         Verdict::denied,
                         Stage::scope,
                         ""},
                    Case{"second_scope_covers",
                         [](AccessQuestion& q) {
                           q.scopes = {{"vaults:read", "prod/*/creds"}};
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"scopes_unknown",
                         [](AccessQuestion& q) { q.scopes.reset(); },
                         Verdict::unknown,
                         Stage::scope,
                         ""},
                    Case{"scope_binds_owners_too",
                         [](AccessQuestion& q) {
                           q.vault_owner = "agent:a-1";
                           q.scopes = {{"dev/**"}};
                         },
                         Verdict::denied,
                         Stage::scope,
                         ""}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    AfterPolicies,
    Access,
    testing::Values(Case{"private_key_with_intents",
                         [](AccessQuestion& q) {
                           q.secret_type = "private_key";
                           q.intents_enabled = true;
                         },
                         Verdict::denied,
                         Stage::secret_type,
                         ""},
                    Case{"ssh_key_with_intents",
                         [](AccessQuestion& q) {
                           q.secret_type = "ssh_key";
                           q.intents_enabled = true;
                         },
                         Verdict::denied,
                         Stage::secret_type,
                         ""},
                    Case{"private_key_without_intents",
                         [](AccessQuestion& q) {
                           q.secret_type = "private_key";
                           q.intents_enabled = false;
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"private_key_intents_unknown",
                         [](AccessQuestion& q) { q.secret_type = "private_key"; },
                         Verdict::unknown,
                         Stage::secret_type,
                         ""},
                    Case{"type_unknown_with_intents",
                         [](AccessQuestion& q) {
                           q.secret_type = "";
                           q.intents_enabled = true;
                         },
                         Verdict::unknown,
                         Stage::secret_type,
                         ""},
                    Case{"type_unknown",
                         [](AccessQuestion& q) { q.secret_type = ""; },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"writing_a_private_key",
                         [](AccessQuestion& q) {
                           q.permission = "write";
                           q.secret_type = "private_key";
                           q.intents_enabled = true;
                           set_policies(q, {policy("prod/**", {"write"})});
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"tee_only",
                         [](AccessQuestion& q) { q.execution_require_tee = true; },
                         Verdict::denied,
                         Stage::secret_type,
                         ""},
                    Case{"policy_before_type",
                         [](AccessQuestion& q) {
                           q.secret_type = "private_key";
                           q.intents_enabled = true;
                           set_policies(q, {});
                         },
                         Verdict::denied,
                         Stage::principal,
                         ""}),
    name_of_case);

void be_user(AccessQuestion& asked) {
  asked.principal_type = "user";
  asked.principal_id = "u-1";
  asked.bound_vaults.reset();
  asked.scopes.reset();
  asked.passkey_required = false;
}

INSTANTIATE_TEST_SUITE_P(
    Users,
    Access,
    testing::Values(Case{"owner", be_user, Verdict::allowed, Stage::none, ""},
                    Case{"not_owner",
                         [](AccessQuestion& q) {
                           be_user(q);
                           q.vault_owner = "user:u-2";
                         },
                         Verdict::denied,
                         Stage::principal,
                         "`prod/**` allows read but its principal is the agent a-1, not this user"},
                    Case{"passkey",
                         [](AccessQuestion& q) {
                           be_user(q);
                           q.passkey_required = true;
                         },
                         Verdict::denied,
                         Stage::passkey,
                         ""},
                    Case{"passkey_unknown",
                         [](AccessQuestion& q) {
                           be_user(q);
                           q.passkey_required.reset();
                         },
                         Verdict::unknown,
                         Stage::passkey,
                         ""},
                    Case{"passkey_does_not_stop_writing",
                         [](AccessQuestion& q) {
                           be_user(q);
                           q.passkey_required = true;
                           q.permission = "write";
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"private_key_is_theirs",
                         [](AccessQuestion& q) {
                           be_user(q);
                           q.secret_type = "private_key";
                           q.intents_enabled = true;
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""}),
    name_of_case);

TEST(Access, AnUnknownOwnerMightChangeADenial) {
  AccessQuestion asked = question();
  set_policies(asked, {});
  asked.vault_owner = "";
  const AccessAnswer answer = evaluate(asked);
  EXPECT_EQ(answer.verdict, Verdict::denied);
  EXPECT_THAT(answer.unknowns, testing::ElementsAre("who created the vault"));
}

TEST(Access, ReasonsSayWhatIsWrong) {
  AccessQuestion asked = question();
  asked.scopes = {{"vaults:read"}};
  EXPECT_EQ(evaluate(asked).reason,
            "The token's scope `vaults:read` is a permission word and not a path pattern, so it "
            "covers no path");
  asked.scopes = {{"dev/**", "test/*"}};
  EXPECT_EQ(evaluate(asked).reason,
            "None of the token's scopes (dev/**, test/*) covers `prod/db/creds`");
  asked = question();
  asked.policies.reset();
  EXPECT_EQ(evaluate(asked).reason, "It cannot be decided without the vault's policies");
}

}  // namespace
}  // namespace doctor::api
