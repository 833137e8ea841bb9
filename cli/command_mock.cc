#include <array>
#include <csignal>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/scenarios.h"
#include "cli/suggestions.h"
#include "cli/values.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr auto options = std::to_array<Option>(
    {{.name = "scenario",
      .value = "NAME",
      .help = "what to play; see 'list scenarios' (default healthy)",
      .suggest = &suggested_scenarios},
     {.name = "port", .value = "N", .help = "listen on this port (default: any free one)"},
     {.name = "tls-ca",
      .value = "FILE",
      .help = "tell the HTTPS address on a second line, and write the certificate that clients "
              "have to trust to FILE"}});

/// SIGINT and SIGTERM, blocked in this thread and every thread started from it, to be waited for.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  void wait() const {
    int received = 0;
    while (sigwait(&set_, &received) != 0) {
    }
  }

 private:
  sigset_t set_{};
};

bool write_file(const std::string& path, const std::string& content) {
  std::ofstream out{path};
  out << content;
  return out.flush().good();
}

int serve(const mock::Scenario& scenario, std::uint16_t port, const std::string& ca_file) {
  const StopSignals stop;
  try {
    const mock::Server server{scenario, port};
    const mock::Endpoints& at = server.endpoints();
    std::string listening = fmt::format("listening on http://127.0.0.1:{}\n", at.plain_port);
    if (!ca_file.empty()) {
      if (!write_file(ca_file, at.ca_pem)) {
        return complain(fmt::format("--tls-ca: cannot write '{}'", shown(ca_file, 300)),
                        exit_usage);
      }
      listening += fmt::format("listening on https://127.0.0.1:{}\n", at.tls_port);
    }
    const int code = print(listening, exit_ok);
    if (code == exit_ok) {
      stop.wait();
    }
    return code;
  } catch (const mock::ScenarioError& error) {
    return complain(error.what(), exit_usage);
  }
}

}  // namespace

std::span<const Option> mock_options() {
  return options;
}

int serve_mock(const Arguments& arguments) {
  constexpr std::size_t longest_echo = 60;
  constexpr int highest_port = 65535;
  if (!arguments.words.empty()) {
    return complain(fmt::format("unexpected word '{}'; a scenario is given by --scenario",
                                shown(arguments.words.front(), longest_echo)),
                    exit_usage);
  }
  const Given* const wanted = arguments.find("scenario");
  const Given* const port = arguments.find("port");
  const auto number = port == nullptr ? 0 : read_number(port->value, 0, highest_port);
  if (!number) {
    return complain(fmt::format("--port: '{}' is no number from 0 to {}",
                                shown(port->value, longest_echo),
                                highest_port),
                    exit_usage);
  }
  const Result<mock::Scenario> scenario =
      find_scenario(wanted == nullptr ? std::string_view{"healthy"} : wanted->value);
  const Given* const ca_file = arguments.find("tls-ca");
  return scenario ? serve(*scenario,
                          static_cast<std::uint16_t>(*number),
                          ca_file == nullptr ? std::string{} : ca_file->value)
                  : complain(scenario.error().message, exit_usage);
}

}  // namespace doctor::cli
