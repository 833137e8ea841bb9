// Markdown as GitHub and GitLab read it: fit for an issue or a job summary.

#include "report/markdown.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/markup.h"
#include "report/report.h"
#include "report/words.h"

namespace doctor::report {
namespace {

std::string text_of(std::string_view text) {
  return escape_markdown(plain(text));
}

std::string code_of(std::string_view text) {
  return markdown_code(plain(text));
}

void add_list(std::string_view heading, const std::vector<std::string>& items, std::string& out) {
  if (items.empty()) {
    return;
  }
  out += fmt::format("**{}**\n\n", heading);
  for (const std::string& item : items) {
    out += fmt::format("- {}\n", text_of(item));
  }
  out += "\n";
}

void add_fix(const std::vector<FixStep>& fix, std::string& out) {
  if (fix.empty()) {
    return;
  }
  out += "**Do**\n\n";
  for (std::size_t i = 0; i < fix.size(); ++i) {
    out += fmt::format("{}. **{}:** {}\n", i + 1, spoken(fix[i].actor), text_of(fix[i].text));
    if (!fix[i].command.empty()) {
      const std::string command = plain(command_line(fix[i].command));
      const std::string fence = markdown_fence(command, 3);
      out += fmt::format("\n   {0}sh\n   {1}\n   {0}\n\n", fence, command);
    }
  }
  out += out.ends_with("\n\n") ? "" : "\n";
}

void add_symptoms(const Report& report, const Finding& root, std::string& out) {
  const std::vector<const Finding*> symptoms = symptoms_of(report, root);
  for (const Finding* const symptom : symptoms) {
    out += symptom == symptoms.front() ? "**Hence**\n\n" : "";
    out += fmt::format("- {} ({})\n", text_of(title_of(*symptom)), code_of(symptom->rule));
  }
  out += symptoms.empty() ? "" : "\n";
}

void add_met(const Finding& finding, std::string& out) {
  if (!finding.met || finding.met->count == 0) {
    return;
  }
  const Met& met = *finding.met;
  out += fmt::format("Met {}", plural(met.count, "time"));
  out += met.first_at.empty() ? "" : fmt::format(", first at {}", text_of(met.first_at));
  out += met.group.empty() ? "" : fmt::format(", {}", text_of(met.group));
  out += met.sample.empty() ? "" : fmt::format(": {}", code_of(met.sample));
  out += "\n\n";
}

void add_targets(const Finding& finding, std::string& out) {
  out += finding.spread ? fmt::format("Targets: {}\n\n", text_of(targets_of(finding))) : "";
}

void add_finding(const Report& report, const Finding& finding, std::string& out) {
  out += fmt::format("### {} {}\n\n", heading(finding), text_of(title_of(finding)));
  if (!finding.cause.empty()) {
    out += text_of(finding.cause) + "\n\n";
  }
  add_targets(finding, out);
  add_met(finding, out);
  add_list("Because", finding.because, out);
  add_fix(finding.fix, out);
  add_list("Not", finding.ruled_out, out);
  add_symptoms(report, finding, out);
  out += code_of(finding.rule);
  if (!finding.docs.empty()) {
    out += is_plain_url(finding.docs) ? fmt::format(" · <{}>", finding.docs)
                                      : " · " + code_of(finding.docs);
  }
  out += "\n\n";
}

void add_undecided(const Report& report, std::string& out) {
  out += fmt::format("Decided by the outcome of {}.\n\n", text_of(open_checks(report)));
  const FixStep step = undecided_step(report);
  if (!step.text.empty()) {
    add_fix({step}, out);
  }
}

void add_suppressed(const Report& report, std::string& out) {
  std::vector<std::string> items;
  for (const Suppressed* const one : set_aside_in(report)) {
    items.push_back(fmt::format(
        "{} ({}; {})", title_of(one->finding), one->finding.rule, why_suppressed(*one)));
  }
  add_list("Set aside", items, out);
}

void add_records(const Records& records, std::string& out) {
  std::vector<std::string> unknown;
  for (const Records::Unknown& seen : records.unknown) {
    unknown.push_back(
        fmt::format("line {}, {}: {}", seen.line, plural(seen.count, "record"), seen.sample));
  }
  add_list("Unknown", unknown, out);
  add_list("Sequence", records.sequence, out);
}

/// What was examined, one value per row; credentials are masked before they get here.
void add_target(const Report& report, std::string& out) {
  if (report.target.empty()) {
    return;
  }
  out += "| examined | value | from |\n|---|---|---|\n";
  for (const TargetValue& value : report.target) {
    out += fmt::format("| {} | {} | {} |\n",
                       markdown_cell(plain(value.name)),
                       markdown_cell(plain(value.value)),
                       markdown_cell(plain(value.source)));
  }
  out += "\n";
}

void add_checks(const Report& report, std::string& out) {
  if (report.observations.empty()) {
    return;
  }
  out += "| check | outcome | time | why |\n|---|---|---:|---|\n";
  for (const Observation& seen : report.observations) {
    const Mark mark = mark_of(seen.status);
    out += fmt::format("| {} | {} {} | {} | {} |\n",
                       markdown_cell(plain(seen.id)),
                       mark.sign,
                       mark.word,
                       seen.status == Status::skip ? "" : spoken_duration(seen.duration_ms),
                       markdown_cell(plain(seen.reason)));
  }
  out += "\n";
}

/// The targets that are not well; those that are would fill pages.
void add_fleet(const Fleet& fleet, std::string& out) {
  constexpr std::size_t most = 200;
  const std::vector<FleetTarget> unwell = unwell_in(fleet);
  const std::size_t count = std::min(unwell.size(), most);
  for (std::size_t i = 0; i < count; ++i) {
    const Mark mark = mark_of(unwell[i].verdict);
    out += i == 0 ? "| target | verdict | cause |\n|---|---|---|\n" : "";
    out += fmt::format("| {} | {} {} | {} |\n",
                       markdown_cell(plain(unwell[i].name)),
                       mark.sign,
                       mark.word,
                       markdown_cell(plain(unwell[i].root_cause)));
  }
  out += count == 0 ? "" : "\n";
  out += count == unwell.size() ? "" : fmt::format("{} more.\n\n", unwell.size() - count);
}

void add_details(const Report& report, std::string& out) {
  std::string details;
  if (report.fleet) {
    add_fleet(*report.fleet, details);
  }
  add_target(report, details);
  add_checks(report, details);
  if (!details.empty()) {
    const std::string counts = counts_of(report.summary);
    out += fmt::format("<details><summary>{}</summary>\n\n{}</details>\n\n",
                       report.fleet     ? text_of(fleet_line(*report.fleet))
                       : counts.empty() ? "What was examined"
                                        : "Checks: " + counts,
                       details);
  }
}

}  // namespace

std::string render_markdown(const Report& report, const Style& style) {
  if (style.brief) {
    return short_markdown(report);
  }
  const Mark mark = mark_of(report.verdict);
  const std::string problems = problems_of(report);
  std::string out = fmt::format(
      "## {} 1Claw is {}{}\n\n", mark.sign, mark.word, problems.empty() ? "" : ": " + problems);
  if (to_act_on(report) == nullptr) {
    out += text_of(headline(report)) + ".\n\n";
  }
  if (report.fleet) {
    out += fleet_line(*report.fleet) + ".\n\n";
  }
  if (report.verdict == Verdict::undecided) {
    add_undecided(report, out);
  }
  for (const Finding* const finding : causes_of(report)) {
    add_finding(report, *finding, out);
  }
  add_suppressed(report, out);
  if (report.records) {
    add_records(*report.records, out);
  }
  add_details(report, out);
  return out + fmt::format("oneclaw-doctor {} · rules {} · {} · {} · {}\n",
                           text_of(report.tool_version),
                           text_of(report.rules_version),
                           name_of(report.mode),
                           plural(report.requests.sent, "request"),
                           spoken_duration(report.duration_ms));
}

}  // namespace doctor::report
