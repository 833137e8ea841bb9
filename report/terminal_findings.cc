#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "report/terminal.h"

namespace doctor::report {
namespace {

constexpr std::size_t shown_proofs = 3;
constexpr std::size_t shown_steps = 3;

void add_sentences(Page& page,
                   std::string_view label,
                   const std::vector<std::string>& sentences,
                   std::size_t most) {
  const std::size_t count = std::min(sentences.size(), most);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<Piece> pieces{{.text = sentences[i]}};
    if (i + 1 == count && sentences.size() > count) {
      pieces.push_back({.text = fmt::format("({} more: -v)", sentences.size() - count),
                        .tone = Tone::faint,
                        .whole = true});
    }
    page.labelled(i == 0 ? label : "", pieces);
  }
}

void add_fix(Page& page, const std::vector<FixStep>& fix, std::size_t most) {
  for (std::size_t i = 0; i < std::min(fix.size(), most); ++i) {
    const FixStep& step = fix[i];
    page.labelled(i == 0 ? "do" : "also",
                  {{.text = fmt::format("{}:", spoken(step.actor)), .tone = Tone::strong},
                   {.text = step.text}});
    if (!step.command.empty()) {
      page.labelled(
          "", {{.text = "$ " + command_line(step.command), .tone = Tone::good, .whole = true}});
    }
  }
}

/// One line per symptom, cut rather than wrapped: the root above is what to act on.
void add_symptoms(Page& page, const Report& report, const Finding& root) {
  bool first = true;
  for (const Finding* const finding : symptoms_of(report, root)) {
    const std::size_t room = page.width() - std::min(page.width(), page.text_column());
    const std::string title = page.fitted(title_of(*finding), room);
    const std::string rule = fmt::format("[{}]", finding->rule);
    std::vector<Piece> pieces{{.text = title, .whole = true}};
    if (columns(title) + 1 + columns(rule) <= room) {
      pieces.push_back({.text = rule, .tone = Tone::faint, .whole = true});
    }
    page.labelled(first ? "hence" : "", pieces);
    first = false;
  }
}

void add_reference(Page& page, const Finding& finding, const Style& style) {
  std::vector<Piece> pieces{{.text = finding.rule, .tone = Tone::faint, .whole = true}};
  if (!finding.docs.empty()) {
    pieces.push_back({.text = finding.docs, .tone = Tone::faint, .whole = true});
  }
  page.labelled("more", pieces);
  if (style.verbose && !finding.evidence.empty()) {
    page.labelled("seen in", {{.text = fmt::format("{}", fmt::join(finding.evidence, ", "))}});
  }
}

/// Where and how often it was met, when records were explained.
void add_met(Page& page, const Finding& finding) {
  if (!finding.met || finding.met->count == 0) {
    return;
  }
  const Met& met = *finding.met;
  if (met.count > 1 || !met.first_at.empty() || !met.group.empty()) {
    std::string text = fmt::format("{} time{}", met.count, met.count == 1 ? "" : "s");
    if (!met.first_at.empty()) {
      text += met.first_at == met.last_at
                  ? fmt::format(", at {}", met.first_at)
                  : fmt::format(", from {} to {}", met.first_at, met.last_at);
    }
    page.labelled("seen", {{.text = met.group.empty() ? text : text + ", " + met.group}});
  }
  if (!met.sample.empty()) {
    page.labelled("as", {{.text = met.sample, .tone = Tone::faint}});
  }
}

/// An error in full; a warning with one proof and one step; a note as its title.
void add_finding(Page& page, const Report& report, const Finding& finding, const Style& style) {
  const std::size_t all = std::string::npos;
  const bool is_error = finding.severity == Severity::error;
  const bool in_full = is_error || finding.severity == Severity::warning || style.verbose;
  std::vector<Piece> title{{.text = heading(finding), .tone = mark_of(finding.severity).tone},
                           {.text = title_of(finding), .tone = Tone::strong}};
  if (!in_full) {
    title.push_back({.text = fmt::format("[{}]", finding.rule), .tone = Tone::faint});
  }
  page.flow({.first = 0, .rest = 2}, title);
  if (!in_full) {
    return;
  }
  if (!finding.cause.empty() && (is_error || style.verbose)) {
    const std::size_t indent = page.narrow() ? 2 : 4;
    page.flow({.first = indent, .rest = indent}, {{.text = finding.cause}});
  }
  const auto most = [&](std::size_t usual) {
    return style.verbose ? all : is_error ? usual : std::size_t{1};
  };
  if (finding.spread) {
    page.labelled("targets", {{.text = targets_of(finding)}});
  }
  add_met(page, finding);
  add_sentences(page, "because", finding.because, most(shown_proofs));
  add_fix(page, finding.fix, most(shown_steps));
  if (is_error || style.verbose) {
    add_sentences(page, "not", finding.ruled_out, most(shown_proofs));
  }
  add_symptoms(page, report, finding);
  add_reference(page, finding, style);
}

}  // namespace

void add_findings(Page& page, const Report& report, const Style& style) {
  for (const Finding* const finding : causes_of(report)) {
    add_finding(page, report, *finding, style);
    page.blank();
  }
}

void add_suppressed(Page& page, const Report& report) {
  for (const Suppressed* const one : set_aside_in(report)) {
    page.flow({.first = 0, .rest = 2},
              {{.text = "– " + why_suppressed(*one), .tone = Tone::faint},
               {.text = "·", .tone = Tone::faint},
               {.text = title_of(one->finding), .tone = Tone::faint},
               {.text = fmt::format("[{}]", one->finding.rule), .tone = Tone::faint}});
  }
  if (!report.suppressed.empty()) {
    page.blank();
  }
}

void add_causes_only(Page& page, const Report& report) {
  for (const Finding* const finding : causes_of(report)) {
    if (finding->severity != Severity::info) {
      page.flow({.first = 0, .rest = 2},
                {{.text = heading(*finding), .tone = mark_of(finding->severity).tone},
                 {.text = title_of(*finding), .tone = Tone::strong},
                 {.text = fmt::format("[{}]", finding->rule), .tone = Tone::faint}});
    }
  }
}

}  // namespace doctor::report
