#include "report/terminal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace doctor::report {
namespace {

std::string plural(int count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

/// `a · b · c`, broken only between the parts.
std::vector<Piece> dotted(std::vector<Piece> parts) {
  std::vector<Piece> out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].text += i + 1 < parts.size() ? " ·" : "";
    parts[i].whole = true;
    out.push_back(std::move(parts[i]));
  }
  return out;
}

struct HeaderPart {
  std::string_view name;
  std::string_view before;  ///< the word that says what the value is, where it does not itself
  bool when_healthy;
};
constexpr auto header_parts = std::to_array<HeaderPart>({{"client", "client ", true},
                                                         {"base_url", "", true},
                                                         {"credential", "", true},
                                                         {"agent_id", "agent ", false}});

void add_header(Page& page, const Report& report, bool with_target) {
  std::vector<Piece> parts{{.text = "oneclaw-doctor " + report.tool_version, .tone = Tone::strong}};
  if (report.mode != Mode::live) {
    parts.push_back({.text = std::string{name_of(report.mode)}});
  }
  for (const HeaderPart& part : header_parts) {
    const auto value = std::ranges::find(report.target, part.name, &TargetValue::name);
    if (with_target && value != report.target.end() &&
        (part.when_healthy || report.verdict != Verdict::healthy)) {
      const std::string source = value->source.empty() ? "" : fmt::format(" ({})", value->source);
      parts.push_back({.text = fmt::format("{}{}{}", part.before, value->value, source)});
    }
  }
  page.flow({.first = 0, .rest = 2}, dotted(std::move(parts)));
}

/// Every value with its source and its rivals.
void add_target(Page& page, const Report& report) {
  for (const TargetValue& value : report.target) {
    std::string text = fmt::format("{} ({})", value.value, value.source);
    if (!value.overrides.empty()) {
      text += fmt::format("; overrides {}", fmt::join(value.overrides, ", "));
    }
    if (!value.disagrees.empty()) {
      text += fmt::format("; elsewhere {}", fmt::join(value.disagrees, ", "));
    }
    page.flow({.first = 2, .rest = 6}, {{.text = value.name + ":"}, {.text = text}});
  }
}

/// Did the budget keep questions back? A run that used up its requests may have been late as well.
bool ran_out_of_requests(const Report& report) {
  return !report.complete && report.requests.authenticated >= report.requests.budget;
}

std::string why_undecided(const Report& report) {
  if (report.complete) {
    return "no cause was found, and not every question has an answer.";
  }
  return ran_out_of_requests(report)
             ? fmt::format("{} used up, and no cause was found.",
                           plural(report.requests.budget, "authenticated request"))
             : fmt::format("the run ended early, after {}, and no cause was found.",
                           spoken_duration(report.duration_ms));
}

/// An undecided run says what would decide it.
void add_undecided(Page& page, const Report& report) {
  std::vector<std::string> open;
  for (const Observation& seen : report.observations) {
    if (is_open(seen)) {
      open.push_back(seen.id);
    }
  }
  const Mark mark = mark_of(Verdict::undecided);
  page.flow({.first = 0, .rest = 2},
            {{.text = fmt::format("{} {}:", mark.sign, mark.word), .tone = mark.tone},
             {.text = why_undecided(report), .tone = Tone::strong}});
  const std::string missing =
      open.empty() ? "the checks that did not run" : fmt::format("{}", fmt::join(open, ", "));
  page.labelled("decides", {{.text = fmt::format("the outcome of {}.", missing)}});
  if (!report.complete) {
    const bool requests = ran_out_of_requests(report);
    const double seconds = std::max(30.0, std::ceil(report.duration_ms * 3 / 10000) * 10);
    page.labelled(
        "do",
        {{.text = "you:", .tone = Tone::strong},
         {.text = requests ? "allow the run more requests." : "give the run more time."}});
    page.labelled("",
                  {{.text = requests ? fmt::format("$ oneclaw-doctor --max-requests {}",
                                                   std::max(8, report.requests.budget * 2))
                                     : fmt::format("$ oneclaw-doctor --deadline {:.0f}", seconds),
                    .tone = Tone::good,
                    .whole = true}});
  }
  page.blank();
}

