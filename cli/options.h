#pragma once
// The options of `run`, typed and validated. Everything here is decided before anything is read or
// sent; what the set-up of the machine says is discovered later.

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/steady_state.h"
#include "core/result.h"
#include "report/report.h"
#include "setup/setup.h"

namespace doctor::cli {

enum class FailOn : std::uint8_t { error, warning, never };
enum class Color : std::uint8_t { automatic, always, never };

/// `--report NAME=FILE`
struct ReportFile {
  const report::Format* format;
  std::string path;
};

struct RunOptions {
  setup::Options setup = {};  ///< whose view, with which values, to do what
  std::optional<std::string> mock =
      {};  ///< scenario to run against instead of the machine's set-up

  std::string mock_record = {};  ///< where to write the requests the mock received

  std::vector<std::string> only = {};  ///< probe ids and layers; empty: all
  std::vector<std::string> skip = {};

  std::chrono::milliseconds timeout{5000};    ///< one answer
  std::chrono::milliseconds deadline{15000};  ///< the whole run
  int max_requests = 8;                       ///< requests with a credential, the exchange included
  std::string ca_file = {};
  std::string resolver = {};  ///< `address:port` or `[address]:port`; empty: the system's
  int ip_family = 0;          ///< 4, 6, or 0 for both
  bool dry_run = false;

  std::optional<std::chrono::milliseconds> watch = {};  ///< again and again; absent: once
  Confirmation confirm = {};
  std::string on_change = {};  ///< a shell's command
  int checks = 0;              ///< 0: until a signal

  std::vector<std::string> ignore = {};  ///< RULE-OR-ROW[@TARGET]
  std::string ignore_file = {};          ///< such with reasons and dates (docs/known.md)
  std::string baseline = {};             ///< an earlier report: what it has is known

  std::string rules_file = {};  ///< replaces the built-in table
  FailOn fail_on = FailOn::error;
  const report::Format* format = report::find_format("terminal");
  std::vector<ReportFile> reports = {};
  Color color = Color::automatic;
  bool ascii = false;
  bool verbose = false;
  bool quiet = false;
  bool brief = false;
};

/// The table of options, for the parser and the help.
std::span<const Option> run_options();

/// Those without a heading of these: `run` and `serve` alone check again and again.
constexpr std::string_view repeating_group = "Again and again";

/// Those of them that say how to judge and what to print.
std::span<const Option> output_options();

/// Applies what was given, in order, onto `options`. Error: what is wrong, in one line.
Result<RunOptions> read_run_options(const Arguments& given, RunOptions options);

}  // namespace doctor::cli
