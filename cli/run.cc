#include "cli/run.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "bundle/redact_report.h"
#include "cli/ignored.h"
#include "cli/interrupt.h"
#include "cli/mock_record.h"
#include "cli/progress.h"
#include "cli/rules_file.h"
#include "cli/values.h"
#include "cli/version.h"
#include "core/random.h"
#include "net/engine.h"
#include "probes/dry_run.h"
#include "probes/probe.h"
#include "probes/runner.h"
#include "rules/diagnosis.h"
#include "setup/facts.h"
#include "setup/trust.h"

namespace doctor::cli {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// The machine that is examined: this one, or the one the scenario describes.
std::unique_ptr<setup::System> machine_of(const mock::Scenario* scenario) {
  if (scenario == nullptr) {
    return std::make_unique<setup::RealSystem>();
  }
  auto machine = std::make_unique<setup::FakeSystem>();
  machine->environment = scenario->user.environment;
  constexpr unsigned owner_reads = 0400;
  for (const auto& [path, file] : scenario->user.files) {
    if ((file.mode & owner_reads) == 0) {
      machine->unreadable.insert(path);
      continue;
    }
    machine->files[path] = setup::File{.content = file.content, .mode = file.mode};
  }
  machine->input = scenario->user.standard_input;
  return machine;
}

/// The certificate of a mocked authority is made for the run, so its file cannot be the scenario's.
void add_authority(setup::System& machine, const mock::Endpoints& at) {
  if (auto* fake = dynamic_cast<setup::FakeSystem*>(&machine);
      fake != nullptr && !at.signer_file.empty()) {
    fake->files[at.signer_file] = setup::File{.content = at.signer_pem};
  }
}

std::string content_of(const setup::System& system, const std::string& path) {
  const auto file = system.file(path);
  return file ? file->content : std::string{};
}

/// The proxy variables of the machine, for one of the target's URLs.
setup::ProxyChoice proxy_for(const setup::System& system, const std::string& url) {
  const auto parsed = api::parse_url(url);
  return parsed ? setup::choose_proxy(system, *parsed) : setup::ProxyChoice{};
}

Result<setup::Setup> discover(const RunOptions& options, const setup::System& system) {
  Result<setup::Setup> setup =
      setup::discover(system, options.setup, std::chrono::system_clock::now());
  if (setup) {
    setup::Target& target = setup->target;
    target.api_proxy = proxy_for(system, target.base_url.value);
    if (target.mcp_url) {
      target.mcp_proxy = proxy_for(system, target.mcp_url->value);
    }
  }
  return setup;
}

net::Limits limits_of(const RunOptions& options, const setup::Target& target) {
  return {.api_base = target.base_url.value,
          .mcp_url = target.mcp_url ? target.mcp_url->value : std::string{},
          .max_authenticated = options.max_requests};
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
net::Keyring keyring_of(setup::Setup& setup, net::KnownSecrets* known) {
  net::Keyring keyring;
  keyring.teach(known);
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

/// Tickets are the probes' places, and the order of ends is chance.
void name_probes(std::vector<Exchange>& exchanges) {
  for (Exchange& exchange : exchanges) {
    exchange.probe = probes::all_probes()[exchange.ticket]->id;
  }
  std::ranges::stable_sort(exchanges, {}, &Exchange::ticket);
}

std::string run_id() {
  return fmt::format("{:016x}", random_word());
}

/// What the probes saw, judged.
Report judged(probes::Outcome outcome,
              const rules::Table& table,
              const setup::Target& target,
              const net::Guard& guard,
              const std::string& started_at) {
  Report report{.tool_version = std::string{tool_version()},
                .rules_version = table.version,
                .run_id = run_id(),
                .started_at = started_at};
  report.requests = {
      .sent = guard.sent(), .authenticated = guard.authenticated(), .budget = guard.budget()};
  report.target = setup::target_values(target);
  report.observations = std::move(outcome.observations);
  report.timeline = std::move(outcome.timeline);
  report.complete = outcome.complete;
  report.findings = rules::diagnose(table, report.observations);
  report.verdict = rules::verdict_of(report.findings, report.complete);
  report.summary = rules::summarize(report.findings, report.observations);
  return report;
}

/// All but what belongs to this very run: deadline, interrupt, record.
net::EngineOptions engine_options(const RunOptions& options,
                                  const setup::Target& target,
                                  const setup::System& machine,
                                  const setup::Roots& roots,
                                  const mock::Server* server) {
  const net::Wiring wiring = wiring_of(server);
  return {.limits = limits_of(options, target),
          .wiring = wiring,
          .api_proxy = wired(target.api_proxy, wiring),
          .mcp_proxy = wired(target.mcp_proxy, wiring),
          .ca_file = options.ca_file,
          .resolver = options.resolver,
          .resolv_conf = content_of(machine, "/etc/resolv.conf"),
          .hosts_file = content_of(machine, "/etc/hosts"),
          .trust_stores = trust_stores(roots),
          .usual_roots = usual_roots(server),
          .ip_family = options.ip_family,
          .timeout = options.timeout};
}

}  // namespace

Result<Report> diagnose_machine(const RunOptions& options,
                                const mock::Scenario* scenario,
                                Recorded* recorded) {
  Recorded unwanted;
  Recorded& record = recorded == nullptr ? unwanted : *recorded;
  const auto started = SteadyClock::now();
  const InterruptWatch interrupt;
  const std::string started_at = format_rfc3339(std::chrono::system_clock::now());
  const Result<rules::Table> table = load_rules_file(options.rules_file);
  if (!table) {
    return failure(table.error().message);
  }
  const std::unique_ptr<setup::System> machine = machine_of(scenario);
  Result<setup::Setup> setup = discover(options, *machine);
  if (!setup) {
    return failure(setup.error().message);
  }
  const Result<KnownCauses> accepted =
      read_known_causes(options, *table, *machine, std::chrono::system_clock::now());
  if (!accepted) {
    return failure(accepted.error().message);
  }
  if (!accepted->expired.empty()) {
    setup->facts.set(setup::fact::ignore_expired, accepted->expired);
  }
  std::unique_ptr<mock::Server> server;
  if (scenario != nullptr) {
    server = std::make_unique<mock::Server>(*scenario);
    add_authority(*machine, server->endpoints());
  }
  const setup::Roots roots = setup::client_roots(*machine);
  if (!roots.unreadable.empty()) {
    setup->facts.set(setup::fact::trust_unreadable, roots.unreadable);
  }
  net::EngineOptions wanted = engine_options(options, setup->target, *machine, roots, server.get());
  wanted.deadline = started + options.deadline;
  wanted.interrupted = interrupt.flag();
  wanted.exchanges = &record.exchanges;
  net::Engine engine{std::move(wanted), keyring_of(*setup, &record.known)};
  probes::Outcome outcome =
      probes::run_probes(*setup, engine, {.only = options.only, .skip = options.skip}, progress);
  name_probes(record.exchanges);
  bundle::Redactor redactor{record.pseudonyms,
                            {.keep_names = true, .known = &record.known.fingerprints}};
  bundle::redact_observations(outcome.observations, redactor);
  if (server && !options.mock_record.empty() && !write_record(*server, options.mock_record)) {
    return failure(fmt::format("cannot write '{}'", options.mock_record));
  }
  if (server && recorded != nullptr) {
    record.at_mock = server->recorded();
  }
  Report report = judged(std::move(outcome), *table, setup->target, engine.guard(), started_at);
  report.mode = scenario == nullptr ? Mode::live : Mode::mock;
  set_aside(*accepted, report);
  report.duration_ms =
      std::chrono::duration<double, std::milli>(SteadyClock::now() - started).count();
  return report;
}

Result<std::string> planned_requests(const RunOptions& options, const mock::Scenario* scenario) {
  const Result<setup::Setup> setup = discover(options, *machine_of(scenario));
  if (!setup) {
    return failure(setup.error().message);
  }
  probes::DryRun dry{limits_of(options, setup->target)};
  probes::run_probes(*setup, dry, {.only = options.only, .skip = options.skip}, nullptr);
  std::string out;
  for (const std::string& line : dry.lines()) {
    out += line + '\n';
  }
  return out;
}

}  // namespace doctor::cli
