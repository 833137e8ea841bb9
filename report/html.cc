// One file to keep or to send on: no script, nothing fetched, the cause to act on in front.

#include "report/html.h"

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

std::string escaped(std::string_view text) {
  return escape_xml(plain(text));
}

std::string code_of(std::string_view text) {
  return fmt::format("<code>{}</code>", escaped(text));
}

std::string_view class_of(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "good";
    case Tone::bad:
      return "bad";
    case Tone::caution:
      return "caution";
    default:
      return "faint";
  }
}

void add_list(std::string_view heading, const std::vector<std::string>& items, std::string& out) {
  if (items.empty()) {
    return;
  }
  out += fmt::format("<h3>{}</h3>\n<ul>\n", heading);
  for (const std::string& item : items) {
    out += fmt::format("<li>{}</li>\n", item);
  }
  out += "</ul>\n";
}

std::vector<std::string> texts_of(const std::vector<std::string>& sentences) {
  std::vector<std::string> out(sentences.size());
  std::ranges::transform(sentences, out.begin(), html_text);
  return out;
}

void add_fix(const std::vector<FixStep>& fix, std::string& out) {
  if (fix.empty()) {
    return;
  }
  out += "<h3>Do</h3>\n<ol>\n";
  for (const FixStep& step : fix) {
    out += fmt::format("<li><strong>{}:</strong> {}", spoken(step.actor), html_text(step.text));
    if (!step.command.empty()) {
      out += fmt::format("\n<pre><code>{}</code></pre>", escaped(command_line(step.command)));
    }
    out += "</li>\n";
  }
  out += "</ol>\n";
}

void add_met(const Finding& finding, std::string& out) {
  if (!finding.met || finding.met->count == 0) {
    return;
  }
  const Met& met = *finding.met;
  out += fmt::format("<p class=\"faint\">Met {}", plural(met.count, "time"));
  out += met.first_at.empty() ? "" : fmt::format(", first at {}", escaped(met.first_at));
  out += met.group.empty() ? "" : fmt::format(", {}", escaped(met.group));
  out += met.sample.empty() ? "" : fmt::format(": {}", code_of(met.sample));
  out += "</p>\n";
}

void add_finding(const Report& report,
                 const Finding& finding,
                 std::size_t number,
                 std::string& out) {
  const Mark mark = mark_of(finding.severity);
  out += fmt::format(
      "<section class=\"finding {}\" aria-labelledby=\"finding-{}\">\n"
      "<h2 id=\"finding-{}\"><span class=\"{}\">{}</span> {}</h2>\n",
      mark.word,
      number,
      number,
      class_of(mark.tone),
      heading(finding),
      html_text(title_of(finding)));
  out += finding.cause.empty() ? "" : fmt::format("<p>{}</p>\n", html_text(finding.cause));
  out += finding.spread
             ? fmt::format("<p class=\"faint\">Targets: {}</p>\n", escaped(targets_of(finding)))
             : "";
  add_met(finding, out);
  add_list("Because", texts_of(finding.because), out);
  add_fix(finding.fix, out);
  add_list("Not", texts_of(finding.ruled_out), out);
  std::vector<std::string> symptoms;
  for (const Finding* const symptom : symptoms_of(report, finding)) {
    symptoms.push_back(html_text(title_of(*symptom)) + " " + code_of(symptom->rule));
  }
  add_list("Hence", symptoms, out);
  out += fmt::format("<p class=\"faint\">{}", code_of(finding.rule));
  if (is_plain_url(finding.docs)) {
    out += fmt::format(" · <a href=\"{0}\">{0}</a>", escape_xml(finding.docs));
  }
  out += "</p>\n</section>\n";
}

void add_undecided(const Report& report, std::string& out) {
  out += fmt::format(
      "<section class=\"finding warning\" aria-labelledby=\"undecided\">\n"
      "<h2 id=\"undecided\">{}</h2>\n<p>Decided by the outcome of {}.</p>\n",
      escaped(headline(report)),
      escaped(open_checks(report)));
  const FixStep step = undecided_step(report);
  if (!step.text.empty()) {
    add_fix({step}, out);
  }
  out += "</section>\n";
}

void add_suppressed(const Report& report, std::string& out) {
  std::vector<std::string> items;
  for (const Suppressed* const one : set_aside_in(report)) {
    items.push_back(fmt::format("{} {}, {}",
                                html_text(title_of(one->finding)),
                                code_of(one->finding.rule),
                                html_text(why_suppressed(*one))));
  }
  add_list("Set aside", items, out);
}

void add_records(const Records& records, std::string& out) {
  std::vector<std::string> unknown;
  for (const Records::Unknown& seen : records.unknown) {
    unknown.push_back(fmt::format("{} like {}, first in line {}",
                                  plural(seen.count, "record"),
                                  code_of(seen.sample),
                                  seen.line));
  }
  add_list("Unknown", unknown, out);
  add_list("Sequence", texts_of(records.sequence), out);
}

using Row = std::vector<std::string>;

