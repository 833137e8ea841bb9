#include "intake/study.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "api/hosts.h"
#include "api/url.h"
#include "intake/operation.h"
#include "intake/seen.h"
#include "probes/probe.h"
#include "setup/facts.h"
#include "setup/setup.h"

namespace doctor::intake {
namespace {

namespace setting = setup::fact;

/// Probes that ask nobody and only look over what is known. Those of the machine's set-up and of
/// its clock are not among them: a record tells nothing of either, but for what was sent.
constexpr std::array<std::string_view, 14> onlookers{"client",
                                                     "client-files",
                                                     "base-url",
                                                     "tcp",
                                                     "tls",
                                                     "identity",
                                                     "credential",
                                                     "vault-id",
                                                     "token",
                                                     "vault",
                                                     "access",
                                                     "quota",
                                                     "intents",
                                                     "pipeline"};

bool is_onlooker(std::string_view id) {
  return std::ranges::find(onlookers, id) != onlookers.end();
}

bool failed(const net::Answer& answer) {
  return answer.failure != net::Failure::none || answer.status >= 400;
}

/// Has the request come past authentication?
bool is_accepted(const net::Answer& answer) {
  return answer.failure == net::Failure::none && answer.status != 0 && answer.status != 401 &&
         answer.status != 402 && answer.status != 429 && answer.status < 500;
}

setup::Setting setting_of(std::string value) {
  return {.value = std::move(value), .source = "the record"};
}

/// What of the base URL lies in the URL of a request: its origin and what stands before the route.
std::string base_of(const Record& record) {
  const auto url = api::parse_url(record.answer.url);
  if (!url) {
    return {};
  }
  const Route route = route_of(record.answer.method, url->path);
  const bool slashes = url->path.starts_with("//");
  return api::origin(*url) + (slashes ? "/" : route.base);
}

/// Where the record does not show it, what the exchange took tells: each takes one kind of key.
api::CredentialKind kind_of(const Record& record) {
  using enum api::CredentialKind;
  if (record.credential_kind != none || !record.answer.token_present ||
      record.operation != "exchange") {
    return record.credential_kind;
  }
  return record.path.ends_with("/agent-token")     ? agent_key
         : record.path.ends_with("/api-key-token") ? user_key
                                                   : none;
}

class Study final : public probes::Known {
 public:
  Study(std::span<const Record* const> records, const Record* about)
      : records_(records), about_(about) {
    for (const Record* record : records) {
      take(*record);
    }
    judge_base();
  }

  const setup::Target& target() const override { return target_; }
  const Facts& setup_facts() const override { return setup_facts_; }
  const Facts& facts() const override { return facts_; }
  const net::Answer* answer(std::string_view probe) const override {
    const auto found = answers_.find(probe);
    return found == answers_.end() ? nullptr : found->second;
  }
  bool finished(std::string_view) const override { return true; }
  TimePoint now() const override { return now_; }
  net::SignatureCheck check_signature(std::string_view) const override {
    return net::SignatureCheck::not_asked;
  }

  std::vector<Observation> run();

 private:
  void take(const Record& record);
  void take_credential(const Record& record);
  void take_form(const Record& record, bool is_the_credential);
  void take_mcp_bearer(const Record& record);
  void judge_base();
  void observe(std::string_view id, std::string_view layer, Facts facts);

