#include <algorithm>
#include <array>

#include "report/report.h"
#include "report/schema.h"

namespace doctor::report {
namespace {

constexpr std::array<SideFile, 2> github_files{
    {{"GITHUB_STEP_SUMMARY", github_summary}, {"GITHUB_OUTPUT", github_outputs}}};

constexpr auto all_formats = std::to_array<Format>({
    {.name = "terminal",
     .about = "for people: the cause, its proof and the fix",
     .render = render_terminal,
     .stream = true},
    {.name = "json",
     .about = "for programs: oneclaw-doctor/report/v1, see report.schema.json",
     .render = render_json,
     .stream = true},
    {.name = "junit",
     .about = "for CI systems: JUnit XML, a test per finding and per probe",
     .render = render_junit},
    {.name = "markdown",
     .about = "for issues and job summaries; with --short for chat",
     .render = render_markdown,
     .stream = true},
    {.name = "github",
     .about = "for GitHub Actions: annotations, the job's summary and outputs",
     .render = render_github,
     .side_files = github_files,
     .stream = true},
    {.name = "gitlab", .about = "for GitLab CI: a code quality report", .render = render_gitlab},
    {.name = "prometheus",
     .about = "for the textfile collector: verdict, rules, probes, quota, expiry",
     .render = render_prometheus},
    {.name = "nagios",
     .about = "for Nagios, Icinga, Checkmk: one line, with exit codes of their own",
     .render = render_nagios,
     .exit_code = nagios_exit_code,
     .stream = true},
    {.name = "tap",
     .about = "for test harnesses: TAP 13, a test per finding and per probe",
     .render = render_tap},
    {.name = "html",
     .about = "for people: one file with pictures, no script; nothing is fetched",
     .render = render_html},
});

}  // namespace

std::span<const Format> formats() {
  return all_formats;
}

const Format* find_format(std::string_view name) {
  const auto* found = std::ranges::find(all_formats, name, &Format::name);
  return found == all_formats.end() ? nullptr : found;
}

std::string_view json_schema() {
  const EmbeddedFile& file = schema_files().front();
  // The bytes are text; only their type differs.
  return {reinterpret_cast<const char*>(file.bytes), file.size};  // NOLINT(*-reinterpret-cast)
}

}  // namespace doctor::report
