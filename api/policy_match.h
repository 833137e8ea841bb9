#pragma once
// How one policy fits one question: the parts of `evaluate` that look at a single policy.

#include <cstdint>
#include <string>
#include <string_view>

#include "api/policy.h"

namespace doctor::api {

enum class Fit : std::uint8_t { no, yes, unknown };

/// What each member of a policy says to the question.
struct PolicyFit {
  bool principal = false;
  bool path = false;
  bool permission = false;
  bool live = false;  ///< not expired
  Fit conditions = Fit::yes;
  std::string
      condition;  ///< the condition that is not met or unknown: ip, time, environment, other
};

PolicyFit fit_of(const Policy& policy, const AccessQuestion& question);
/// `unknown` only when nothing but conditions is in doubt.
Fit overall(const PolicyFit& fit);
/// What the policy lacks first, in the server's order; none when it fits.
Stage lacking(const PolicyFit& fit);
/// How far the policy is from allowing the question: 0 fits, small is near.
int distance(const Policy& policy, const PolicyFit& fit, const AccessQuestion& question);
/// `prod/*` allows read but covers one segment only. For a policy that does not fit.
std::string describe_miss(const Policy& policy,
                          const PolicyFit& fit,
                          const AccessQuestion& question);
/// Whether `id` names the principal of the question: `agent:ID`, `user:ID` or the bare id.
bool names_principal(std::string_view id, const AccessQuestion& question);

}  // namespace doctor::api