/// `3 errors from 1 cause, 1 warning`
std::string problems_of(const Report& report) {
  const auto causes = std::ranges::count_if(report.findings, [](const Finding& finding) {
    return finding.severity == Severity::error && finding.root_cause;
  });
  const Summary& summary = report.summary;
  std::string out;
  if (summary.errors > 0) {
    out = plural(summary.errors, "error");
    if (causes > 0 && causes < summary.errors) {
      out += " from " + plural(static_cast<int>(causes), "cause");
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

/// What became of foreign records: the unexplained ones by a sample each.
void add_records(Page& page, const Report& report) {
  const Records& records = *report.records;
  for (const Records::Unknown& seen : records.unknown) {
    page.flow({.first = 0, .rest = 2},
              {{.text = fmt::format("? unknown{}:",
                                    seen.count > 1 ? fmt::format(" ({})", seen.count) : ""),
                .tone = Tone::caution},
               {.text = seen.sample},
               {.text = fmt::format("[line {}]", seen.line), .tone = Tone::faint, .whole = true}});
  }
  for (const Records::Bad& bad : records.bad) {
    page.flow({.first = 0, .rest = 2},
              {{.text = fmt::format("– unreadable: {}, line {}: {}", bad.input, bad.line, bad.why),
                .tone = Tone::faint}});
  }
  for (std::size_t i = 0; i < records.sequence.size(); ++i) {
    page.labelled(i == 0 ? "sequence" : "", {{.text = records.sequence[i]}});
  }
  if (!records.unknown.empty() || !records.bad.empty() || !records.sequence.empty()) {
    page.blank();
  }
}

/// `12 records · 10 explained · 2 unknown`
void add_records_line(Page& page, const Records& records) {
  std::vector<Piece> parts{{.text = plural(static_cast<int>(records.read), "record")}};
  for (const auto& [count, word] : {std::pair{records.matched, "explained"},
                                    std::pair{records.unmatched, "unknown"},
                                    std::pair{records.passed, "successful"},
                                    std::pair{records.broken, "unreadable"}}) {
    if (count > 0) {
      parts.push_back({.text = fmt::format("{} {}", count, word)});
    }
  }
  page.flow({.first = 0, .rest = 2}, dotted(std::move(parts)));
}

void add_last_line(Page& page, const Report& report) {
  const Mark mark = mark_of(report.verdict);
  const std::string problems = problems_of(report);
  const std::string checks = counts_of(report.summary);
  std::string verdict = fmt::format("{} {}", mark.sign, mark.word);
  verdict += problems.empty() ? "" : ": " + problems;
  std::vector<Piece> parts{{.text = verdict, .tone = mark.tone}};
  if (!report.complete) {
    parts.push_back({.text = ran_out_of_requests(report) ? "out of requests" : "ended early"});
  }
  if (!checks.empty()) {
    parts.push_back({.text = checks});
  }
  parts.push_back({.text = plural(report.requests.sent, "request")});
  parts.push_back({.text = spoken_duration(report.duration_ms)});
  page.flow({.first = 0, .rest = 2}, dotted(std::move(parts)));
}

}  // namespace

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

std::string render_terminal(const Report& report, const Style& style) {
  Page page{style};
  if (style.quiet) {
    add_causes_only(page, report);
    if (report.records) {
      add_records_line(page, *report.records);
    } else {
      add_last_line(page, report);
    }
    return page.take();
  }
  if (report.records) {
    add_findings(page, report, style);
    add_records(page, report);
    if (style.verbose) {
      add_observations(page, report);
      page.blank();
    }
    if (report.records->input != "question") {
      add_records_line(page, *report.records);
    }
    return page.take();
  }
  add_header(page, report, !style.verbose);
  if (style.verbose) {
    add_target(page, report);
  }
  const bool all_well = report.verdict == Verdict::healthy && report.findings.empty();
  if (!all_well || style.verbose) {
    page.blank();
  }
  add_findings(page, report, style);
  if (report.verdict == Verdict::undecided) {
    add_undecided(page, report);
  }
  if (style.verbose) {
    add_observations(page, report);
    add_timeline(page, report);
    page.blank();
  } else {
    add_checks(page, report);
  }
  add_last_line(page, report);
  return page.take();
}

}  // namespace doctor::report
