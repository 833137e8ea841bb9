#pragma once
// The way of a request through the API, in the documented order: audit, global rate limit, payment
// demand, authentication, IP filter, usage count, quota headers, handler.

#include "mock/message.h"
#include "mock/state.h"

namespace doctor::mock {

/// The API's answer. The caller holds the state's lock.
Answer answer_api(State& state, const Request& request);

}  // namespace doctor::mock
