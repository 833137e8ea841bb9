#include "intake/case.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "api/hosts.h"
#include "api/problem.h"
#include "core/text.h"
#include "intake/quota_share.h"
#include "intake/study.h"

namespace doctor::intake {
namespace {

constexpr std::size_t longest_session = 200;
constexpr std::size_t most_known = 512;

bool matters(const Finding& finding) {
  return finding.severity != Severity::info && finding.row != "unknown";
}

/// A failure is a part of what the pipeline shows; a success is met by a cause only when that is
/// seen in its own answer.
bool rests_on(const Finding& finding, std::string_view slot, bool success) {
  return std::ranges::find(finding.evidence, slot) != finding.evidence.end() ||
         (!success && std::ranges::find(finding.evidence, "pipeline") != finding.evidence.end());
}

bool is_number(std::string_view word) {
  return word.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_hexadecimal(std::string_view word) {
  return word.size() >= 4 &&
         word.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos &&
         word.find_first_of("0123456789") != std::string_view::npos;
}

/// What a sentence says whichever thing it says it of: ids and counts are left out of it. Statuses
/// stay.
std::string without_ids(std::string_view text) {
  constexpr std::string_view of_words =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  std::string out;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find_first_not_of(of_words));
    const bool status = word.size() == 3 && word.front() >= '1' && word.front() <= '5';
    const bool id = !word.empty() && (is_hexadecimal(word) || (is_number(word) && !status));
    if (id) {
      out += '#';
    } else {
      out += word.empty() ? text.substr(0, 1) : word;
    }
    text.remove_prefix(std::max<std::size_t>(word.size(), 1));
  }
  return out;
}

/// All of a record that its diagnosis can depend on.
std::string signature_of(const Record& record) {
  const net::Answer& answer = record.answer;
  const api::Problem problem = api::read_problem(answer.header("content-type"), answer.body);
  std::string facts;
  for (const Facts* each : {&record.facts, &record.sent}) {
    for (const auto& [name, value] : *each) {
      facts += fmt::format("{}={};", name, to_text(value));
    }
  }
  std::string out =
      fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}",
                  static_cast<int>(record.origin),
                  slot_of(record),
                  record.operation,
                  record.host,
                  answer.status,
                  static_cast<int>(answer.failure),
                  record.credential_sent ? static_cast<int>(*record.credential_sent) : 2,
                  static_cast<int>(record.credential_kind),
                  problem.type,
                  without_ids(problem.detail),
                  record.message,
                  facts,
                  static_cast<int>(problem.media),
                  answer.tls.verify_error);
  out += quota_share(answer.header(used_header), answer.header(limit_header)) + "|" +
         answer.dns.status_a;
  for (const std::string_view name : {"server", "via", "x-quota-warning"}) {
    out += "|" + answer.header(name);
  }
  // A success is told by all of its body.
  return is_success(record) ? out + answer.body : out;
}

/// A success that may be one in name only: approvals, second factors, pending logins, pages, and
/// health that is none.
bool worth_a_look(const Record& record) {
  const net::Answer& answer = record.answer;
  const Outcome nothing;
  if (answer.token_present) {
    return true;
  }
  constexpr std::array<std::string_view, 13> words{"approv",
                                                   "error",
                                                   "mfa_required",
                                                   "degraded",
                                                   "unavail",
                                                   "pending",
                                                   "expired",
                                                   "denied",
                                                   "unhealthy",
                                                   "<!doctype",
                                                   "<html",
                                                   "isError",
                                                   "status"};
  return std::ranges::any_of(words, [&answer](std::string_view word) {
    return contains_ignoring_case(answer.body, word);
  });
}

/// The MCP server is another service of the same client's.
bool is_mcp(const Record& record) {
  return record.operation == "mcp" || api::role_of(record.host) == api::HostRole::mcp;
}

bool one_client(const std::vector<const Record*>& records) {
  const Record* first = nullptr;
  for (const Record* const record : records) {
    if (record->host.empty() && record->agent.empty()) {
      continue;
    }
    if (first != nullptr &&
        (record->agent != first->agent ||
         (record->host != first->host && !api::same_service(record->host, first->host) &&
          !is_mcp(*record) && !is_mcp(*first)))) {
      return false;
    }
    first = first == nullptr ? record : first;
  }
  return true;
}

/// Do the records fit into one run: at most one way of failing for each question?
bool fit_together(const std::vector<const Record*>& records) {
  std::map<std::string_view, std::string> failing;
  std::map<std::string_view, int> slots;
  for (const Record* const record : records) {
    const std::string_view slot = slot_of(*record);
    ++slots[slot];
    if (is_success(*record)) {
      continue;
    }
    const auto [place, is_new] = failing.try_emplace(slot, signature_of(*record));
    if (!is_new && place->second != signature_of(*record)) {
      return false;
    }
  }
  return slots.size() > 1 && one_client(records);
}

