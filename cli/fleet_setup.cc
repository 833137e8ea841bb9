#include "cli/fleet_setup.h"

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "api/credential.h"
#include "api/hosts.h"
#include "api/url.h"
#include "cli/examination.h"
#include "setup/facts.h"

namespace doctor::cli {
namespace {

/// Where the isolated machine of a target keeps its credential.
constexpr std::string_view credential_file = "/target/credential";

const std::string& given(const std::string& own, const std::string& common) {
  return own.empty() ? common : own;
}

/// Where a reference led: to a value, or nowhere. Why a file could not be read; not asked of
/// others.
struct Reached {
  std::optional<std::string> value = std::nullopt;
  std::string problem = {};
};

std::string why_unreadable(const std::string& path, const setup::System& machine) {
  if (machine.is_directory(path)) {
    return "it is a folder";
  }
  return machine.exists(path) ? "this user may not read it, or it is no regular file"
                              : "there is no such file, or its folder may not be entered";
}

Reached read_credential(const fleet::Credential& credential, const setup::System& machine) {
  using From = fleet::Credential::From;
  if (credential.from == From::none) {
    return {};
  }
  if (credential.from == From::variable) {
    return {.value = machine.variable(credential.name)};
  }
  auto file = machine.file(credential.name);
  if (!file) {
    return {.problem = why_unreadable(credential.name, machine)};
  }
  if (file->content.size() > setup::longest_credential) {
    return {.problem = "it holds more than any credential does"};
  }
  return {.value = std::move(file->content)};
}

/// The option that would have named the credential's file.
std::string setup::Options::*option_for(const std::string& kind, const std::string& value) {
  const api::CredentialKind look = api::kind_of(api::cleaned(value));
  if (kind == "token" || (kind.empty() && look == api::CredentialKind::jwt)) {
    return &setup::Options::token_file;
  }
  if (kind == "api-key" || (kind.empty() && look == api::CredentialKind::user_key)) {
    return &setup::Options::api_key_file;
  }
  return &setup::Options::agent_key_file;
}

/// `the variable BILLING_KEY`, as the report names its source.
std::string words_for(const fleet::Credential& credential) {
  return fmt::format("the {} {}", fleet::name_of(credential.from), credential.name);
}

setup::Options options_for(const fleet::Target& target, const setup::Options& common) {
  setup::Options options = common;
  options.profile.clear();
  options.base_url = given(target.base_url, common.base_url);
  options.mcp_url = given(target.mcp_url, common.mcp_url);
  options.agent_id = given(target.agent_id, common.agent_id);
  options.vault = given(target.vault, common.vault);
  options.wish.secret_path = given(target.secret, common.wish.secret_path);
  options.wish.permission = given(target.permission, common.wish.permission);
  return options;
}

/// A reference stands in the report where the option would.
void name_source(const fleet::Credential& credential, const Reached& reached, setup::Setup& setup) {
  if (credential.from == fleet::Credential::From::none) {
    return;
  }
  const std::string source = words_for(credential);
  if (reached.value) {
    setup.target.credential.source = source;
    setup.facts.set(setup::fact::credential_source, source);
    return;
  }
  setup.facts.set(setup::fact::client_title, "this target");
  setup.facts.set(setup::fact::credential_variables_read, {source});
  if (credential.from == fleet::Credential::From::variable) {
    setup.facts.set(setup::fact::credential_unset_variable, credential.name);
  } else {
    setup.facts.set(setup::fact::credential_unread_file, credential.name);
    setup.facts.set(setup::fact::credential_unread_because, reached.problem);
  }
}

std::string host_of(const std::string& url) {
  const auto parsed = api::parse_url(url);
  return parsed ? api::ascii_host(parsed->host) : url;
}

}  // namespace

Result<setup::Setup> set_up_target(const fleet::Target& target,
                                   const RunOptions& options,
                                   const setup::System& machine,
                                   TimePoint now) {
  setup::FakeSystem isolated;
  setup::Options wanted = options_for(target, options.setup);
  const Reached reached = read_credential(target.credential, machine);
  for (std::string* const file :
       {&wanted.agent_key_file, &wanted.api_key_file, &wanted.token_file}) {
    if (target.credential.from != fleet::Credential::From::none) {
      file->clear();
    } else if (auto common = file->empty() ? std::nullopt : machine.file(*file)) {
      isolated.files[*file] = std::move(*common);
    }
  }
  if (reached.value) {
    wanted.*option_for(target.credential.kind, *reached.value) = credential_file;
    isolated.files[std::string{credential_file}] = {.content = *reached.value};
  }
  Result<setup::Setup> setup = setup::discover(isolated, wanted, now);
  if (setup) {
    name_source(target.credential, reached, *setup);
    choose_proxies(machine, setup->target);
  }
  return setup;
}

Demand demand_of(const fleet::Target& target, const RunOptions& options) {
  const std::string& base = given(target.base_url, options.setup.base_url);
  const std::string& mcp = given(target.mcp_url, options.setup.mcp_url);
  return {.api = host_of(base.empty() ? std::string{api::default_base_url} : base),
          .mcp = mcp.empty() ? std::string{} : host_of(mcp),
          .signs_in = target.credential.from != fleet::Credential::From::none &&
                      target.credential.kind != "token"};
}

}  // namespace doctor::cli
