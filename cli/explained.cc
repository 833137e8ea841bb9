#include "cli/explained.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "cli/growing_file.h"
#include "cli/input_file.h"
#include "cli/output.h"
#include "cli/template_text.h"
#include "cli/unreadable.h"
#include "cli/version.h"
#include "core/text.h"
#include "core/time.h"
#include "intake/statuses.h"
#include "intake/stream.h"
#include "rules/diagnosis.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_echo = 200;

unsigned workers_of(const ExplainOptions& options) {
  constexpr unsigned most = 2;  // more would wait for the one that puts their results together
  return options.workers != 0 ? options.workers
                              : std::clamp(std::thread::hardware_concurrency(), 1U, most);
}

intake::Sink sink_of(intake::Account& account) {
  return {.record = [&account](intake::Record record) { account.add(std::move(record)); },
          .bad = [&account](std::size_t line, std::string_view why) { account.bad(line, why); },
          .passed = [&account] { account.pass(intake::Kind::jsonl); },
          .again =
              [&account](const std::shared_ptr<const intake::Record>& record,
                         std::size_t line,
                         std::optional<TimePoint> at) {
                account.add_like(record, line, at);
              }};
}

template <typename File>
Result<bool> read_input(const std::string& path,
                        const intake::Reading& reading,
                        intake::Account& account) {
  File file{path};
  if (!file.is_open()) {
    return failure(cannot_read(path));
  }
  account.begin_input(path == "-" ? "standard input" : path);
  const Result<bool> done =
      intake::read_stream([&file](char* to, std::size_t room) { return file.read(to, room); },
                          reading,
                          sink_of(account));
  return done ? done
              : failure(fmt::format(
                    "cannot read '{}': {}", shown(path, longest_echo), done.error().message));
}

Report blank_report(const rules::Table& table) {
  Report report{.tool_version = std::string{tool_version()},
                .rules_version = table.version,
                .run_id = "explain",
                .started_at = format_rfc3339(std::chrono::system_clock::now())};
  report.mode = Mode::offline;
  return report;
}

void tell_new(intake::Account& account, const rules::Table& table, const TellCauses& tell) {
  std::vector<Finding> causes = account.new_causes();
  if (causes.empty() || !tell) {
    return;
  }
  Report report = blank_report(table);
  report.findings = std::move(causes);
  report.records = account.so_far();
  report.verdict = rules::verdict_of(report.findings, true);
  report.summary = rules::summarize(report.findings, report.observations);
  tell(report);
}

Finding finding_of(const rules::Rule& rule) {
  Finding finding{.rule = rule.id,
                  .row = rule.row,
                  .severity = rule.severity,
                  .certainty = Certainty::possible,
                  .title = with_words(rule.title),
                  .cause = with_words(rule.cause)};
  for (const rules::Fix& step : rule.fix) {
    finding.fix.push_back({.text = with_words(step.text.text), .actor = step.actor});
  }
  finding.docs = rule.docs;
  return finding;
}

}  // namespace

Result<Report> explain_records(const std::vector<std::string>& files,
                               const ExplainOptions& options,
                               const rules::Table& table,
                               const TellCauses& tell) {
  const auto started = std::chrono::steady_clock::now();
  intake::Account account{[&table](std::vector<Observation>& observations) {
                            return rules::diagnose(table, observations);
                          },
                          options.account};
  intake::Reading reading{
      .kind = options.kind, .workers = workers_of(options), .counts_successes = [&account] {
        return account.counts_successes();
      }};
  if (options.follow) {
    account.settle_at_once();
    reading.after_piece = [&] {
      tell_new(account, table, tell);
    };
  }
  for (const std::string& path : files) {
    const Result<bool> done = options.follow ? read_input<GrowingFile>(path, reading, account)
                                             : read_input<InputFile>(path, reading, account);
    if (!done) {
      return failure(done.error().message);
    }
  }
  Report report = blank_report(table);
  account.finish(report);
  const auto matched = report.records->matched;
  report.verdict = matched > 0 ? rules::verdict_of(report.findings, true)
                   : report.records->unmatched > 0 || report.records->passed == 0
                       ? Verdict::undecided
                       : Verdict::healthy;
  report.summary = rules::summarize(report.findings, report.observations);
  if (options.top != 0 && report.findings.size() > options.top) {
    report.findings.resize(options.top);
  }
  report.duration_ms =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
  return report;
}

Report explain_text(std::string_view text, const rules::Table& table) {
  intake::Account account{[&table](std::vector<Observation>& observations) {
                            return rules::diagnose(table, observations);
                          },
                          {}};
  account.begin_input("text");
  const auto pull = [&text](char* to, std::size_t room) -> std::ptrdiff_t {
    const std::size_t size = std::min(room, text.size());
    std::ranges::copy(text.substr(0, size), to);
    text.remove_prefix(size);
    return static_cast<std::ptrdiff_t>(size);
  };
  Report report = blank_report(table);
  (void)intake::read_stream(pull, {.workers = 1}, sink_of(account));
  account.finish(report);
  return report;
}

Report explain_status(int status,
                      const std::vector<std::string>& words,
                      const rules::Table& table) {
  Report report = blank_report(table);
  report.records = Records{.input = "question"};
  for (const intake::Meaning& meaning : intake::meanings_of(status, words)) {
    const rules::Rule* const rule = table.find(meaning.rule);
    if (rule == nullptr) {
      continue;
    }
    Finding finding = finding_of(*rule);
    finding.because.push_back(meaning.how_to_tell);
    report.findings.push_back(std::move(finding));
  }
  report.verdict = rules::verdict_of(report.findings, true);
  report.summary = rules::summarize(report.findings, report.observations);
  return report;
}

int explain_exit_code(const Report& report) {
  const Records& records = *report.records;
  if (records.input == "question") {
    return report.findings.empty() ? exit_usage : exit_ok;
  }
  if (records.read == 0) {
    return exit_usage;
  }
  return records.unmatched > 0 || records.broken > 0 ? exit_found : exit_ok;
}

}  // namespace doctor::cli
