#include "cli/run.h"

#include <chrono>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "cli/examination.h"
#include "cli/examined_machine.h"
#include "cli/ignored.h"
#include "cli/interrupt.h"
#include "cli/mock_record.h"
#include "cli/progress.h"
#include "cli/rules_file.h"
#include "probes/dry_run.h"
#include "probes/runner.h"
#include "setup/facts.h"
#include "setup/trust.h"

namespace doctor::cli {
namespace {

Result<setup::Setup> discover(const RunOptions& options, const setup::System& system) {
  Result<setup::Setup> setup =
      setup::discover(system, options.setup, std::chrono::system_clock::now());
  if (setup) {
    choose_proxies(system, setup->target);
  }
  return setup;
}

}  // namespace

Result<Report> diagnose_machine(const RunOptions& options,
                                const mock::Scenario* scenario,
                                Recorded* recorded) {
  Recorded unwanted;
  Recorded& record = recorded == nullptr ? unwanted : *recorded;
  const auto started = net::Clock::now();
  const InterruptWatch interrupt;
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
  net::Loop loop{loop_options(options, *machine, roots, server.get())};
  const net::Wiring wiring = wiring_of(server.get());
  const Practice practice{.options = options,
                          .table = *table,
                          .accepted = *accepted,
                          .wiring = wiring,
                          .loop = loop,
                          .interrupted = interrupt.flag(),
                          .mode = scenario == nullptr ? Mode::live : Mode::mock,
                          .progress = progress};
  Examination examination{practice, std::move(*setup), &record.exchanges, started};
  examination.begin();
  examination.finish();
  Report report = examination.report(record.known.fingerprints, record.pseudonyms);
  examination.teach(record.known.windows);
  name_probes(record.exchanges);
  if (server && !options.mock_record.empty() && !write_record(*server, options.mock_record)) {
    return failure(fmt::format("cannot write '{}'", options.mock_record));
  }
  if (server && recorded != nullptr) {
    record.at_mock = server->recorded();
  }
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
