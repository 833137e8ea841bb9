#include "intake/seen.h"

#include "intake/facts.h"
#include "probes/common.h"

namespace doctor::intake {
namespace {

template <typename Key>
void set_text(Facts& facts, const Key& key, std::string text) {
  if (!text.empty()) {
    facts.set(key, std::move(text));
  }
}

}  // namespace

std::span<const FactSpec* const> seen_facts() {
  return fact::all;
}

Facts learn_seen(const Record& record) {
  Facts read;
  probes::learn_request<"seen">(record.answer, false, read);
  Facts facts;
  for (const auto& [name, value] : read) {
    // Not told is not "no".
    if (name != fact::Seen::credential_sent.name || record.credential_sent) {
      facts.share(read, name);
    }
  }
  facts.set(fact::seen_input, std::string{word_of(record.kind)});
  facts.set(fact::seen_credential,
            !record.credential_sent   ? "unknown"
            : *record.credential_sent ? "sent"
                                      : "not_sent");
  if (record.credential_kind != api::CredentialKind::none) {
    facts.set(fact::seen_credential_kind, std::string{api::word_of(record.credential_kind)});
  }
  facts.set(fact::seen_operation, record.operation.empty() ? "other" : record.operation);
  set_text(facts, fact::seen_path, record.path);
  set_text(facts, fact::seen_secret, record.secret);
  set_text(facts, fact::seen_host, record.host);
  set_text(facts, fact::seen_client, record.client);
  set_text(facts, fact::seen_message, record.message);
  facts.merge(record.facts);
  return facts;
}

}  // namespace doctor::intake