  std::span<const Record* const> records_;
  const Record* about_;
  setup::Target target_;
  Facts setup_facts_;
  Facts facts_;
  std::map<std::string_view, const net::Answer*> answers_;
  std::map<std::string_view, const Record*> told_;
  TimePoint now_ = std::chrono::system_clock::now();
  std::vector<Observation> observations_;
};

void Study::take_credential(const Record& record) {
  const api::CredentialKind kind = kind_of(record);
  setup::CredentialInfo& credential = target_.credential;
  const bool key = kind == api::CredentialKind::agent_key || kind == api::CredentialKind::user_key;
  const bool exchange = record.operation == "exchange";
  // The token that came out of an exchange says nothing of the key that went in; and what was taken
  // cannot have been expired or damaged: then the record, or its clock, is.
  const bool token = kind == api::CredentialKind::jwt && record.claims && !exchange &&
                     record.operation != "login" && answer("exchange") == nullptr;
  if (token && is_accepted(record.answer) && record.claims->expires_at &&
      *record.claims->expires_at <= now_) {
    now_ = *record.claims->expires_at - std::chrono::seconds{1};
  }
  const bool platform = kind == api::CredentialKind::platform_key && !exchange;
  if (token || platform || (key && exchange)) {
    credential.kind = kind;
    credential.claims = record.claims;
    credential.use = kind == api::CredentialKind::agent_key  ? "agent_token"
                     : kind == api::CredentialKind::user_key ? "user_token"
                                                             : "bearer";
    setup_facts_.set(setting::credential_usable, true);
    setup_facts_.set(setting::credential_withheld, false);
    setup_facts_.set(setting::credential_kind, std::string{api::word_of(kind)});
  }
  take_form(record, token || platform || exchange);
}

/// How what was sent is formed: of a value without a known form, that alone says what it is.
void Study::take_form(const Record& record, bool is_the_credential) {
  const bool formless =
      record.sent.get(setting::credential_kind) == api::word_of(api::CredentialKind::unknown) &&
      answer("exchange") == nullptr && record.operation != "mcp";
  if (!is_the_credential && !formless) {
    return;
  }
  for (const auto& [name, value] : record.sent) {
    if (failed(record.answer) || setup_facts_.find(name) == nullptr) {
      setup_facts_.share(record.sent, name);
    }
  }
  if (formless) {
    target_.credential.kind = api::CredentialKind::unknown;
    target_.credential.use = record.sent.get(setting::credential_use);
  }
}

void Study::take_mcp_bearer(const Record& record) {
  if (record.sent.find(setting::client_name) == nullptr) {
    return;
  }
  setup::copy_facts(record.sent, setting::client_facts, setup_facts_);
  setup::copy_facts(record.sent, setting::file_facts, setup_facts_);
  if (record.claims && record.claims->expires_at) {
    setup_facts_.set(setting::mcp_config_bearer_expired, *record.claims->expires_at <= now_);
  }
}

void Study::take(const Record& record) {
  if (record.at) {
    now_ = *record.at;
  } else if (const auto date = parse_http_date(record.answer.header("date"))) {
    now_ = *date;
  }
  take_credential(record);
  if (record.operation == "mcp") {
    take_mcp_bearer(record);
  }
  if (record.agent_id_sent.value_or(false) && !target_.agent_id) {
    target_.agent_id = setting_of("");
  }
  if (slot_of(record) == "agent") {
    target_.agent_id = setting_of(record.path.substr(record.path.rfind('/') + 1));
  }
  if (!record.vault.empty()) {
    target_.vault = setting_of(record.vault);
  }
  if (!record.secret.empty() && failed(record.answer)) {
    target_.wish.secret_path = record.secret;
    target_.wish.permission = record.operation == "read_secret" ? "read" : "write";
  }
  if (record.operation == "transaction") {
    target_.wish.intents = true;
  }
  std::string base = base_of(record);
  if (!base.empty() && (target_.base_url.value.empty() || failed(record.answer))) {
    target_.base_url = setting_of(std::move(base));
  }
  std::string_view slot = slot_of(record);
  auto known = answers_.find(slot);
  // Which call it was is not told; one that follows a handshake is another.
  if (slot == "mcp-initialize" && record.rpc_method.empty() && known != answers_.end() &&
      !failed(*known->second) && failed(record.answer)) {
    slot = "mcp-tools";
    known = answers_.find(slot);
  }
  if (known == answers_.end() || failed(record.answer) || !failed(*known->second)) {
    answers_[slot] = &record.answer;
    told_[slot] = &record;
  }
  if (!record.answer.dns.status_a.empty()) {
    answers_["dns"] = &record.answer;
    told_["dns"] = &record;
  }
}

void Study::judge_base() {
  if (target_.base_url.value.empty()) {
    return;
  }
  const setup::FakeSystem nobodys;
  const auto found = setup::discover(
      nobodys, setup::Options{.profile = "sdk", .base_url = target_.base_url.value}, now_);
  if (found) {
    setup::copy_facts(found->facts, setting::url_facts, setup_facts_);
  }
}

void Study::observe(std::string_view id, std::string_view layer, Facts facts) {
  if (facts.empty()) {
    return;
  }
  facts_.merge(facts);
  observations_.push_back({.id = std::string{id},
                           .probe = std::string{id},
                           .layer = std::string{layer},
                           .facts = std::move(facts)});
}

std::vector<Observation> Study::run() {
  // First what the records themselves state: it counts before what a probe may derive from less.
  for (const std::string_view id : {seen_id, seen_open_id}) {
    if (const auto told = told_.find(id); told != told_.end()) {
      observe(id, "access", learn_seen(*told->second));
    }
  }
  // Of several that probes ask for, their facts say all, as on a live run.
  if (observations_.empty() && about_ != nullptr) {
    observe(seen_id, "access", learn_seen(*about_));
  }
  for (const probes::Probe* probe : probes::all_probes()) {
    Facts facts;
    const auto told = told_.find(probe->id);
    if (told != told_.end()) {
      probe->learn(*this, *answers_.at(probe->id), facts);
    } else if (is_onlooker(probe->id) && std::holds_alternative<probes::Local>(probe->ask(*this))) {
      probe->learn(*this, net::Answer{}, facts);
    }
    observe(probe->id, probe->layer, std::move(facts));
  }
  return std::move(observations_);
}

}  // namespace

std::string_view slot_of(const Record& record) {
  const net::Answer& answer = record.answer;
  if (answer.failure != net::Failure::none && answer.status == 0) {
    return "health";  // the way itself failed, whatever was to be asked
  }
  if (record.operation == "mcp") {
    return record.rpc_method == "tools/list" ? "mcp-tools" : "mcp-initialize";
  }
  if (record.path == "/health" && api::role_of(record.host) == api::HostRole::mcp) {
    return "mcp-health";
  }
  const Route route = route_of(answer.method, record.path);
  const bool open = route.operation == "health" || route.operation == "exchange" ||
                    route.operation == "device" || route.probe == "keys";
  if (!route.probe.empty() && (open || record.credential_sent.value_or(true))) {
    return route.probe;
  }
  if (record.operation == "exchange") {
    return "exchange";
  }
  return record.credential_sent.value_or(true) ? seen_id : seen_open_id;
}

std::vector<Observation> study(std::span<const Record* const> records, const Record* about) {
  return Study{records, about}.run();
}

}  // namespace doctor::intake
