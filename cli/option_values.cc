#include "cli/option_values.h"

#include <filesystem>

#include <fmt/format.h>

#include "api/ip_rule.h"
#include "cli/output.h"
#include "cli/unreadable.h"
#include "cli/values.h"
#include "core/text.h"
#include "probes/probe.h"

namespace doctor::cli::value {
namespace {

Problem no_duration(const std::string& value, std::string_view longest) {
  return fmt::format("'{}' is no time from 1ms to {}, such as 2.5, 10s or 500ms",
                     shown(value, longest_echo),
                     longest);
}

Problem find_format(const std::string& name, const report::Format*& format) {
  format = report::find_format(name);
  if (format != nullptr) {
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const report::Format& known : report::formats()) {
    names.emplace_back(known.name);
  }
  return not_one_of(name, names);
}

}  // namespace

Problem set_duration(const std::string& value, std::chrono::milliseconds& duration) {
  const auto read = read_duration(value);
  if (!read) {
    return no_duration(value, "1 hour");
  }
  duration = *read;
  return std::nullopt;
}

Problem set_file(const std::string& value, std::string& path) {
  if (!is_readable_file(value)) {
    return cannot_read(value);
  }
  path = value;
  return std::nullopt;
}

Problem add_probe_or_layer(const std::string& value, std::vector<std::string>& selected) {
  if (probes::find_probe(value) == nullptr && !probes::is_layer(value)) {
    std::vector<std::string> words;
    for (const probes::Probe* probe : probes::all_probes()) {
      words.emplace_back(probe->id);
      words.emplace_back(probe->layer);
    }
    return fmt::format("'{}' is no probe and no layer{}; see 'oneclaw-doctor list probes'",
                       shown(value, longest_echo),
                       did_you_mean(value, words));
  }
  selected.push_back(value);
  return std::nullopt;
}

/// Whether the table has it shows when the table is read.
Problem add_ignored(const std::string& value, RunOptions& options) {
  options.ignore.push_back(value);
  return std::nullopt;
}

Problem set_mock(const std::string& value, RunOptions& options) {
  options.mock = value;
  return std::nullopt;
}

Problem set_rules(const std::string& value, RunOptions& options) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(value, ignored)) {
    return set_file(value, options.rules_file);
  }
  options.rules_file = value;
  return std::nullopt;
}

Problem set_permission(const std::string& value, RunOptions& options) {
  constexpr Choice<std::string_view, 2> choice{{"read", "write"}, {"read", "write"}};
  std::string_view word;
  Problem problem = choose(value, choice, word);
  options.setup.wish.permission = word;
  return problem;
}

Problem set_device_code(const std::string& value, RunOptions& options) {
  if (!is_user_code(value)) {
    return "not the form of a user code, such as ABCD-1234, as the login showed it";
  }
  options.setup.wish.device_code = value;
  return std::nullopt;
}

Problem set_my_ip(const std::string& value, RunOptions& options) {
  if (!api::is_ip_address(value)) {
    return fmt::format("'{}' is no IP address", shown(value, longest_echo));
  }
  options.setup.wish.my_ip = value;
  return std::nullopt;
}

Problem set_resolver(const std::string& value, RunOptions& options) {
  const auto resolver = read_resolver(value);
  if (!resolver) {
    return fmt::format("'{}' is no IP address with an optional port, such as 9.9.9.9 or [::1]:5353",
                       shown(value, longest_echo));
  }
  options.resolver = *resolver;
  return std::nullopt;
}

Problem set_family(const std::string& value, RunOptions& options) {
  return choose(value, Choice<int, 2>{{"4", "6"}, {4, 6}}, options.ip_family);
}

Problem set_max_requests(const std::string& value, RunOptions& options) {
  constexpr int most = 100;
  const auto number = read_number(value, 0, most);
  if (!number) {
    return fmt::format("'{}' is no number from 0 to {}", shown(value, longest_echo), most);
  }
  options.max_requests = *number;
  return std::nullopt;
}

Problem set_watch(const std::string& value, RunOptions& options) {
  options.watch = read_duration(value, longest_interval);
  return options.watch ? std::nullopt : no_duration(value, "24 hours");
}

Problem set_confirm(const std::string& value, RunOptions& options) {
  constexpr int most = 100;
  const auto slash = value.find('/');
  const auto of =
      slash == std::string::npos ? std::nullopt : read_number(value.substr(slash + 1), 1, most);
  const auto needed = of ? read_number(value.substr(0, slash), 1, *of) : std::nullopt;
  if (!needed) {
    return fmt::format("'{}' is not of the form N/M, such as 2/3, with N from 1 to M and M to {}",
                       shown(value, longest_echo),
                       most);
  }
  options.confirm = {.needed = *needed, .of = *of};
  return std::nullopt;
}

Problem set_checks(const std::string& value, RunOptions& options) {
  constexpr int most = 1'000'000'000;
  const auto number = read_number(value, 1, most);
  options.checks = number.value_or(0);
  return number ? std::nullopt
                : Problem{fmt::format(
                      "'{}' is no number from 1 to {}", shown(value, longest_echo), most)};
}

Problem set_fail_on(const std::string& value, RunOptions& options) {
  return choose(value,
                Choice<FailOn, 3>{{"error", "warning", "never"},
                                  {FailOn::error, FailOn::warning, FailOn::never}},
                options.fail_on);
}

Problem set_color(const std::string& value, RunOptions& options) {
  return choose(value,
                Choice<Color, 3>{{"auto", "always", "never"},
                                 {Color::automatic, Color::always, Color::never}},
                options.color);
}

Problem set_format(const std::string& value, RunOptions& options) {
  return find_format(value, options.format);
}

Problem add_report(const std::string& value, RunOptions& options) {
  const auto equals = value.find('=');
  if (equals == std::string::npos || equals + 1 == value.size()) {
    return fmt::format("'{}' is not of the form NAME=FILE", shown(value, longest_echo));
  }
  ReportFile file{.format = nullptr, .path = value.substr(equals + 1)};
  if (file.path == "-") {
    return "'-' is no file; --format says what standard output gets";
  }
  Problem problem = find_format(value.substr(0, equals), file.format);
  if (!problem) {
    problem = unwritable(file.path);
  }
  if (!problem) {
    options.reports.push_back(std::move(file));
  }
  return problem;
}

}  // namespace doctor::cli::value
