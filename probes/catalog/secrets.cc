#include <algorithm>
#include <array>

#include "api/policy.h"
#include "api/records.h"
#include "core/text.h"
#include "probes/choice.h"
#include "probes/common.h"
#include "probes/facts/access.h"
#include "probes/near_path.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 3> needs{"credential", "vault-id", "exchange"};
constexpr std::array<const FactSpec*, 13> own{&fact::secrets_count,
                                              &fact::secrets_wanted,
                                              &fact::secrets_permission,
                                              &fact::secrets_listed,
                                              &fact::secrets_meant,
                                              &fact::secrets_meant_how,
                                              &fact::secrets_type,
                                              &fact::secrets_expired,
                                              &fact::secrets_expires_in,
                                              &fact::secrets_days_left,
                                              &fact::secrets_disabled,
                                              &fact::secrets_used_up,
                                              &fact::secrets_path_valid};
constexpr auto facts = fact::with_request_facts<"secrets">(own);

Question ask(const Known& known) {
  return in_chosen_vault(known, "vault.secrets");
}

void learn_wanted(const api::SecretEntry& entry, TimePoint now, Facts& out) {
  if (!entry.type.empty()) {
    out.set(fact::secrets_type, shown(entry.type, 40));
  }
  if (entry.expires_at) {
    const std::int64_t left = seconds_between(now, *entry.expires_at);
    out.set(fact::secrets_expires_in, left);
    out.set(fact::secrets_days_left,
            std::chrono::floor<std::chrono::days>(*entry.expires_at - now).count());
    out.set(fact::secrets_expired, left <= 0);
  } else {
    out.set(fact::secrets_expired, false);
  }
  if (entry.disabled) {
    out.set(fact::secrets_disabled, *entry.disabled);
  }
  if (entry.access_count && entry.max_access_count) {
    out.set(fact::secrets_used_up,
            *entry.max_access_count > 0 && *entry.access_count >= *entry.max_access_count);
  }
}

void learn(const Known& known, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const auto entries = body ? api::read_secrets(body->root()) : std::nullopt;
  learn_request<"secrets">(answer, entries.has_value(), out);
  const std::string& wanted = known.target().wish.secret_path;
  if (!wanted.empty()) {
    out.set(fact::secrets_wanted, shown(wanted, 200));
    out.set(fact::secrets_permission, known.target().wish.permission);
    out.set(fact::secrets_path_valid, api::valid_secret_path(wanted));
  }
  if (!entries) {
    return;
  }
  out.set(fact::secrets_count, static_cast<std::int64_t>(entries->size()));
  if (wanted.empty()) {
    return;
  }
  const auto found = std::ranges::find(*entries, wanted, &api::SecretEntry::path);
  out.set(fact::secrets_listed, found != entries->end());
  if (found != entries->end()) {
    learn_wanted(*found, known.now(), out);
    return;
  }
  TextList paths;
  for (const api::SecretEntry& entry : *entries) {
    paths.push_back(entry.path);
  }
  if (const auto near = near_path(wanted, paths)) {
    out.set(fact::secrets_meant, shown(near->path, 200));
    out.set(fact::secrets_meant_how, std::string{near->how});
  }
}

}  // namespace

extern constinit const Probe probe_secrets{
    .id = "secrets",
    .layer = "access",
    .about = "Which secrets of the vault are visible (names only)?",
    .needs = needs,
    .facts = facts,
    .ask = ask,
    .learn = learn};

}  // namespace doctor::probes
