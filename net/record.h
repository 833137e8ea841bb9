#pragma once
// What is kept of an exchange for whoever looks into the run later. Made of the question as the
// probe asked it and the answer as the probe sees it: neither can hold a Secret, and the request
// that did is gone by then. What is kept is decided by lists.

#include <cstddef>
#include <string>

#include "core/exchange.h"
#include "net/answer.h"
#include "net/ask.h"

namespace doctor::net {

Exchange recorded(std::size_t ticket, const HttpAsk& ask, const Answer& answer);
/// The run ended before there was an answer.
Exchange recorded_open(std::size_t ticket, const HttpAsk& ask);

}  // namespace doctor::net
