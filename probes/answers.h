#pragma once
// The run's HTTP answers, for probes that look over several of them.

#include <array>
#include <string_view>
#include <vector>

#include "probes/probe.h"

namespace doctor::probes {

/// Probes that ask the API with a token, in the order of the catalogue.
inline constexpr std::array<std::string_view, 10> token_probes{"whoami",
                                                               "vaults",
                                                               "secrets",
                                                               "policies",
                                                               "vault-record",
                                                               "settings",
                                                               "subscription",
                                                               "agent",
                                                               "ip-rules",
                                                               "shares"};

/// … and those that ask it without one.
inline constexpr std::array<std::string_view, 14> every_api_probe{"health",
                                                                  "hsm",
                                                                  "keys",
                                                                  "exchange",
                                                                  "whoami",
                                                                  "vaults",
                                                                  "secrets",
                                                                  "policies",
                                                                  "settings",
                                                                  "subscription",
                                                                  "agent",
                                                                  "ip-rules",
                                                                  "shares",
                                                                  "vault-record"};

struct TokenAnswer {
  std::string_view probe;
  const net::Answer* answer;  ///< has a status
};

/// Answers to requests that carried a token.
std::vector<TokenAnswer> token_answers(const Known& known);
std::vector<TokenAnswer> api_answers(const Known& known);

}  // namespace doctor::probes
