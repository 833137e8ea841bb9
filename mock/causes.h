#pragma once
// Every way the API refuses, by name, with its usual status and words; and the envelopes a refusal
// may come in. A world rewords a cause by `api.wording` and renumbers it by `api.status`.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mock/message.h"
#include "mock/world.h"

namespace doctor::mock {

struct Cause {
  std::string_view name = {};
  int status;
  std::string_view detail = {};
  std::string_view type = "about:blank";
};

std::span<const Cause> causes();
const Cause* find_cause(std::string_view name);

/// What a refusal carries besides the cause's own words.
struct Extra {
  std::string detail = {};  ///< replaces the usual words; a world's wording still wins
  std::vector<std::pair<std::string, JsonText>> members = {};
};

/// The answer for a cause of the table, in the world's envelope.
Answer refuse(const Behaviour& api, std::string_view cause, const Extra& extra = {});
/// A refusal outside the table.
Answer problem(const Behaviour& api, int status, const std::string& detail);
/// 402: the payment demand, as x402 puts it.
Answer payment_demand(const Behaviour& api, const std::string& resource, int micro_usd);

std::string_view status_title(int status);

}  // namespace doctor::mock
