#pragma once
// Answers that go wrong: some are other answers, some are the right answer badly delivered, some
// are none at all.

#include <optional>
#include <string>

#include "mock/message.h"
#include "mock/network.h"
#include "mock/wire.h"
#include "mock/world.h"

namespace doctor::mock {

/// The answer a fault puts in the API's place; nullopt: the API answers.
std::optional<Answer> canned_answer(const Behaviour& api, const Fault& fault);
/// Whether a status line reaches the client.
bool delivers_status(const Fault& fault);

/// An answer ready to be sent.
struct Rendered {
  std::string head = {};
  std::string body = {};
};

/// Sends under the fault. true: the connection may serve another request.
bool deliver(Wire& wire, const Rendered& rendered, const Fault& fault);

}  // namespace doctor::mock
