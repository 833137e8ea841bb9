#pragma once
// What every format says alike: the verdict in words, the cause to act on, who acts, a command as
// a shell needs it. All texts are raw, as the report has them; plain() makes one safe to print.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/report.h"
#include "report/page.h"

namespace doctor::report {

/// A mark never stands alone: a word says the same.
struct Mark {
  std::string_view sign;
  std::string_view word;
  Tone tone;
};
Mark mark_of(Severity severity);
Mark mark_of(Status status);
Mark mark_of(Verdict verdict);

/// One line of valid UTF-8 without control characters, cut where it is very long.
std::string plain(std::string_view text);
/// `1 error`, `2 errors`
std::string plural(std::int64_t count, std::string_view word);
/// `212 ms`, `15.0 s`
std::string spoken_duration(double milliseconds);
std::string_view spoken(Actor actor);
/// `✗ error, likely:`
std::string heading(const Finding& finding);
/// The title; of a finding that many targets share, `412 of 3000 targets: No policy …`.
std::string title_of(const Finding& finding);
/// `a, b, c and 409 more`: for which targets it holds; empty when it is about one set-up.
std::string targets_of(const Finding& finding);
/// `3000 targets: 2500 healthy, 412 unhealthy, 88 without a result`
std::string fleet_line(const Fleet& fleet);
/// The targets with another verdict than healthy, in their order.
std::vector<FleetTarget> unwell_in(const Fleet& fleet);
/// As a shell would need it; only for showing and copying.
std::string command_line(const std::vector<std::string>& argv);

/// An observation without an outcome.
bool is_open(const Observation& seen);
/// The root cause a finding is folded under; nullptr when it stands for itself.
const Finding* root_of(const Report& report, const Finding& finding);
/// Findings that stand for themselves, in the report's order: what to act on comes first.
std::vector<const Finding*> causes_of(const Report& report);
/// Those set aside for themselves, not for what they follow from.
std::vector<const Suppressed*> set_aside_in(const Report& report);
/// `ignored until 2026-12-31: the office moves`, `known since 2026-11-20T08:00:00Z`
std::string why_suppressed(const Suppressed& one);
/// What follows from this one.
std::vector<const Finding*> symptoms_of(const Report& report, const Finding& root);
/// The finding to act on first; nullptr when nothing is wrong, or nothing was found.
const Finding* to_act_on(const Report& report);

/// The verdict's reason in one line: the cause to act on, why a run is undecided, or that all is
/// well.
std::string headline(const Report& report);
/// A finding's text line by line, each made safe: cause, proof, fix, symptoms, documentation.
std::vector<std::string> told(const Report& report, const Finding& finding);

/// Did the budget keep questions back? A run that used up its requests may have been late as well.
bool ran_out_of_requests(const Report& report);
std::string why_undecided(const Report& report);
/// What would decide an undecided run; no text when it was complete.
FixStep undecided_step(const Report& report);
/// The observations without an outcome, in words.
std::string open_checks(const Report& report);
/// `3 errors from 1 cause, 1 warning`; empty when there are neither
std::string problems_of(const Report& report);
/// `5 passed, 1 failed, 3 skipped`
std::string counts_of(const Summary& summary);

}  // namespace doctor::report
