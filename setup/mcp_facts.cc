// The MCP entry that is examined, and the hosted server it names.

#include <algorithm>
#include <chrono>
#include <utility>

#include "api/hosts.h"
#include "api/jwt.h"
#include "core/text.h"
#include "setup/facts.h"
#include "setup/situation.h"

namespace doctor::setup {
namespace {

using api::CredentialKind;
using api::HostRole;

bool ends_in_mcp(const api::Url& url) {
  return url.path.ends_with("/mcp") || url.path.ends_with("/mcp/");
}

/// The hosted MCP server the facts describe: that of the examined client, else the first entry's.
struct Hosted {
  const Pick* url = nullptr;
  const Pick* credential = nullptr;
  const Entry* entry = nullptr;
  bool has_vault = false;
};

void state_hosted_url(const Found& found, Facts& facts) {
  const auto url = api::parse_url(found.value);
  facts.set(fact::mcp_config_url, shown_base(found.value));
  facts.set(fact::mcp_config_url_source, found.source);
  facts.set(fact::mcp_config_url_valid, url.has_value());
  if (!url) {
    facts.set(fact::mcp_config_url_problem, url.error().message);
    return;
  }
  const HostRole role = api::role_of(url->host);
  facts.set(fact::mcp_config_url_role, std::string{api::name_of(role)});
  // Elsewhere the path may be anything; 1Claw's hosted server has one.
  if (role != HostRole::other) {
    facts.set(fact::mcp_config_url_without_path, !ends_in_mcp(*url));
  }
  facts.set(fact::mcp_config_url_http, url->scheme == "http" && role != HostRole::loopback);
  if (const auto meant = api::meant_host(url->host)) {
    facts.set(fact::mcp_config_url_meant, *meant);
  }
}

void state_bearer(const Hosted& hosted, TimePoint now, Facts& facts) {
  if (hosted.entry != nullptr) {
    const auto header = hosted.entry->remote.find("Authorization");
    const bool known =
        std::ranges::find(hosted.entry->run_time, "Authorization") == hosted.entry->run_time.end();
    if (known) {
      facts.set(fact::mcp_config_no_authorization, header == hosted.entry->remote.end());
    }
    if (header != hosted.entry->remote.end()) {
      facts.set(fact::mcp_config_no_scheme,
                without_bearer(header->second.value).size() == header->second.value.size());
    }
  }
  if (hosted.credential == nullptr) {
    return;
  }
  const std::string& value = hosted.credential->found.value;
  state_mcp_bearer(value, facts);
  if (hosted.entry != nullptr) {
    facts.set(fact::mcp_config_no_vault_header,
              api::kind_of(value) == CredentialKind::jwt && !hosted.has_vault);
  }
  const auto claims = api::read_jwt(api::cleaned(value));
  if (claims && claims->expires_at) {
    facts.set(fact::mcp_config_bearer_expired, *claims->expires_at <= now);
    facts.set(fact::mcp_config_bearer_expires_in,
              std::chrono::duration_cast<std::chrono::seconds>(*claims->expires_at - now).count());
  }
}

}  // namespace

void state_mcp_bearer(const std::string& value, Facts& facts) {
  const CredentialKind kind = api::kind_of(value);
  facts.set(fact::mcp_config_bearer_kind, std::string{api::word_of(kind)});
  if (is_recognised(kind)) {
    facts.set(fact::mcp_config_bearer_wrong_kind,
              kind != CredentialKind::agent_key && kind != CredentialKind::jwt);
  }
  set_list(facts, fact::mcp_config_bearer_problems, words_of(inspect_credential(value)));
}

void state_mcp_config(const Situation& situation, Facts& facts) {
  const Machine& machine = situation.machine;
  const View& view = situation.view();
  TextList files;
  for (const FileNote& note : machine.files) {
    if (note.app != nullptr) {
      add_once(files, note.file);
    }
  }
  set_list(facts, fact::mcp_config_files, std::move(files));
  const Entry* entry = view.entry;
  if (entry == nullptr && !machine.entries.empty()) {
    entry = &machine.entries.front();
  }
  if (entry != nullptr) {
    facts.set(fact::mcp_config_file, entry->file);
    facts.set(fact::mcp_config_app, std::string{entry->app->name});
    facts.set(fact::mcp_config_transport,
              entry->transport == Transport::hosted ? "hosted" : "stdio");
  }
  const auto first_hosted =
      std::ranges::find(machine.entries, Transport::hosted, &Entry::transport);
  const bool own = view.pick(Meaning::mcp_url) != nullptr;
  const View hosted_view =
      own || first_hosted == machine.entries.end() ? view : view_of(*first_hosted);
  const Hosted hosted{.url = hosted_view.pick(Meaning::mcp_url),
                      .credential = mcp_credential_of(hosted_view),
                      .entry = hosted_view.entry,
                      .has_vault = hosted_view.pick(Meaning::vault) != nullptr};
  if (hosted.url != nullptr) {
    state_hosted_url(hosted.url->found, facts);
    state_bearer(hosted, situation.now, facts);
  }
}

}  // namespace doctor::setup
