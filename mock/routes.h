#pragma once
// The API as a table: what exists, who may call it, what it costs, who answers.

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "mock/causes.h"
#include "mock/message.h"
#include "mock/principal.h"
#include "mock/state.h"

namespace doctor::mock {

/// One request on its way through a handler.
struct Call {
  State& state;
  const Request& request;
  std::map<std::string, std::string> params;  ///< decoded; a `{name*}` joins segments by `/`
  Principal who;

  Answer refuse(std::string_view cause, const Extra& extra = {}) const {
    return mock::refuse(state.world.api, cause, extra);
  }
};

enum class Access { anyone, both, users, agents };

struct Route {
  std::string_view method;
  std::string_view pattern;  ///< `{name}` is one segment, `{name*}` the rest
  Access access;
  Answer (*handler)(Call&);
  bool counted = false;     ///< against the monthly quota
  bool login = false;       ///< under the limiter of the auth routes
  int price_micro_usd = 0;  ///< paid routes ask for payment before they ask who you are
};

std::span<const Route> routes();

struct Match {
  const Route* route = nullptr;
  bool other_method = false;  ///< the path exists for another method
  std::map<std::string, std::string> params;
};

Match find_route(const Request& request);

}  // namespace doctor::mock
