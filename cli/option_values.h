#pragma once
// Values of the options of `run`, in words, onto RunOptions: one function per form. The table in
// options.cc says which option takes which.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "cli/choice.h"
#include "cli/options.h"

namespace doctor::cli::value {

// Any member of that type.
Problem set_duration(const std::string& value, std::chrono::milliseconds& duration);
Problem set_file(const std::string& value, std::string& path);
Problem add_probe_or_layer(const std::string& value, std::vector<std::string>& selected);

template <std::string setup::Options::*Member>
Problem set_setup(const std::string& value, RunOptions& options) {
  options.setup.*Member = value;
  return std::nullopt;
}

template <std::string setup::Wish::*Member>
Problem set_wish(const std::string& value, RunOptions& options) {
  options.setup.wish.*Member = value;
  return std::nullopt;
}

template <bool RunOptions::*Member>
Problem set_switch(const std::string&, RunOptions& options) {
  options.*Member = true;
  return std::nullopt;
}

template <bool setup::Wish::*Member>
Problem set_wish_switch(const std::string&, RunOptions& options) {
  options.setup.wish.*Member = true;
  return std::nullopt;
}

template <std::chrono::milliseconds RunOptions::*Member>
Problem set_duration(const std::string& value, RunOptions& options) {
  return set_duration(value, options.*Member);
}

template <std::string RunOptions::*Member>
Problem set_file(const std::string& value, RunOptions& options) {
  return set_file(value, options.*Member);
}

template <std::string RunOptions::*Member>
Problem set_text(const std::string& value, RunOptions& options) {
  options.*Member = value;
  return std::nullopt;
}

template <std::vector<std::string> RunOptions::*Member>
Problem add_probe_or_layer(const std::string& value, RunOptions& options) {
  return add_probe_or_layer(value, options.*Member);
}

// One option each.
Problem add_ignored(const std::string& value, RunOptions& options);
Problem set_mock(const std::string& value, RunOptions& options);
Problem set_rules(const std::string& value, RunOptions& options);
Problem set_permission(const std::string& value, RunOptions& options);
Problem set_device_code(const std::string& value, RunOptions& options);
Problem set_my_ip(const std::string& value, RunOptions& options);
Problem set_resolver(const std::string& value, RunOptions& options);
Problem set_family(const std::string& value, RunOptions& options);
Problem set_max_requests(const std::string& value, RunOptions& options);
Problem set_watch(const std::string& value, RunOptions& options);
Problem set_confirm(const std::string& value, RunOptions& options);
Problem set_checks(const std::string& value, RunOptions& options);
Problem set_fail_on(const std::string& value, RunOptions& options);
Problem set_color(const std::string& value, RunOptions& options);
Problem set_format(const std::string& value, RunOptions& options);
Problem add_report(const std::string& value, RunOptions& options);

}  // namespace doctor::cli::value
