#include "cli/examination.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "bundle/redact_report.h"
#include "cli/values.h"
#include "cli/version.h"
#include "core/random.h"
#include "core/time.h"
#include "fleet/target.h"
#include "probes/probe.h"
#include "rules/diagnosis.h"

namespace doctor::cli {
namespace {

std::string content_of(const setup::System& system, const std::string& path) {
  const auto file = system.file(path);
  return file ? file->content : std::string{};
}

/// The proxy variables of the machine, for one of the target's URLs.
setup::ProxyChoice proxy_for(const setup::System& system, const std::string& url) {
  const auto parsed = api::parse_url(url);
  return parsed ? setup::choose_proxy(system, *parsed) : setup::ProxyChoice{};
}

/// On a mock run a proxy, too, is the mock: its plain port plays one.
net::Proxy wired(const setup::ProxyChoice& choice, const net::Wiring& wiring) {
  net::Proxy proxy{.url = choice.effective()};
  if (proxy.url.empty()) {
    return proxy;
  }
  const auto colon = choice.shown.rfind(':');
  proxy.host = choice.shown.substr(0, std::min(colon, choice.shown.size()));
  proxy.port = colon == std::string::npos
                   ? std::uint16_t{0}
                   : static_cast<std::uint16_t>(
                         read_number(choice.shown.substr(colon + 1), 0, 65535).value_or(0));
  if (wiring.active()) {
    const bool usual = proxy.port == 3128 || proxy.port == 8080;
    proxy.url = fmt::format("http://127.0.0.1:{}", usual ? wiring.plain_port : wiring.refused_port);
  }
  return proxy;
}

std::vector<net::TrustStore> trust_stores(const setup::Roots& roots) {
  using Usual = net::TrustStore::Usual;
  const auto usual = [](setup::ClientRoots::Usual from) {
    return from == setup::ClientRoots::Usual::system      ? Usual::system
           : from == setup::ClientRoots::Usual::authority ? Usual::authority
                                                          : Usual::none;
  };
  std::vector<net::TrustStore> stores{
      {.client = std::string{net::machine_store}, .usual = Usual::system}};
  for (const setup::ClientRoots& client : roots.clients) {
    stores.push_back({.client = client.client,
                      .source = client.variable,
                      .usual = usual(client.usual),
                      .pem = client.pem});
  }
  return stores;
}

net::UsualRoots usual_roots(const mock::Server* server) {
  if (server == nullptr) {
    return {};
  }
  const mock::Endpoints& at = server->endpoints();
  return {.system_pem = at.ca_pem, .public_pem = at.ca_is_public ? at.ca_pem : std::string{}};
}

/// Puts each credential where the engine will look for it: a key to exchange, or a Bearer.
net::Keyring keyring_of(setup::Setup& setup) {
  net::Keyring keyring;
  if (setup.secrets.api) {
    const auto kind = setup.target.credential.kind;
    const bool bearer =
        kind == api::CredentialKind::jwt || kind == api::CredentialKind::platform_key ||
        (kind == api::CredentialKind::unknown && setup.target.credential.use == "bearer");
    if (bearer) {
      keyring.hold_token(std::move(*setup.secrets.api));
    } else {
      keyring.hold_key(std::move(*setup.secrets.api));
    }
  }
  if (setup.secrets.mcp) {
    keyring.hold_mcp(std::move(*setup.secrets.mcp));
  }
  return keyring;
}

std::string run_id() {
  return fmt::format("{:016x}", random_word());
}

net::EngineOptions engine_options(const Practice& practice,
                                  const setup::Target& target,
                                  std::vector<Exchange>* exchanges,
                                  net::Clock::time_point deadline,
                                  Witness& witness) {
  return {.limits = limits_of(practice.options, target),
          .api_proxy = wired(target.api_proxy, practice.wiring),
          .mcp_proxy = wired(target.mcp_proxy, practice.wiring),
          .deadline = deadline,
          .sign_in = practice.sign_in,
          .interrupted = practice.interrupted,
          .exchanges = exchanges,
          .on_sent = std::move(witness.sent)};
}

}  // namespace

Examination::Examination(const Practice& practice,
                         setup::Setup setup,
                         std::vector<Exchange>* exchanges,
                         net::Clock::time_point started,
                         Witness witness)
    : practice_(practice),
      setup_(std::move(setup)),
      started_(started),
      deadline_(started + practice.options.deadline),
      started_at_(format_rfc3339(std::chrono::system_clock::now())),
      answered_(std::move(witness.answered)),
      engine_(practice.loop,
              engine_options(practice, setup_.target, exchanges, deadline_, witness),
              keyring_of(setup_)),
      selection_{.only = practice.options.only, .skip = practice.options.skip},
      run_(setup_, engine_, selection_, practice.progress) {}

bool Examination::advance() {
  for (;;) {
    if (engine_.stopped()) {
      engine_.give_up();
      return true;
    }
    auto completion = engine_.take();
    if (!completion) {
      return engine_.idle();
    }
    if (answered_) {
      answered_(completion->answer);
    }
    run_.take(std::move(*completion));
  }
}

void Examination::finish() {
  while (auto completion = engine_.wait()) {
    run_.take(std::move(*completion));
  }
}

Report Examination::report(Fingerprints& known, bundle::Pseudonyms& pseudonyms) {
  probes::Outcome outcome = run_.end();
  engine_.teach(known);
  bundle::Redactor redactor{pseudonyms, {.keep_names = true, .known = &known}};
  bundle::redact_observations(outcome.observations, redactor);
  const net::Guard& guard = engine_.guard();
  Report report{.tool_version = std::string{tool_version()},
                .rules_version = practice_.table.version,
                .run_id = run_id(),
                .started_at = started_at_,
                .mode = practice_.mode};
  report.requests = {
      .sent = guard.sent(), .authenticated = guard.authenticated(), .budget = guard.budget()};
  report.target = setup::target_values(setup_.target);
  if (!name_.empty()) {
    fleet::name_in_report(name_, report);
  }
  report.observations = std::move(outcome.observations);
  report.timeline = std::move(outcome.timeline);
  report.complete = outcome.complete;
  report.findings = rules::diagnose(practice_.table, report.observations);
  report.verdict = rules::verdict_of(report.findings, report.complete);
  report.summary = rules::summarize(report.findings, report.observations);
  set_aside(practice_.accepted, report);
  report.duration_ms =
      std::chrono::duration<double, std::milli>(net::Clock::now() - started_).count();
  return report;
}

net::Wiring wiring_of(const mock::Server* server) {
  if (server == nullptr) {
    return {};
  }
  const mock::Endpoints& at = server->endpoints();
  std::map<std::string, std::string> resolvers;
  for (const auto& [address, port] : at.resolver_ports) {
    resolvers[address] = fmt::format("127.0.0.1:{}", port);
  }
  return {.tls_port = at.tls_port,
          .plain_port = at.plain_port,
          .refused_port = at.refused_port,
          .resolver = fmt::format("127.0.0.1:{}", at.dns_port),
          .resolvers = std::move(resolvers),
          .addresses = at.addresses,
          .ca_pem = at.ca_pem};
}

void name_probes(std::vector<Exchange>& exchanges) {
  // Tickets are the probes' places, and the order of ends is chance.
  for (Exchange& exchange : exchanges) {
    exchange.probe = probes::all_probes()[exchange.ticket]->id;
  }
  std::ranges::stable_sort(exchanges, {}, &Exchange::ticket);
}

net::LoopOptions loop_options(const RunOptions& options,
                              const setup::System& machine,
                              const setup::Roots& roots,
                              const mock::Server* server) {
  return {.wiring = wiring_of(server),
          .ca_file = options.ca_file,
          .resolver = options.resolver,
          .resolv_conf = content_of(machine, "/etc/resolv.conf"),
          .hosts_file = content_of(machine, "/etc/hosts"),
          .trust_stores = trust_stores(roots),
          .usual_roots = usual_roots(server),
          .ip_family = options.ip_family,
          .timeout = options.timeout};
}

net::Limits limits_of(const RunOptions& options, const setup::Target& target) {
  return {.api_base = target.base_url.value,
          .mcp_url = target.mcp_url ? target.mcp_url->value : std::string{},
          .max_authenticated = options.max_requests};
}

void choose_proxies(const setup::System& machine, setup::Target& target) {
  target.api_proxy = proxy_for(machine, target.base_url.value);
  if (target.mcp_url) {
    target.mcp_proxy = proxy_for(machine, target.mcp_url->value);
  }
}

}  // namespace doctor::cli
