#include "report/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"

namespace doctor::report {
namespace {

constexpr std::size_t longest_text = 1000;  ///< bytes

/// As a shell would need it; only for showing and copying.
std::string quoted(std::string_view word) {
  constexpr std::string_view harmless =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@%+,";
  if (!word.empty() && word.find_first_not_of(harmless) == std::string_view::npos) {
    return std::string{word};
  }
  std::string out = "'";
  for (const char c : word) {
    out += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
  }
  return out + "'";
}

/// `a, b, c and 409 more`
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t shown_names = 5;
  const std::size_t count = names.size() > shown_names + 1 ? shown_names : names.size();
  const std::string out = join(std::span{names}.first(count), ", ");
  return count == names.size() ? out : fmt::format("{} and {} more", out, names.size() - count);
}

/// Of a fleet, the same rule may stand there several times; a cause is met where its symptom is.
bool is_cause_of(const Finding& cause, const Finding& symptom) {
  return cause.rule == symptom.caused_by.front() &&
         (!cause.spread || !symptom.spread || symptom.spread->targets.empty() ||
          std::ranges::count(cause.spread->targets, symptom.spread->targets.front()) > 0);
}

/// The findings of which `root` is the root; nullptr: that have none but themselves.
std::vector<const Finding*> folded_under(const Report& report, const Finding* root) {
  std::vector<const Finding*> out;
  for (const Finding& finding : report.findings) {
    if (root_of(report, finding) == root) {
      out.push_back(&finding);
    }
  }
  return out;
}

}  // namespace

std::string plain(std::string_view text) {
  return shown(text, longest_text);
}

