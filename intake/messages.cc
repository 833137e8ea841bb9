#include "intake/messages.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "api/credential.h"
#include "core/text.h"
#include "intake/origin.h"
#include "intake/pattern_filter.h"

namespace doctor::intake {
namespace {

using Json = nlohmann::json;
using Groups = std::map<std::string, std::string, std::less<>>;

struct Entry {
  Json data;
  bool sentence = false;
};

struct Table {
  std::vector<Entry> entries;
  /// Of the entries, in their order; and, last, the names of 1Claw.
  std::unique_ptr<PatternFilter> patterns;
  std::size_t first_sentence = 0;
};

Table load() {
  Table table;
  std::vector<std::string> patterns;
  for (const EmbeddedFile& file : message_files()) {
    const Json root = Json::parse(file.bytes, file.bytes + file.size);
    for (const char* const list : {"messages", "sentences"}) {
      if (std::string_view{list} == "sentences") {
        table.first_sentence = table.entries.size();
      }
      for (const Json& data : root.at(list)) {
        patterns.push_back(data.at("match").get<std::string>());
        table.entries.push_back({.data = data, .sentence = std::string_view{list} == "sentences"});
      }
    }
  }
  patterns.emplace_back(name_pattern());
  const std::vector<std::string> of_bodies{"\"status\"", "\"x402version\""};
  table.patterns = std::make_unique<PatternFilter>(patterns, of_bodies);
  return table;
}

const Table& table() {
  static const Table loaded = load();
  return loaded;
}

/// Named groups of the match; nullopt when the pattern does not match after all.
std::optional<Groups> groups_of(const RE2& pattern, std::string_view line, Said& said) {
  const int count = pattern.NumberOfCapturingGroups() + 1;
  std::vector<re2::StringPiece> found(static_cast<std::size_t>(count));
  if (!pattern.Match(
          {line.data(), line.size()}, 0, line.size(), RE2::UNANCHORED, found.data(), count)) {
    return std::nullopt;
  }
  said.begin = static_cast<std::size_t>(found[0].data() - line.data());
  said.end = said.begin + found[0].size();
  Groups groups;
  for (const auto& [name, index] : pattern.NamedCapturingGroups()) {
    const re2::StringPiece& text = found[static_cast<std::size_t>(index)];
    if (text.data() != nullptr && !text.empty()) {
      groups.emplace(name, std::string{text.data(), text.size()});
    }
  }
  return groups;
}

std::string text_at(const Json& data, const char* name) {
  return data.value(name, std::string{});
}

std::string group_or(const Groups& groups, std::string_view name, const std::string& otherwise) {
  const auto found = groups.find(name);
  return found == groups.end() ? otherwise : found->second;
}

std::string filled(const std::string& text, const Groups& groups) {
  const bool named = text.size() > 2 && text.front() == '{' && text.back() == '}';
  return named ? shown(group_or(groups, text.substr(1, text.size() - 2), ""), 200) : text;
}

FactValue fact_of(const Json& value, const Groups& groups) {
  if (value.is_boolean()) {
    return value.get<bool>();
  }
  if (value.is_number_integer()) {
    return value.get<std::int64_t>();
  }
  if (value.is_array()) {
    TextList list;
    for (const Json& item : value) {
      list.push_back(filled(item.get<std::string>(), groups));
    }
    return list;
  }
  return filled(value.get<std::string>(), groups);
}

struct NamedFailure {
  std::string_view word;
  net::Failure failure;
};
constexpr std::array<NamedFailure, 12> failures{
    {{"name_not_found", net::Failure::name_not_found},
     {"name_server", net::Failure::name_server},
     {"name_timeout", net::Failure::name_timeout},
     {"refused", net::Failure::refused},
     {"unreachable", net::Failure::unreachable},
     {"connect_timeout", net::Failure::connect_timeout},
     {"tls_certificate", net::Failure::tls_certificate},
     {"tls_handshake", net::Failure::tls_handshake},
     {"tls_timeout", net::Failure::tls_timeout},
     {"reset", net::Failure::reset},
     {"empty_reply", net::Failure::empty_reply},
     {"response_timeout", net::Failure::response_timeout}}};

void apply_failure(const Json& data, net::Answer& answer) {
  const std::string word = text_at(data, "failure");
  const auto* const named = std::ranges::find(failures, word, &NamedFailure::word);
  answer.failure = named != failures.end() ? named->failure
                   : word == "truncated"   ? net::Failure::truncated
                   : word == "proxy"       ? net::Failure::proxy
                   : word.empty()          ? net::Failure::none
                                           : net::Failure::other;
  answer.dns.status_a = text_at(data, "dns");
  answer.tls.verify_error = data.value("verify", 0);
  const bool tls = word.starts_with("tls_");
  answer.tls_started = tls;
  answer.tcp_connected = tls || word == "reset" || word == "empty_reply" || word == "truncated" ||
                         word == "response_timeout";
  if (data.value("plain", false)) {
    answer.failure_text = "wrong version number";
  }
}

int number_or(const std::string& text, int otherwise) {
  const bool digits = text.size() == 3 && text.find_first_not_of("0123456789") == std::string::npos;
  return digits ? std::stoi(text) : otherwise;
}

/// `word (detail)` of Go's error kinds.
int status_of_kind(const std::string& words) {
  constexpr std::array<std::pair<std::string_view, int>, 8> kinds{{{"payment required", 402},
                                                                   {"gone", 410},
                                                                   {"rate limited", 429},
                                                                   {"too many requests", 429},
                                                                   {"conflict", 409},
                                                                   {"unauthorized", 401},
                                                                   {"forbidden", 403},
                                                                   {"not found", 404}}};
  for (const auto& [word, status] : kinds) {
    if (equal_ignoring_case(words, word)) {
      return status;
    }
  }
  return 0;
}

std::string body_of(const std::string& detail, const std::string& type) {
  if (detail.empty() && type.empty()) {
    return {};
  }
  const std::string_view text = trim(detail);
  if (text.starts_with('{') || text.starts_with('<')) {
    return std::string{text};
  }
  Json body = Json::object();
  if (!type.empty()) {
    body["type"] = type;
  }
  body["detail"] = std::string{text};
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void apply_credential(const std::string& word, Record& record) {
  if (word == "sent") {
    record.credential_sent = true;
  } else if (word == "none") {
    record.credential_sent = false;
  }
}

/// What follows a status in a line: `: Insufficient permissions` or `: {"detail": …}`.
std::string tidied(const std::string& detail) {
  const auto brace = detail.find('{');
  if (brace != std::string::npos && detail.rfind('}') > brace) {
    return detail.substr(brace, detail.rfind('}') - brace + 1);
  }
  constexpr std::string_view edges = " \t:-–—>=,;.)(]['\"";
  const auto from = detail.find_first_not_of(edges);
  const auto to = detail.find_last_not_of(" \t,;)'\"]}");
  return from == std::string::npos || to < from ? std::string{}
                                                : detail.substr(from, to - from + 1);
}

std::string operation_of(const Json& data) {
  return text_at(data, "operation");
}

void apply_entry(const Entry& entry, const Groups& groups, std::string_view line, Said& said) {
  const Json& data = entry.data;
  Record& record = said.record;
  Exchange& exchange = said.exchange;
  record.client = text_at(data, "client");
  if (data.value("mark", false)) {
    record.message = text_at(data, "id");
  }
  for (const auto facts = data.value("facts", Json::object());
       const auto& [name, value] : facts.items()) {
    record.facts.set(name, fact_of(value, groups));
  }
  apply_failure(data, record.answer);
  apply_credential(text_at(data, "credential"), record);
  record.operation = operation_of(data);
  exchange.method = group_or(groups, "method", text_at(data, "method"));
  exchange.url = group_or(groups, "url", text_at(data, "url"));
  if (exchange.url.empty()) {
    exchange.url = text_at(data, "path");
  }
  exchange.status = number_or(group_or(groups, "status", ""), data.value("status", 0));
  if (data.value("words", false)) {
    exchange.status = status_of_kind(group_or(groups, "words", ""));
  }
  std::string detail = group_or(groups, "detail", text_at(data, "detail"));
  if (entry.sentence) {
    const auto end = line.find_first_of("\"\n}", said.end);
    detail = std::string{line.substr(said.begin, std::min(end, line.size()) - said.begin)};
  }
  exchange.body = body_of(tidied(detail), text_at(data, "type"));
  said.host = group_or(groups, "host", "");
  record.secret = group_or(groups, "secret", "");
}

}  // namespace

std::size_t next_telling(std::string_view text, std::size_t from) {
  return table().patterns->find(text, from);
}

bool is_telling(std::string_view line) {
  const PatternFilter& patterns = *table().patterns;
  return patterns.find(line, 0) != std::string_view::npos &&
         std::ranges::any_of(patterns.candidates(line), [&](int index) {
           return RE2::PartialMatch({line.data(), line.size()},
                                    patterns.pattern(static_cast<std::size_t>(index)));
         });
}

std::optional<Said> said_in(std::string_view line) {
  const Table& known = table();
  for (const int place : known.patterns->candidates(line)) {
    const auto index = static_cast<std::size_t>(place);
    Said said;
    const auto groups = index < known.entries.size()
                            ? groups_of(known.patterns->pattern(index), line, said)
                            : std::nullopt;
    if (!groups) {
      continue;
    }
    const Entry& entry = known.entries[index];
    said.own = entry.data.value("own", false);
    said.alone = entry.data.value("alone", false) || entry.sentence;
    said.sentence = entry.sentence;
    said.weak = text_at(entry.data, "id") == "url.fetch-failed";
    said.rank = index;
    apply_entry(entry, *groups, line, said);
    return said;
  }
  return std::nullopt;
}

bool apply_sentence(std::string_view words, Record& record, Exchange& exchange) {
  const Table& known = table();
  for (std::size_t i = known.first_sentence; i < known.entries.size(); ++i) {
    const Entry& entry = known.entries[i];
    if (words.empty() ||
        !RE2::PartialMatch({words.data(), words.size()}, known.patterns->pattern(i))) {
      continue;
    }
    if (exchange.status == 0) {
      exchange.status = entry.data.value("status", 0);
    }
    if (record.operation.empty() && exchange.url.empty()) {
      record.operation = operation_of(entry.data);
    }
    if (!record.credential_sent) {
      apply_credential(text_at(entry.data, "credential"), record);
    }
    return true;
  }
  return false;
}

int status_of_words(std::string_view type, std::string_view title) {
  constexpr std::array<std::pair<std::string_view, int>, 15> words{
      {{"bad request", 400},
       {"unauthorized", 401},
       {"payment required", 402},
       {"payment_required", 402},
       {"forbidden", 403},
       {"resource_limit_exceeded", 403},
       {"resource limit exceeded", 403},
       {"approval_required", 403},
       {"guardrail_violation", 403},
       {"not found", 404},
       {"conflict", 409},
       {"gone", 410},
       {"too many requests", 429},
       {"internal server error", 500},
       {"service unavailable", 503}}};
  for (const auto& [word, status] : words) {
    if (equal_ignoring_case(type, word) || equal_ignoring_case(title, word)) {
      return status;
    }
  }
  return 0;
}

std::vector<std::pair<std::string, FactValue>> stated_facts() {
  std::vector<std::pair<std::string, FactValue>> out;
  for (const Entry& entry : table().entries) {
    for (const auto facts = entry.data.value("facts", Json::object());
         const auto& [name, value] : facts.items()) {
      out.emplace_back(name, fact_of(value, {}));
    }
  }
  return out;
}

std::vector<std::string> message_ids() {
  std::vector<std::string> out;
  for (const Entry& entry : table().entries) {
    if (entry.data.value("mark", false)) {
      out.push_back(text_at(entry.data, "id"));
    }
  }
  return out;
}

}  // namespace doctor::intake
