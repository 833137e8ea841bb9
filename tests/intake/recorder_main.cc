// oneclaw-recorder SCENARIO…: runs each and prints a JSON line with the report and what went over
// the wire, credentials and bodies as they were sent: `--mock-record` masks them, and a record that
// a client makes does not.

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/options.h"
#include "cli/prepare.h"
#include "cli/run.h"
#include "report/report.h"

namespace {

using nlohmann::ordered_json;

ordered_json exchange_of(const doctor::mock::Recorded& one) {
  ordered_json headers = ordered_json::array();
  for (const auto& [name, value] : one.headers) {
    headers.push_back({name, value});
  }
  return {{"method", one.method},
          {"host", one.host},
          {"target", one.target},
          {"status", one.status},
          {"sent_authorization", one.sent_authorization},
          {"sent_body", one.sent_body},
          {"answer", {{"headers", std::move(headers)}, {"body", one.body}}}};
}

int record(const std::string& name) {
  namespace cli = doctor::cli;
  const auto arguments = cli::parse_arguments(cli::run_options(), {"--mock=" + name});
  const auto prepared = arguments ? cli::prepare_run(*arguments)
                                  : doctor::Result<cli::Prepared>{doctor::failure("no arguments")};
  if (!prepared) {
    std::cerr << name << ": " << prepared.error().message << '\n';
    return EXIT_FAILURE;
  }
  cli::Recorded recorded;
  const auto report = cli::diagnose_machine(prepared->options, prepared->mocked(), &recorded);
  if (!report) {
    std::cerr << name << ": " << report.error().message << '\n';
    return EXIT_FAILURE;
  }
  ordered_json exchanges = ordered_json::array();
  for (const auto& one : recorded.at_mock) {
    exchanges.push_back(exchange_of(one));
  }
  const ordered_json line{
      {"name", name},
      {"report", ordered_json::parse(doctor::report::find_format("json")->render(*report, {}))},
      {"exchanges", std::move(exchanges)}};
  std::cout << line.dump(-1, ' ', true, ordered_json::error_handler_t::replace) << std::endl;
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char* const> words{argv, static_cast<std::size_t>(argc)};
  int worst = EXIT_SUCCESS;
  for (const char* name : words.subspan(1)) {
    worst = std::max(worst, record(name));
  }
  return worst;
}
