#include "report/terminal.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace doctor::report {
namespace {

/// `a · b · c`, broken only between the parts, and within one that is wider than the page.
std::vector<Piece> dotted(const Page& page, std::vector<Piece> parts) {
  std::vector<Piece> out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].text += i + 1 < parts.size() ? " ·" : "";
    parts[i].whole = columns(parts[i].text) <= page.width();
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
  page.flow({.first = 0, .rest = 2}, dotted(page, std::move(parts)));
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

/// An undecided run says what would decide it.
void add_undecided(Page& page, const Report& report) {
  const Mark mark = mark_of(Verdict::undecided);
  page.flow({.first = 0, .rest = 2},
            {{.text = fmt::format("{} {}:", mark.sign, mark.word), .tone = mark.tone},
             {.text = why_undecided(report), .tone = Tone::strong}});
  page.labelled("decides", {{.text = fmt::format("the outcome of {}.", open_checks(report))}});
  const FixStep step = undecided_step(report);
  if (!step.text.empty()) {
    page.labelled("do", {{.text = "you:", .tone = Tone::strong}, {.text = step.text}});
    page.labelled("",
                  {{.text = "$ " + command_line(step.command), .tone = Tone::good, .whole = true}});
  }
  page.blank();
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
  std::vector<Piece> parts{{.text = plural(records.read, "record")}};
  for (const auto& [count, word] : {std::pair{records.matched, "explained"},
                                    std::pair{records.unmatched, "unknown"},
                                    std::pair{records.passed, "successful"},
                                    std::pair{records.broken, "unreadable"}}) {
    if (count > 0) {
      parts.push_back({.text = fmt::format("{} {}", count, word)});
    }
  }
  page.flow({.first = 0, .rest = 2}, dotted(page, std::move(parts)));
}

void add_last_line(Page& page, const Report& report) {
  const Mark mark = mark_of(report.verdict);
  const std::string problems = problems_of(report);
  const std::string checks = counts_of(report.summary);
  std::string verdict = fmt::format("{} {}", mark.sign, mark.word);
  verdict += problems.empty() ? "" : ": " + problems;
  std::vector<Piece> parts{{.text = verdict, .tone = mark.tone}};
  if (!report.complete && !report.fleet) {
    parts.push_back({.text = ran_out_of_requests(report) ? "out of requests" : "ended early"});
  }
  if (!report.suppressed.empty()) {
    parts.push_back({.text = fmt::format("{} set aside", set_aside_in(report).size())});
  }
  if (report.fleet) {
    parts.push_back({.text = fleet_line(*report.fleet)});
  }
  if (!checks.empty()) {
    parts.push_back({.text = checks});
  }
  parts.push_back({.text = plural(report.requests.sent, "request")});
  parts.push_back({.text = spoken_duration(report.duration_ms)});
  page.flow({.first = 0, .rest = 2}, dotted(page, std::move(parts)));
}

}  // namespace

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
  const bool all_well =
      report.verdict == Verdict::healthy && report.findings.empty() && report.suppressed.empty();
  if (!all_well || style.verbose) {
    page.blank();
  }
  add_findings(page, report, style);
  add_suppressed(page, report);
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
