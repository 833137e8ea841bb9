// Which policies count: principal, pattern, permission, expiry; and the nearest miss.

#include "tests/api/access_case.h"

namespace doctor::api {
namespace {

using Case = AccessCase;
using Verdict = AccessAnswer::Verdict;

INSTANTIATE_TEST_SUITE_P(
    ByPolicy,
    Access,
    testing::Values(
        Case{"none_at_all",
             [](AccessQuestion& q) { set_policies(q, {}); },
             Verdict::denied,
             Stage::principal,
             ""},
        Case{"unreadable",
             [](AccessQuestion& q) { q.policies.reset(); },
             Verdict::unknown,
             Stage::principal,
             ""},
        Case{"of_the_user",
             [](AccessQuestion& q) {
               set_policies(q, {changed(policy("**"), [](Policy& p) {
                              p.principal_type = "user";
                              p.principal_id = "u-1";
                            })});
             },
             Verdict::denied,
             Stage::principal,
             "`**` allows read but its principal is the user u-1, not this agent"},
        Case{"of_another_vault",
             [](AccessQuestion& q) {
               set_policies(q, {changed(policy("**"), [](Policy& p) { p.vault_id = "v-2"; })});
             },
             Verdict::denied,
             Stage::principal,
             ""},
        Case{"principal_with_prefix",
             [](AccessQuestion& q) {
               set_policies(
                   q, {changed(policy("**"), [](Policy& p) { p.principal_id = "agent:a-1"; })});
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"one_segment",
             [](AccessQuestion& q) { set_policies(q, {policy("prod/*")}); },
             Verdict::denied,
             Stage::path,
             "`prod/*` allows read but covers one segment only"},
        Case{"case_only",
             [](AccessQuestion& q) { set_policies(q, {policy("Prod/**")}); },
             Verdict::denied,
             Stage::path,
             "`Prod/**` allows read but differs in case only"},
        Case{"leading_slash",
             [](AccessQuestion& q) { set_policies(q, {policy("/prod/**")}); },
             Verdict::denied,
             Stage::path,
             "`/prod/**` allows read but starts with a slash, and the path does not"},
        Case{"path_with_slash",
             [](AccessQuestion& q) {
               q.path = "/prod/db";
               q.scopes = {{"/**"}};
             },
             Verdict::denied,
             Stage::path,
             "`prod/**` allows read but has no leading slash, and the path has one"},
        Case{"folder_itself",
             [](AccessQuestion& q) {
               q.path = "prod";
               set_policies(q, {policy("prod/*")});
             },
             Verdict::denied,
             Stage::path,
             "`prod/*` allows read but covers what is below that folder, not the folder itself"},
        Case{"folder_only",
             [](AccessQuestion& q) { set_policies(q, {policy("prod/db")}); },
             Verdict::denied,
             Stage::path,
             "`prod/db` allows read but covers that one path, and nothing below it"},
        Case{"elsewhere",
             [](AccessQuestion& q) { set_policies(q, {policy("dev/**")}); },
             Verdict::denied,
             Stage::path,
             "`dev/**` allows read but does not cover the path"},
        Case{"write_only",
             [](AccessQuestion& q) { set_policies(q, {policy("prod/**", {"write"})}); },
             Verdict::denied,
             Stage::permission,
             "`prod/**` grants write, not read"},
        Case{"write_only_and_other_principal",
             [](AccessQuestion& q) {
               set_policies(q, {changed(policy("prod/**", {"write", "delete"}), [](Policy& p) {
                              p.principal_type = "user";
                              p.principal_id = "u-1";
                            })});
             },
             Verdict::denied,
             Stage::principal,
             "`prod/**` grants write and delete, not read, and its principal is the user u-1, not "
             "this agent"},
        Case{"write_covers_delete",
             [](AccessQuestion& q) {
               q.permission = "delete";
               set_policies(q, {policy("prod/**", {"write"})});
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"read_does_not_cover_write",
             [](AccessQuestion& q) { q.permission = "write"; },
             Verdict::denied,
             Stage::permission,
             "`prod/**` grants read, not write"},
        Case{"expired",
             [](AccessQuestion& q) {
               set_policies(q,
                            {changed(policy("prod/**"), [](Policy& p) { p.expires_at = now(); })});
             },
             Verdict::denied,
             Stage::expiry,
             "`prod/**` allows read but expired 2026-11-23T10:30:00Z"},
        Case{"not_yet_expired",
             [](AccessQuestion& q) {
               set_policies(q, {changed(policy("prod/**"), [](Policy& p) {
                              p.expires_at = now() + std::chrono::seconds{1};
                            })});
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"nearest_of_several",
             [](AccessQuestion& q) {
               set_policies(q, {policy("dev/**"), policy("prod/*"), policy("prod/**", {"write"})});
             },
             Verdict::denied,
             Stage::permission,
             "`prod/**` grants write, not read"},
        Case{"own_before_anothers",
             [](AccessQuestion& q) {
               set_policies(q,
                            {changed(policy("**"), [](Policy& p) { p.principal_id = "a-2"; }),
                             policy("dev/**")});
             },
             Verdict::denied,
             Stage::path,
             "`dev/**` allows read but does not cover the path"},
        Case{"owner_needs_none",
             [](AccessQuestion& q) {
               q.vault_owner = "agent:a-1";
               set_policies(q, {});
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"bare_owner",
             [](AccessQuestion& q) {
               q.vault_owner = "a-1";
               q.policies.reset();
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"owner_of_other_type",
             [](AccessQuestion& q) {
               q.vault_owner = "user:a-1";
               set_policies(q, {});
             },
             Verdict::denied,
             Stage::principal,
             ""}),
    name_of_case);

}  // namespace
}  // namespace doctor::api
