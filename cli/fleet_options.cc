#include "cli/fleet_options.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "cli/targets.h"
#include "cli/values.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::string_view group = "Many targets in one run";
constexpr int most_at_once = 1024;  // each takes a descriptor or two

constexpr auto table = std::to_array<Option>({
    {.name = "targets",
     .value = "FILE",
     .group = group,
     .help = "check every target of this file (JSON or CSV)"},
    {.name = "concurrency",
     .value = "N",
     .group = group,
     .help = "check this many at once (default 32)"},
    {.name = "per-host",
     .value = "N",
     .group = group,
     .help = "no more than this many of one host; each takes up to 4 connections"},
    {.name = "results",
     .value = "FILE",
     .group = group,
     .help = "write each result as it comes, one JSON object a line; '-': print them instead"},
    {.name = "resume",
     .value = "FILE",
     .group = group,
     .help = "the same, but what FILE has already is not run again"},
    {.name = "shard",
     .value = "I/N",
     .group = group,
     .help = "only the I-th of N parts of the targets; auto/N in a Kubernetes Indexed Job"},
    {.name = "no-pace",
     .group = group,
     .help = "do not keep to 1Claw's limits per address; for servers of your own"},
});

/// What a fleet does not do, and why.
struct Excluded {
  std::string_view option;
  std::string_view why;
};
constexpr auto excluded = std::to_array<Excluded>({
    {"watch", "a fleet is checked once"},
    {"dry-run", "it shows the requests of one target"},
    {"profile", "the clients of this machine are not the targets'"},
    {"mock-record", "it keeps the requests of one target"},
});

Result<std::size_t> count_of(const Given& given) {
  constexpr std::size_t longest_echo = 60;
  const auto number = read_number(given.value, 1, most_at_once);
  return number ? Result<std::size_t>{static_cast<std::size_t>(*number)}
                : failure(fmt::format("--{}: '{}' is no number from 1 to {}",
                                      given.option->name,
                                      shown(given.value, longest_echo),
                                      most_at_once));
}

Result<void> read_count(const Arguments& given, std::string_view name, std::size_t& count) {
  if (const Given* const one = given.find(name)) {
    const Result<std::size_t> read = count_of(*one);
    if (!read) {
      return failure(read.error().message);
    }
    count = *read;
  }
  return {};
}

Result<void> read_results(const Arguments& given, FleetOptions& out) {
  const Given* const fresh = given.find("results");
  const Given* const resumed = given.find("resume");
  if (fresh != nullptr && resumed != nullptr) {
    return failure("--resume goes on with its file, and --results begins one; give one of them");
  }
  if (resumed != nullptr && resumed->value == "-") {
    return failure("--resume: '-' is no file that could be gone on with");
  }
  out.resume = resumed != nullptr;
  const Given* const one = out.resume ? resumed : fresh;
  out.results = one == nullptr ? "" : one->value;
  return {};
}

Result<void> read_shard(const Arguments& given, FleetOptions& out) {
  if (const Given* const one = given.find("shard")) {
    const Result<fleet::Shard> shard = shard_of(one->value);
    if (!shard) {
      return failure(shard.error().message);
    }
    out.shard = *shard;
  }
  return {};
}

/// What stands beside `--targets` and must not, or without it.
Result<void> check_company(const Arguments& given, const RunOptions& run) {
  if (given.find("targets") == nullptr) {
    for (const Option& option : table) {
      if (given.find(option.name) != nullptr) {
        return failure(
            fmt::format("--{}: there is one target; it goes with --targets", option.name));
      }
    }
    return {};
  }
  for (const Excluded& one : excluded) {
    if (given.find(one.option) != nullptr) {
      return failure(fmt::format("--{}: {}; leave it out, or --targets", one.option, one.why));
    }
  }
  for (const std::string* const file :
       {&run.setup.agent_key_file, &run.setup.api_key_file, &run.setup.token_file}) {
    if (*file == "-") {
      return failure("standard input can be read once only; give the credential in a file");
    }
  }
  return {};
}

}  // namespace

std::span<const Option> run_command_options() {
  static const std::vector<Option> options = [] {
    std::vector<Option> out{run_options().begin(), run_options().end()};
    // Before what all kinds of run have in common at their end.
    const auto judgement = std::ranges::find(out, output_options().front().group, &Option::group);
    out.insert(judgement, table.begin(), table.end());
    return out;
  }();
  return options;
}

Result<FleetOptions> read_fleet_options(const Arguments& given, const RunOptions& run) {
  FleetOptions out;
  if (const Result<void> fits = check_company(given, run); !fits) {
    return failure(fits.error().message);
  }
  const Given* const file = given.find("targets");
  if (file == nullptr) {
    return out;
  }
  out.targets = file->value;
  out.no_pace = given.find("no-pace") != nullptr;
  for (const Result<void>& read : {read_results(given, out),
                                   read_shard(given, out),
                                   read_count(given, "concurrency", out.concurrency),
                                   read_count(given, "per-host", out.per_host)}) {
    if (!read) {
      return failure(read.error().message);
    }
  }
  return out;
}

}  // namespace doctor::cli
