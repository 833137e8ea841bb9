// Commands of GitHub's workflows: an annotation per cause. The job's summary and outputs go into
// the files that GitHub names.

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"
#include "report/markup.h"
#include "report/report.h"
#include "report/words.h"

namespace doctor::report {
namespace {

enum class Place { message, property };

std::string escaped(std::string_view text, Place place) {
  std::string out;
  for (const char c : text) {
    const bool active =
        c == '%' || c == '\n' || c == '\r' || (place == Place::property && (c == ':' || c == ','));
    out += active ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return out;
}

std::string annotation(std::string_view level,
                       std::string_view title,
                       const std::vector<std::string>& lines) {
  return fmt::format("::{} title={}::{}\n",
                     level,
                     escaped(plain(title), Place::property),
                     escaped(join(lines, "\n"), Place::message));
}

std::string_view level_of(Severity severity) {
  return severity == Severity::error     ? "error"
         : severity == Severity::warning ? "warning"
                                         : "notice";
}

std::string annotation_of(const Report& report, const Finding& finding) {
  std::vector<std::string> lines = told(report, finding);
  lines.insert(lines.begin(), plain(heading(finding) + " " + title_of(finding)));
  return annotation(level_of(finding.severity), "1Claw: " + finding.rule, lines);
}

}  // namespace

std::string render_github(const Report& report, const Style&) {
  std::string out;
  for (const Finding* const finding : causes_of(report)) {
    out += annotation_of(report, *finding);
  }
  if (report.verdict == Verdict::undecided) {
    out += annotation("error", "1Claw: undecided", {plain(headline(report))});
  }
  if (report.records) {
    for (const Records::Unknown& seen : report.records->unknown) {
      out += annotation("warning", "1Claw: unknown", {plain(seen.sample)});
    }
  }
  for (const Suppressed* const one : set_aside_in(report)) {
    out += annotation("notice",
                      plain("1Claw: " + one->finding.rule),
                      {plain(title_of(one->finding)), plain(why_suppressed(*one))});
  }
  return out.empty() ? annotation("notice", "1Claw: healthy", {plain(headline(report))}) : out;
}

std::string github_summary(const Report& report) {
  return render_markdown(report, {});
}

std::string github_outputs(const Report& report) {
  // No sentence among them: what a server said could end up in a script.
  const Finding* const first = to_act_on(report);
  const std::string rule = first == nullptr ? "" : plain(first->rule);
  const bool has_docs = first != nullptr && is_plain_url(first->docs);
  return fmt::format("verdict={}\nroot_cause={}\ndocs={}\nerrors={}\nwarnings={}\n",
                     name_of(report.verdict),
                     rule,
                     has_docs ? first->docs : "",
                     report.summary.errors,
                     report.summary.warnings);
}

}  // namespace doctor::report
