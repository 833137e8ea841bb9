#pragma once
// Records in, observations out: each record's answer is handed to the probe that would have asked
// the question, and then to the probes that look over several answers. The very same learn() as on
// a live run; nothing is asked.

#include <span>
#include <vector>

#include "core/report.h"
#include "intake/record.h"

namespace doctor::intake {

/// The records of one client's doings, in order. Of several answers to one question the failing one
/// counts, else the last. `about`: the record whose own facts (`seen.*`) are stated as well, where
/// no other's are; none: only those of records that no probe asks for.
std::vector<Observation> study(std::span<const Record* const> records,
                               const Record* about = nullptr);

/// Which probe's learn() reads the record's answer; seen_id or seen_open_id when none does.
std::string_view slot_of(const Record& record);

}  // namespace doctor::intake
