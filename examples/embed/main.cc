// The doctor inside another program: diagnoses what this process would use against a base URL, and
// prints the root cause. The steps are those of `oneclaw-doctor run`.
//
//   ONECLAW_AGENT_API_KEY=… embed https://api.1claw.xyz

#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <utility>

#include "net/engine.h"
#include "net/keyring.h"
#include "probes/runner.h"
#include "report/report.h"
#include "rules/diagnosis.h"
#include "rules/table.h"
#include "setup/setup.h"
#include "setup/system.h"

namespace {

using namespace std::chrono_literals;

/// What this machine would use → what probes and rules make of it.
doctor::Report diagnose(doctor::setup::Setup setup) {
  // The credential goes where the engine looks for it; from here on nobody else can open it.
  doctor::net::Keyring keyring;
  if (setup.secrets.api && setup.target.credential.use == "bearer") {
    keyring.hold_token(std::move(*setup.secrets.api));
  } else if (setup.secrets.api) {
    keyring.hold_key(std::move(*setup.secrets.api));
  }
  doctor::net::Loop loop{{.timeout = 5s}};  // others could share it
  doctor::net::Engine engine{
      loop,
      {.limits = {.api_base = setup.target.base_url.value, .mcp_url = {}, .max_authenticated = 8},
       .deadline = doctor::net::Clock::now() + 15s},
      std::move(keyring)};
  doctor::probes::Outcome outcome = doctor::probes::run_probes(setup, engine, {}, nullptr);

  const doctor::rules::Table table = doctor::rules::built_in_table();
  doctor::Report report;
  report.rules_version = table.version;
  report.complete = outcome.complete;
  report.observations = std::move(outcome.observations);
  report.findings = doctor::rules::diagnose(table, report.observations);
  report.verdict = doctor::rules::verdict_of(report.findings, report.complete);
  report.summary = doctor::rules::summarize(report.findings, report.observations);
  return report;
}

}  // namespace

int main(int argc, char** argv) {
  doctor::setup::Options options;
  options.base_url = argc > 1 ? argv[1] : "";
  auto setup = doctor::setup::discover(
      doctor::setup::RealSystem{}, options, std::chrono::system_clock::now());
  if (!setup) {
    std::cerr << setup.error().message << '\n';
    return 2;
  }
  const doctor::Report report = diagnose(std::move(*setup));
  const auto cause = std::ranges::find_if(report.findings, &doctor::Finding::root_cause);
  if (cause == report.findings.end()) {
    std::cout << "healthy\n";
    return 0;
  }
  std::cout << cause->rule << ": " << cause->title << '\n';
  for (const doctor::FixStep& step : cause->fix) {
    std::cout << "  " << step.text << '\n';
  }
  return cause->severity == doctor::Severity::error ? 1 : 0;
}
