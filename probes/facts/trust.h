#pragma once
// Facts about what kinds of clients make of the certificate chain (probe trust).

#include "core/fact.h"

namespace doctor::probes::fact {

inline constexpr FactKey<TextList> trust_results{
    "trust.results",
    "each kind of client that can be judged on this machine: `node: trusts it`, with the variable "
    "that decides"};
inline constexpr FactKey<TextList> trust_trusting{"trust.trusted_by",
                                                  "kinds of clients that accept the chain"};
inline constexpr FactKey<TextList> trust_refusing{"trust.distrusted_by",
                                                  "kinds of clients that refuse it"};
inline constexpr FactKey<TextList> trust_by_variable{
    "trust.trusting_variables", "variables without which those that accept the chain would not"};
inline constexpr FactKey<bool> trust_machine{
    "trust.machine", "this machine's own store, without any variable or option, accepts the chain"};
inline constexpr FactKey<bool> trust_this_client{
    "trust.this_client", "the examined client, by its kind, accepts the chain"};
inline constexpr FactKey<std::string> trust_fix{
    "trust.variable_to_set", "the variable by which the examined client is given a root"};

}  // namespace doctor::probes::fact
