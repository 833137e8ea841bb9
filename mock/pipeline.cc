#include "mock/pipeline.h"

#include "mock/causes.h"
#include "mock/principal.h"
#include "mock/routes.h"

namespace doctor::mock {
namespace {

bool over_quota(const Organisation& org) {
  const bool pays = org.overage_method != "none" && org.credits_cents > 0;
  return !org.quota_exempt && org.requests_used > org.requests_limit && !pays;
}

void add_quota_headers(const Organisation& org, Answer& answer) {
  if (!org.quota_headers || org.quota_exempt) {
    return;
  }
  const int percent = org.requests_limit == 0 ? 100 : 100 * org.requests_used / org.requests_limit;
  const auto add = [&answer](const char* name, std::string value) {
    answer.headers.emplace_back(name, std::move(value));
  };
  add("X-RateLimit-Requests-Used", std::to_string(org.requests_used));
  add("X-RateLimit-Requests-Limit", std::to_string(org.requests_limit));
  add("X-RateLimit-Requests-Percent", std::to_string(percent));
  add("X-Credit-Balance-Cents", std::to_string(org.credits_cents));
  add("X-Overage-Method", org.overage_method);
  if (percent >= 80) {
    add("X-Quota-Warning", std::to_string(percent) + "% of the monthly requests are used");
  }
}

bool right_kind(Access access, Kind kind) {
  return access == Access::both || (access == Access::users && kind == Kind::user) ||
         (access == Access::agents && kind == Kind::agent);
}

Answer call_handler(Call& call, const Route& route) {
  if (call.who.kind == Kind::platform) {
    return call.refuse("platform_key");
  }
  if (!right_kind(route.access, call.who.kind)) {
    return call.refuse(route.access == Access::users ? "humans_only" : "agents_only");
  }
  return route.handler(call);
}

/// From the IP filter on: who asks is known.
Answer after_authentication(Call& call, const Route& route) {
  World& world = call.state.world;
  if (world.org.ip_filter_fails) {
    return call.refuse("internal");
  }
  if (const std::string_view refused = ip_refusal(world); !refused.empty()) {
    return call.refuse(refused);
  }
  if (route.counted) {
    ++world.org.requests_used;
    if (over_quota(world.org)) {
      return payment_demand(world.api, call.request.path, 1000);
    }
  }
  Answer answer = call_handler(call, route);
  add_quota_headers(world.org, answer);
  return answer;
}

bool limited(const State& state, const std::string& limit, Allowance& allowance) {
  return limit == "enforced" ? !allowance.take()
                             : limit == "exceeded" && state.requests > state.world.api.limit_after;
}

Answer no_such_route(const Match& match) {
  return no_content(match.other_method ? 405 : 404);
}

}  // namespace

Answer answer_api(State& state, const Request& request) {
  const Behaviour& api = state.world.api;
  ++state.requests;
  if (limited(state, api.global_limit, state.requests_allowed)) {
    return refuse(api, "rate_global");
  }
  Match match = find_route(request);
  if (match.route == nullptr) {
    return no_such_route(match);
  }
  const Route& route = *match.route;
  if (route.login && limited(state, api.auth_limit, state.sign_ins_allowed)) {
    return refuse(api, "rate_auth");
  }
  if (route.price_micro_usd > 0 && request.header("authorization").empty()) {
    return payment_demand(api, request.path, route.price_micro_usd);
  }
  Call call{.state = state, .request = request, .params = std::move(match.params), .who = {}};
  if (route.access == Access::anyone) {
    return route.handler(call);
  }
  const Authentication authentication = authenticate(state, request);
  if (!authentication.refused.empty()) {
    return call.refuse(authentication.refused);
  }
  call.who = authentication.who;
  return after_authentication(call, route);
}

}  // namespace doctor::mock
