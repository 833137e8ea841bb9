#pragma once
// The question nobody's probe asks: what a foreign record itself was about. Its learn() reads the
// answer as every probe reads one.

#include "intake/record.h"
#include "probes/probe.h"

namespace doctor::intake {

/// Ids under which the record's answer is known to the probes that look over all answers: with a
/// token (or it is not known whether), and without.
inline constexpr std::string_view seen_id = "seen";
inline constexpr std::string_view seen_open_id = "seen-open";

/// Every fact intake may establish besides those of the probes.
std::span<const FactSpec* const> seen_facts();

/// The facts of one record, from its answer and from what is known around it.
Facts learn_seen(const Record& record);

}  // namespace doctor::intake