/// Cells are HTML; the first of each row names it.
void add_table(std::string_view title,
               const Row& head,
               const std::vector<Row>& rows,
               std::string& out) {
  if (rows.empty()) {
    return;
  }
  out += fmt::format(
      "<section>\n<h2>{0}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"{0}\">\n<table>\n<thead><tr>",
      title);
  for (const std::string& cell : head) {
    out += fmt::format("<th scope=\"col\">{}</th>", cell);
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const Row& row : rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", row[i])
                    : fmt::format("<td>{}</td>", row[i]);
    }
    out += "</tr>\n";
  }
  out += "</tbody>\n</table>\n</div>\n</section>\n";
}

void add_target(const Report& report, std::string& out) {
  std::vector<Row> rows;
  for (const TargetValue& value : report.target) {
    rows.push_back({escaped(value.name), escaped(value.value), escaped(value.source)});
  }
  add_table("What was examined", {"Setting", "Value", "From"}, rows, out);
}

void add_checks(const Report& report, std::string& out) {
  std::vector<Row> rows;
  for (const Observation& seen : report.observations) {
    const Mark mark = mark_of(seen.status);
    rows.push_back(
        {escaped(seen.id),
         fmt::format("<span class=\"{}\">{} {}</span>", class_of(mark.tone), mark.sign, mark.word),
         seen.status == Status::skip ? "" : spoken_duration(seen.duration_ms),
         html_text(seen.reason)});
  }
  add_table("Checks", {"Check", "Outcome", "Time", "Why"}, rows, out);
}

void add_fleet(const Fleet& fleet, std::string& out) {
  std::vector<Row> rows;
  for (const FleetTarget& target : fleet.targets) {
    const Mark mark = mark_of(target.verdict);
    rows.push_back(
        {escaped(target.name),
         fmt::format("<span class=\"{}\">{} {}</span>", class_of(mark.tone), mark.sign, mark.word),
         target.root_cause.empty() ? "" : code_of(target.root_cause),
         spoken_duration(target.duration_ms)});
  }
  for (const std::string& name : fleet.missing) {
    rows.push_back({escaped(name), "<span class=\"caution\">? no result</span>", "", ""});
  }
  add_table("Targets", {"Target", "Verdict", "Cause", "Time"}, rows, out);
}

void add_facts(const Report& report, std::string& out) {
  std::vector<Row> rows;
  for (const Observation& seen : report.observations) {
    for (const auto& [name, value] : seen.facts) {
      rows.push_back({escaped(name), escaped(to_text(value)), escaped(seen.id)});
    }
  }
  add_table("Facts", {"Fact", "Value", "Check"}, rows, out);
}

void add_picture(std::string_view heading, const std::string& picture, std::string& out) {
  if (!picture.empty()) {
    out += fmt::format("<section>\n<h2>{}</h2>\n{}</section>\n", heading, picture);
  }
}

std::string head_of(const Report& report) {
  const EmbeddedFile& css = style_files().front();
  // The bytes are text; only their type differs.
  const std::string_view style{
      reinterpret_cast<const char*>(css.bytes),  // NOLINT(*-reinterpret-cast)
      css.size};
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; img-src data:\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n"
      "<title>1Claw is {}: {}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
      name_of(report.verdict),
      escaped(headline(report)),
      style);
}

std::string header_of(const Report& report) {
  const Mark mark = mark_of(report.verdict);
  const std::string problems = problems_of(report);
  const std::string counts = counts_of(report.summary);
  return fmt::format(
      "<header>\n<h1><span class=\"{}\">{} 1Claw is {}</span></h1>\n<p>{}{}</p>\n</header>\n",
      class_of(mark.tone),
      mark.sign,
      mark.word,
      problems.empty() ? escaped(headline(report)) : problems,
      report.fleet     ? ". " + escaped(fleet_line(*report.fleet))
      : counts.empty() ? ""
                       : ". Checks: " + counts);
}

std::string footer_of(const Report& report) {
  return fmt::format(
      "<footer><p>oneclaw-doctor {}, rules {} · {} · {} · {} · {}</p></footer>\n</body>\n</html>\n",
      escaped(report.tool_version),
      escaped(report.rules_version),
      escaped(report.started_at),
      name_of(report.mode),
      plural(report.requests.sent, "request"),
      spoken_duration(report.duration_ms));
}

}  // namespace

std::string html_text(std::string_view text) {
  const std::string safe = plain(text);
  std::string out;
  for (const Span& span : spans_of(safe)) {
    out +=
        span.code ? fmt::format("<code>{}</code>", escape_xml(span.text)) : escape_xml(span.text);
  }
  return out;
}

std::string render_html(const Report& report, const Style& style) {
  std::string out = head_of(report) + header_of(report) + "<main>\n";
  if (report.verdict == Verdict::undecided) {
    add_undecided(report, out);
  }
  std::size_t number = 0;
  for (const Finding* const finding : causes_of(report)) {
    add_finding(report, *finding, ++number, out);
  }
  add_suppressed(report, out);
  if (report.records) {
    add_records(*report.records, out);
  }
  add_picture("How far each request got", html_pipeline(report), out);
  add_picture("When each request went", html_timeline(report), out);
  if (report.fleet) {
    add_fleet(*report.fleet, out);
  }
  add_target(report, out);
  add_checks(report, out);
  if (style.verbose) {
    add_facts(report, out);
  }
  return out + "</main>\n" + footer_of(report);
}

}  // namespace doctor::report
