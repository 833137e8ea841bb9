#pragma once
// One question whether a principal may reach a secret, and the answer expected of evaluate(). The
// test files about the stages give a table each; a case changes a question that is allowed.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "api/policy.h"

namespace doctor::api {

/// When it is asked: a Monday.
TimePoint now();

/// A policy of vault v-1 for agent a-1.
Policy policy(const char* pattern, std::vector<std::string> permissions = {"read"});
Policy changed(Policy base, const std::function<void(Policy&)>& change);
Policy denial(const char* pattern, std::int64_t priority);

/// Agent a-1 wants to read prod/db/creds in vault v-1, and may.
AccessQuestion question();
void set_policies(AccessQuestion& asked, std::vector<Policy> policies);

struct AccessCase {
  const char* name;
  std::function<void(AccessQuestion&)> change;
  AccessAnswer::Verdict verdict;
  Stage stopped_at;
  const char* nearest_miss;  ///< exact; empty: none
};

class Access : public testing::TestWithParam<AccessCase> {};

std::string name_of_case(const testing::TestParamInfo<AccessCase>& info);

}  // namespace doctor::api
