#include "tests/api/access_case.h"

#include <utility>

namespace doctor::api {

TimePoint now() {
  return *parse_rfc3339("2026-11-23T10:30:00Z");
}

Policy policy(const char* pattern, std::vector<std::string> permissions) {
  Policy out;
  out.id = "p-1";
  out.vault_id = "v-1";
  out.path_pattern = pattern;
  out.principal_type = "agent";
  out.principal_id = "a-1";
  out.permissions = std::move(permissions);
  return out;
}

Policy changed(Policy base, const std::function<void(Policy&)>& change) {
  change(base);
  return base;
}

Policy denial(const char* pattern, std::int64_t priority) {
  return changed(policy(pattern), [&](Policy& p) {
    p.deny = true;
    p.id = "p-deny";
    p.priority = priority;
  });
}

AccessQuestion question() {
  AccessQuestion out;
  out.principal_type = "agent";
  out.principal_id = "a-1";
  out.vault_id = "v-1";
  out.path = "prod/db/creds";
  out.permission = "read";
  out.now = now();
  out.bound_vaults = std::vector<std::string>{"v-1"};
  out.scopes = std::vector<std::string>{"**"};
  out.policies = std::vector<Policy>{policy("prod/**")};
  out.vault_owner = "user:u-1";
  out.secret_type = "password";
  return out;
}

void set_policies(AccessQuestion& asked, std::vector<Policy> policies) {
  asked.policies = std::move(policies);
}

std::string name_of_case(const testing::TestParamInfo<AccessCase>& info) {
  return info.param.name;
}

TEST_P(Access, IsDecidedInTheServersOrder) {
  const AccessCase& test = GetParam();
  AccessQuestion asked = question();
  test.change(asked);
  const AccessAnswer answer = evaluate(asked);
  EXPECT_EQ(word_of(answer.verdict), word_of(test.verdict)) << answer.reason;
  EXPECT_EQ(word_of(answer.stopped_at), word_of(test.stopped_at)) << answer.reason;
  EXPECT_EQ(answer.nearest_miss, test.nearest_miss);
  EXPECT_FALSE(answer.reason.empty());
  if (answer.verdict == AccessAnswer::Verdict::allowed) {
    EXPECT_TRUE(answer.unknowns.empty());
  }
  if (answer.verdict == AccessAnswer::Verdict::unknown) {
    EXPECT_FALSE(answer.unknowns.empty());
  }
}

}  // namespace doctor::api
