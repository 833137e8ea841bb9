#include "cli/ignored.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "api/url.h"
#include "cli/choice.h"
#include "cli/stored.h"
#include "cli/suggestions.h"
#include "core/document.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_name = 100;

/// `RULE-OR-ROW[@TARGET]`
Result<KnownCause> read_cause(const std::string& text, const rules::Table& table) {
  const auto at = text.find('@');
  KnownCause out{.what = {.what = text.substr(0, at)},
                 .target = at == std::string::npos ? "" : text.substr(at + 1)};
  if (at != std::string::npos && out.target.empty()) {
    return failure(fmt::format("'{}' names no target after '@'", shown(text, longest_name)));
  }
  if (rules::is_known(table, out.what.what)) {
    return out;
  }
  std::vector<std::string> words;
  for (const rules::Rule& rule : table.rules) {
    words.push_back(rule.id);
  }
  for (const rules::Row& row : rules::rows()) {
    words.emplace_back(row.id);
  }
  return failure(fmt::format("'{}' is no rule and no row{}; see 'oneclaw-doctor list rules'",
                             shown(out.what.what, longest_name),
                             did_you_mean(out.what.what, words)));
}

bool is_day(const std::string& text) {
  constexpr std::size_t length = std::string_view{"2026-12-31"}.size();
  return text.size() == length && parse_rfc3339(text + "T00:00:00Z").has_value();
}

Result<KnownCause> read_entry(const Node& node, const rules::Table& table) {
  if (!node.is_object()) {
    return failure("an entry is an object with 'rule', 'reason' and 'until'");
  }
  const std::vector<std::string> members{"rule", "reason", "until"};
  for (const std::string& key : node.keys()) {
    if (std::ranges::find(members, key) == members.end()) {
      return failure(fmt::format(
          "'{}' is no member of an entry{}", shown(key, longest_name), did_you_mean(key, members)));
    }
  }
  Result<KnownCause> out = read_cause(node["rule"].text_or(""), table);
  if (!out) {
    return out;
  }
  out->what.reason = node["reason"].text_or("");
  if (out->what.reason.empty()) {
    return failure("it has no 'reason'");
  }
  if (node["until"].exists()) {
    out->what.until = node["until"].text_or("");
    if (!is_day(out->what.until)) {
      return failure("'until' is no day such as \"2026-12-31\"");
    }
  }
  return out;
}

std::string whole_name(const KnownCause& one) {
  return one.target.empty() ? one.what.what : fmt::format("{}@{}", one.what.what, one.target);
}

bool is_about(const Report& report, std::string_view target) {
  return std::ranges::any_of(report.target, [target](const TargetValue& value) {
    const auto url = api::parse_url(value.value);
    return value.value == target ||
           (value.name == "base_url" && url && equal_ignoring_case(url->host, target));
  });
}

Result<void> read_entries(const Node& root,
                          const rules::Table& table,
                          const std::string& today,
                          KnownCauses& out) {
  if (!root["ignore"].is_array()) {
    return failure("it has no list 'ignore'");
  }
  int number = 0;
  for (const Node& node : root["ignore"].items()) {
    ++number;
    Result<KnownCause> entry = read_entry(node, table);
    if (!entry) {
      return failure(fmt::format("entry {}: {}", number, entry.error().message));
    }
    if (!entry->what.until.empty() && entry->what.until < today) {
      out.expired.push_back(fmt::format("{}, until {}", whole_name(*entry), entry->what.until));
    } else {
      out.causes.push_back(std::move(*entry));
    }
  }
  return {};
}

/// The machine's file; a scenario without such a file may use one of this machine's.
std::optional<std::string> content_of(const std::string& path, const setup::System& machine) {
  auto file = machine.file(path);
  if (!file) {
    file = setup::RealSystem{}.file(path);
  }
  return file ? std::optional{std::move(file->content)} : std::nullopt;
}

Result<void> read_file(const std::string& path,
                       const rules::Table& table,
                       const setup::System& machine,
                       const std::string& today,
                       KnownCauses& out) {
  const auto failed = [&path](std::string_view why) {
    return failure(fmt::format("--ignore-file: '{}': {}", shown(path, longest_name), why));
  };
  const std::optional<std::string> content = content_of(path, machine);
  if (!content) {
    return failed("it cannot be read");
  }
  const auto document = Document::parse(*content, {.comments = true});
  if (!document) {
    return failed("it is not JSON");
  }
  const Result<void> read = read_entries(document->root(), table, today, out);
  return read ? Result<void>{} : failed(read.error().message);
}

}  // namespace

Result<KnownCauses> read_known_causes(const RunOptions& options,
                                      const rules::Table& table,
                                      const setup::System& machine,
                                      TimePoint now) {
  KnownCauses out;
  for (const std::string& text : options.ignore) {
    Result<KnownCause> cause = read_cause(text, table);
    if (!cause) {
      return failure(fmt::format("--ignore: {}", cause.error().message));
    }
    cause->what.reason = "named by --ignore";
    out.causes.push_back(std::move(*cause));
  }
  if (!options.ignore_file.empty()) {
    constexpr std::size_t day = std::string_view{"2026-12-31"}.size();
    const std::string today = format_rfc3339(now).substr(0, day);
    const Result<void> read = read_file(options.ignore_file, table, machine, today, out);
    if (!read) {
      return failure(read.error().message);
    }
  }
  if (!options.baseline.empty()) {
    Result<Report> baseline = load_report(options.baseline);
    if (!baseline) {
      return failure(fmt::format("--baseline: {}", baseline.error().message));
    }
    out.baseline = std::move(*baseline);
  }
  return out;
}

namespace {

/// What a baseline of many targets says of the one in the report.
Report part_about(const Report& report, const Report& baseline) {
  Report out;
  out.started_at = baseline.started_at;
  const auto name = std::ranges::find(report.target, "name", &TargetValue::name);
  const auto is_meant = [&](const Finding& finding) {
    return name != report.target.end() && finding.spread &&
           std::ranges::count(finding.spread->targets, name->value) > 0;
  };
  std::ranges::copy_if(baseline.findings, std::back_inserter(out.findings), is_meant);
  std::ranges::copy_if(
      baseline.suppressed, std::back_inserter(out.suppressed), is_meant, &Suppressed::finding);
  return out;
}

}  // namespace

void set_aside(const KnownCauses& known, Report& report) {
  std::vector<rules::Suppression> meant;
  for (const KnownCause& cause : known.causes) {
    if (cause.target.empty() || is_about(report, cause.target)) {
      meant.push_back(cause.what);
    }
  }
  rules::suppress(meant, report);
  if (known.baseline) {
    rules::suppress_known(
        known.baseline->fleet ? part_about(report, *known.baseline) : *known.baseline, report);
  }
}

}  // namespace doctor::cli