std::string plural(std::int64_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string spoken_duration(double milliseconds) {
  return milliseconds < 1000 ? fmt::format("{:.0f} ms", milliseconds)
                             : fmt::format("{:.1f} s", milliseconds / 1000);
}

bool is_open(const Observation& seen) {
  return seen.status == Status::unknown || seen.status == Status::timeout;
}

Mark mark_of(Severity severity) {
  constexpr std::array<Mark, 3> marks{
      {{"i", "note", Tone::faint}, {"!", "warning", Tone::caution}, {"✗", "error", Tone::bad}}};
  return marks.at(static_cast<std::size_t>(severity));
}

Mark mark_of(Status status) {
  constexpr std::array<Mark, 6> marks{{{"✓", "pass", Tone::good},
                                       {"!", "warn", Tone::caution},
                                       {"✗", "fail", Tone::bad},
                                       {"–", "skip", Tone::faint},
                                       {"?", "unknown", Tone::caution},
                                       {"?", "no answer in time", Tone::caution}}};
  return marks.at(static_cast<std::size_t>(status));
}

Mark mark_of(Verdict verdict) {
  constexpr std::array<Mark, 4> marks{{{"✓", "healthy", Tone::good},
                                       {"!", "degraded", Tone::caution},
                                       {"✗", "unhealthy", Tone::bad},
                                       {"?", "undecided", Tone::caution}}};
  return marks.at(static_cast<std::size_t>(verdict));
}

std::string_view spoken(Actor actor) {
  constexpr std::array<std::string_view, 4> names{"you", "org admin", "network team", "1Claw"};
  return names.at(static_cast<std::size_t>(actor));
}

std::string heading(const Finding& finding) {
  const Mark mark = mark_of(finding.severity);
  return finding.certainty == Certainty::certain
             ? fmt::format("{} {}:", mark.sign, mark.word)
             : fmt::format("{} {}, {}:",
                           mark.sign,
                           mark.word,
                           finding.certainty == Certainty::likely ? "likely" : "possibly");
}

std::string title_of(const Finding& finding) {
  return finding.spread ? fmt::format("{} of {}: {}",
                                      finding.spread->targets.size(),
                                      plural(finding.spread->of, "target"),
                                      finding.title)
                        : finding.title;
}

std::string targets_of(const Finding& finding) {
  if (!finding.spread) {
    return "";
  }
  return listed(finding.spread->targets);
}

std::vector<FleetTarget> unwell_in(const Fleet& fleet) {
  std::vector<FleetTarget> out;
  std::ranges::copy_if(fleet.targets, std::back_inserter(out), [](const FleetTarget& target) {
    return target.verdict != Verdict::healthy;
  });
  return out;
}

std::string fleet_line(const Fleet& fleet) {
  std::string out =
      plural(static_cast<std::int64_t>(fleet.targets.size() + fleet.missing.size()), "target");
  std::string_view before = ": ";
  const auto add = [&](std::ptrdiff_t count, std::string_view word) {
    if (count > 0) {
      out += fmt::format("{}{} {}", std::exchange(before, ", "), count, word);
    }
  };
  for (const Verdict verdict :
       {Verdict::healthy, Verdict::degraded, Verdict::unhealthy, Verdict::undecided}) {
    add(std::ranges::count(fleet.targets, verdict, &FleetTarget::verdict), name_of(verdict));
  }
  add(std::ssize(fleet.missing), "without a result");
  return out;
}

std::string command_line(const std::vector<std::string>& argv) {
  std::string out;
  for (const std::string& word : argv) {
    out += (out.empty() ? "" : " ") + quoted(word);
  }
  return out;
}

const Finding* root_of(const Report& report, const Finding& finding) {
  const Finding* at = &finding;
  for (std::size_t steps = 0; steps <= report.findings.size() && !at->root_cause; ++steps) {
    if (at->caused_by.empty()) {
      return nullptr;
    }
    const auto found = std::ranges::find_if(
        report.findings, [at](const Finding& other) { return is_cause_of(other, *at); });
    if (found == report.findings.end()) {
      return nullptr;
    }
    at = &*found;
  }
  return at->root_cause && at != &finding ? at : nullptr;
}

std::vector<const Finding*> causes_of(const Report& report) {
  return folded_under(report, nullptr);
}

std::vector<const Suppressed*> set_aside_in(const Report& report) {
  std::vector<const Suppressed*> out;
  for (const Suppressed& one : report.suppressed) {
    const bool follows = std::ranges::any_of(one.finding.caused_by, [&](const std::string& cause) {
      return std::ranges::any_of(report.suppressed, [&cause](const Suppressed& other) {
        return other.finding.rule == cause;
      });
    });
    if (!follows) {
      out.push_back(&one);
    }
  }
  return out;
}

std::string why_suppressed(const Suppressed& one) {
  if (one.by == "baseline") {
    return one.reason.empty() ? "known" : one.reason;
  }
  std::string out = "ignored";
  out += one.until.empty() ? "" : fmt::format(" until {}", one.until);
  return one.reason.empty() ? out : fmt::format("{}: {}", out, one.reason);
}

std::vector<const Finding*> symptoms_of(const Report& report, const Finding& root) {
  return folded_under(report, &root);
}

const Finding* to_act_on(const Report& report) {
  const bool wrong = !report.findings.empty() && report.findings.front().severity != Severity::info;
  return wrong ? &report.findings.front() : nullptr;
}

std::string headline(const Report& report) {
  if (const Finding* const first = to_act_on(report)) {
    return title_of(*first);
  }
  if (report.verdict == Verdict::undecided) {
    std::string why = why_undecided(report);
    why.front() = why.front() >= 'a' && why.front() <= 'z'
                      ? static_cast<char>(why.front() - 'a' + 'A')
                      : why.front();
    why.pop_back();  // its full stop
    return why;
  }
  if (!report.suppressed.empty()) {
    return fmt::format("No problem was found but {} set aside",
                       plural(static_cast<std::int64_t>(set_aside_in(report).size()), "finding"));
  }
  return "No problem was found";
}

std::vector<std::string> told(const Report& report, const Finding& finding) {
  std::vector<std::string> out;
  const auto add = [&out](std::string_view before, std::string_view text) {
    if (!text.empty()) {
      out.push_back(fmt::format("{}{}", before, plain(text)));
    }
  };
  add("targets: ", targets_of(finding));
  add("", finding.cause);
  for (const std::string& sentence : finding.because) {
    add("because: ", sentence);
  }
  for (const FixStep& step : finding.fix) {
    add(fmt::format("do ({}): ", spoken(step.actor)), step.text);
    add("  $ ", command_line(step.command));
  }
  for (const std::string& sentence : finding.ruled_out) {
    add("not: ", sentence);
  }
  for (const Finding* const symptom : symptoms_of(report, finding)) {
    add("hence: ", fmt::format("{} [{}]", title_of(*symptom), symptom->rule));
  }
  add("more: ", finding.docs);
  return out;
}

bool ran_out_of_requests(const Report& report) {
  return !report.complete && report.requests.authenticated >= report.requests.budget;
}

std::string why_undecided(const Report& report) {
  if (report.fleet) {
    const auto open =
        std::ranges::count(report.fleet->targets, Verdict::undecided, &FleetTarget::verdict);
    return fmt::format("{}no cause was found for {}.",
                       report.fleet->missing.empty()
                           ? ""
                           : fmt::format("{} without a result, and ",
                                         plural(std::ssize(report.fleet->missing), "target")),
                       open == 0 ? "the others" : plural(open, "undecided target"));
  }
  if (report.complete) {
    return "no cause was found, and not every question has an answer.";
  }
  return ran_out_of_requests(report)
             ? fmt::format("{} used up, and no cause was found.",
                           plural(report.requests.budget, "authenticated request"))
             : fmt::format("the run ended early, after {}, and no cause was found.",
                           spoken_duration(report.duration_ms));
}

FixStep undecided_step(const Report& report) {
  if (report.complete || report.fleet) {
    return {};
  }
  if (ran_out_of_requests(report)) {
    const int more = std::max(8, report.requests.budget * 2);
    return {.text = "allow the run more requests.",
            .command = {"oneclaw-doctor", "--max-requests", std::to_string(more)}};
  }
  const double seconds = std::max(30.0, std::ceil(report.duration_ms * 3 / 10000) * 10);
  return {.text = "give the run more time.",
          .command = {"oneclaw-doctor", "--deadline", fmt::format("{:.0f}", seconds)}};
}

std::string open_checks(const Report& report) {
  if (report.fleet) {
    std::vector<std::string> names = report.fleet->missing;
    for (const FleetTarget& target : report.fleet->targets) {
      if (target.verdict == Verdict::undecided) {
        names.push_back(target.name);
      }
    }
    return listed(names);
  }
  std::vector<std::string> open;
  for (const Observation& seen : report.observations) {
    if (is_open(seen)) {
      open.push_back(seen.id);
    }
  }
  return open.empty() ? "the checks that did not run" : join(open, ", ");
}

std::string problems_of(const Report& report) {
  const auto causes = std::ranges::count_if(report.findings, [](const Finding& finding) {
    return finding.severity == Severity::error && finding.root_cause;
  });
  const Summary& summary = report.summary;
  std::string out;
  if (summary.errors > 0) {
    out = plural(summary.errors, "error");
    if (causes > 0 && causes < summary.errors) {
      out += " from " + plural(causes, "cause");
    }
  }
  if (summary.warnings > 0) {
    out += (out.empty() ? "" : ", ") + plural(summary.warnings, "warning");
  }
  return out;
}

std::string counts_of(const Summary& summary) {
  std::string out;
  for (const auto& [count, word] : {std::pair{summary.passed, "passed"},
                                    std::pair{summary.failed, "failed"},
                                    std::pair{summary.skipped, "skipped"},
                                    std::pair{summary.unknown, "open"}}) {
    if (count > 0) {
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, word);
    }
  }
  return out;
}

}  // namespace doctor::report