/// nullopt: what they come to together says nothing of this failure.
std::optional<RecordVerdict> verdict_together(const Record& record, const Outcome& outcome) {
  const std::string_view slot = slot_of(record);
  const bool success = is_success(record);
  RecordVerdict verdict{.state = success ? State::passed : State::unknown};
  const auto is_root = [](const Finding& finding) {
    return finding.root_cause && matters(finding);
  };
  std::optional<std::size_t> cause;
  bool open = false;
  for (std::size_t i = 0; i < outcome.findings.size(); ++i) {
    const Finding& finding = outcome.findings[i];
    open = open ||
           (finding.root_cause && finding.row == "unknown" && rests_on(finding, slot, success));
    if (!cause && is_root(finding) && rests_on(finding, slot, success)) {
      cause = i;
    }
  }
  if (!cause && !open && verdict.state != State::passed) {
    const auto first = std::ranges::find_if(outcome.findings, is_root);
    if (first != outcome.findings.end()) {
      cause = static_cast<std::size_t>(first - outcome.findings.begin());
    }
  }
  if (!cause && !open && verdict.state != State::passed) {
    return std::nullopt;
  }
  if (!cause) {
    return verdict;
  }
  verdict.state = State::explained;
  verdict.findings.push_back(*cause);
  for (std::size_t i = 0; i < outcome.findings.size(); ++i) {
    if (i != *cause && outcome.findings[i].severity != Severity::info) {
      verdict.findings.push_back(i);
    }
  }
  return verdict;
}

}  // namespace

std::shared_ptr<const Outcome> Judge::alone(const Record& record) {
  const bool nothing =
      record.origin == Origin::foreign || (is_success(record) && !worth_a_look(record));
  std::string signature = nothing ? std::string{"nothing"} : signature_of(record);
  signature += by_path_ && !nothing ? '|' + record.path : "";
  if (const auto found = known_.find(signature); found != known_.end()) {
    return found->second;
  }
  auto outcome = std::make_shared<Outcome>(nothing ? Outcome{} : together({&record}, &record));
  if (known_.size() >= most_known) {
    known_.clear();
  }
  known_.emplace(std::move(signature), outcome);
  return outcome;
}

Outcome Judge::together(const std::vector<const Record*>& records, const Record* about) const {
  Outcome outcome;
  outcome.observations = study(records, about);
  outcome.findings = diagnose_(outcome.observations);
  // Records show neither the set-up nor what was not asked: a live run might know better.
  for (Finding& finding : outcome.findings) {
    finding.certainty = std::min(finding.certainty, Certainty::likely);
  }
  return outcome;
}

RecordVerdict verdict_alone(const Record& record, const Outcome& outcome) {
  RecordVerdict verdict{.state = is_success(record) ? State::passed : State::unknown};
  for (std::size_t i = 0; i < outcome.findings.size(); ++i) {
    if (outcome.findings[i].root_cause && matters(outcome.findings[i])) {
      verdict.findings.push_back(i);
      verdict.state = State::explained;
    }
  }
  for (std::size_t i = 0; i < outcome.findings.size() && !verdict.findings.empty(); ++i) {
    if (!outcome.findings[i].root_cause && outcome.findings[i].severity != Severity::info) {
      verdict.findings.push_back(i);
    }
  }
  return verdict;
}

std::optional<std::vector<Settled>> Case::take(Record record, Judge& judge) {
  const auto settle_one = [&judge](Record one) {
    auto outcome = judge.alone(one);
    const RecordVerdict verdict = verdict_alone(one, *outcome);
    return Settled{.record = std::move(one), .verdict = verdict, .outcome = std::move(outcome)};
  };
  std::vector<Settled> out;
  if (!many_ && kept_.size() < longest_session) {
    kept_.push_back(std::move(record));
    return std::nullopt;
  }
  many_ = true;
  for (Record& one : kept_) {
    out.push_back(settle_one(std::move(one)));
  }
  kept_.clear();
  out.push_back(settle_one(std::move(record)));
  return out;
}

std::vector<Settled> Case::settle(Judge& judge) {
  std::vector<const Record*> all;
  for (const Record& record : kept_) {
    if (record.origin != Origin::foreign) {  // whoever logs them, they are no part of the session
      all.push_back(&record);
    }
  }
  std::shared_ptr<const Outcome> joint;
  const bool session = all.size() > 1 && fit_together(all);
  if (session) {
    joint = std::make_shared<Outcome>(judge.together(all));
    const bool any = std::ranges::any_of(
        joint->findings, [](const Finding& finding) { return finding.severity != Severity::info; });
    joint = any ? joint : nullptr;
  }
  // In a session, those that fail at one question fail alike.
  std::map<std::string_view, std::shared_ptr<const Outcome>> within;
  std::vector<Settled> out;
  for (const Record& record : kept_) {
    Settled settled;
    const bool part = session && record.origin != Origin::foreign;
    const auto verdict = part && joint ? verdict_together(record, *joint) : std::nullopt;
    // What they leave open together stays so, even where one of them alone would suggest a cause:
    // the others speak against it.
    if (verdict) {
      settled.verdict = *verdict;
      settled.outcome = joint;
      settled.weight = static_cast<std::int64_t>(all.size());
    } else if (part && !is_success(record)) {
      auto& outcome = within[slot_of(record)];
      outcome = outcome ? outcome : std::make_shared<Outcome>(judge.together(all, &record));
      settled.verdict = verdict_alone(record, *outcome);
      settled.outcome = outcome;
    } else {
      settled.outcome = judge.alone(record);
      settled.verdict = verdict_alone(record, *settled.outcome);
    }
    out.push_back(std::move(settled));
  }
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    out[i].record = std::move(kept_[i]);
  }
  kept_.clear();
  return out;
}

}  // namespace doctor::intake
