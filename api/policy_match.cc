#include "api/policy_match.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "api/ip_rule.h"
#include "core/text.h"

namespace doctor::api {
namespace {

constexpr std::size_t longest_text = 100;

bool grants(const Policy& policy, std::string_view permission) {
  const auto says = [&](std::string_view word) {
    return std::ranges::any_of(policy.permissions, [&](const std::string& granted) {
      return equal_ignoring_case(trim(granted), word);
    });
  };
  return says(permission) || (permission == "delete" && says("write"));  // write covers delete
}

Fit fits_address(const Policy& policy, const AccessQuestion& question) {
  if (policy.ip_allowlist.empty()) {
    return Fit::yes;
  }
  if (!question.source_ip) {
    return Fit::unknown;
  }
  std::vector<IpRule> rules;
  for (const std::string& cidr : policy.ip_allowlist) {
    rules.push_back({.id = {}, .deny = false, .cidr = cidr, .label = {}});
  }
  switch (evaluate_ip(rules, *question.source_ip).verdict) {
    case IpVerdict::allowed:
      return Fit::yes;
    case IpVerdict::denied_by_rule:
    case IpVerdict::not_listed:
      return Fit::no;
    case IpVerdict::unknown:
      break;
  }
  return Fit::unknown;
}

bool is_utc(std::string_view timezone) {
  constexpr std::array<std::string_view, 6> names{"", "utc", "z", "gmt", "etc/utc", "etc/gmt"};
  return std::ranges::find(names, lower(trim(timezone))) != names.end();
}

/// Whether a window includes its last hour is not documented, so that hour is in doubt.
Fit fits_hours(const TimeWindow& window, int hour) {
  if (!window.start_hour && !window.end_hour) {
    return Fit::yes;
  }
  const int start = window.start_hour.value_or(0);
  const int end = window.end_hour.value_or(24);
  if (start == end || hour == end) {
    return Fit::unknown;
  }
  const bool inside = start < end ? hour >= start && hour < end : hour >= start || hour < end;
  return inside ? Fit::yes : Fit::no;
}

Fit fits_time(const Policy& policy, TimePoint now) {
  using std::chrono::days;
  using std::chrono::floor;
  using std::chrono::hours;
  if (!policy.time_window) {
    return Fit::yes;
  }
  const TimeWindow& window = *policy.time_window;
  if (!is_utc(window.timezone) || !window.cron.empty()) {
    return Fit::unknown;
  }
  const auto today = floor<days>(now);
  const auto weekday = static_cast<int>(std::chrono::weekday{today}.c_encoding());
  const auto names_today = [&](int day) {
    return day % 7 == weekday;
  };
  if (!window.days_of_week.empty() && std::ranges::none_of(window.days_of_week, names_today)) {
    return Fit::no;
  }
  return fits_hours(window, static_cast<int>(floor<hours>(now - today).count()));
}

Fit fits_environment(const Policy& policy, const std::string& environment) {
  if (policy.environments.empty()) {
    return Fit::yes;
  }
  if (environment.empty()) {
    return Fit::unknown;
  }
  const bool listed =
      std::ranges::find(policy.environments, environment) != policy.environments.end();
  return listed ? Fit::yes : Fit::no;
}

/// The first condition that is not met decides; else the first one in doubt.
void judge_conditions(const Policy& policy, const AccessQuestion& question, PolicyFit& out) {
  struct Condition {
    std::string_view name;
    Fit fit;
  };
  const std::array conditions{
      Condition{"ip", fits_address(policy, question)},
      Condition{"time", fits_time(policy, question.now)},
      Condition{"environment", fits_environment(policy, question.environment)},
      Condition{"other", policy.other_conditions ? Fit::unknown : Fit::yes},
  };
  for (const Fit wanted : {Fit::no, Fit::unknown}) {
    const auto* const found = std::ranges::find(conditions, wanted, &Condition::fit);
    if (found != conditions.end()) {
      out.conditions = wanted;
      out.condition = found->name;
      return;
    }
  }
}

/// How the pattern misses the path, when it misses it narrowly; else empty.
std::string_view near_miss_of_path(std::string_view pattern, const std::string& path) {
  if (glob_matches(lower(pattern), lower(path))) {
    return "differs in case only";
  }
  const auto without_slash = [](std::string_view text) {
    return text.starts_with('/') ? text.substr(1) : text;
  };
  if (glob_matches(without_slash(pattern), without_slash(path))) {
    return pattern.starts_with('/') ? "starts with a slash, and the path does not"
                                    : "has no leading slash, and the path has one";
  }
  if (pattern.ends_with("/*") || pattern == "*") {
    if (glob_matches(fmt::format("{}*", pattern), path)) {
      return path.find('/', pattern.size() - 1) == std::string::npos
                 ? "covers what is below that folder, not the folder itself"
                 : "covers one segment only";
    }
  }
  if (glob_matches(fmt::format("{}/**", pattern), path)) {
    return "covers that one path, and nothing below it";
  }
  if (path.ends_with('/') && glob_matches(pattern, path.substr(0, path.size() - 1))) {
    return "does not cover the slash at the end of the path";
  }
  return {};
}

std::string principal_clause(const Policy& policy, const AccessQuestion& question) {
  const std::string type = policy.principal_type.empty() ? "principal" : policy.principal_type;
  return fmt::format("its principal is the {} {}, not this {}",
                     shown(type, longest_text),
                     shown(policy.principal_id, longest_text),
                     question.principal_type);
}

std::string condition_clause(const PolicyFit& fit) {
  const std::string_view verb = fit.conditions == Fit::no ? "holds only" : "may hold only";
  if (fit.condition == "ip") {
    return fmt::format("{} for the addresses of its ip_allowlist", verb);
  }
  if (fit.condition == "time") {
    return fmt::format("{} within its time_window", verb);
  }
  if (fit.condition == "environment") {
    return fmt::format("{} in the environments of its environment_in", verb);
  }
  return fmt::format("{} under conditions that cannot be judged from here", verb);
}

}  // namespace

bool names_principal(std::string_view id, const AccessQuestion& question) {
  const auto colon = id.find(':');
  if (colon == std::string_view::npos) {
    return !id.empty() && id == question.principal_id;
  }
  return id.substr(0, colon) == question.principal_type &&
         id.substr(colon + 1) == question.principal_id;
}

PolicyFit fit_of(const Policy& policy, const AccessQuestion& question) {
  PolicyFit out;
  const bool same_type = policy.principal_type.empty() ||
                         equal_ignoring_case(policy.principal_type, question.principal_type);
  out.principal = same_type && names_principal(policy.principal_id, question);
  out.path = glob_matches(policy.path_pattern, question.path);
  out.permission = grants(policy, question.permission);
  out.live = !policy.expires_at || *policy.expires_at > question.now;
  judge_conditions(policy, question, out);
  return out;
}

Fit overall(const PolicyFit& fit) {
  return fit.principal && fit.path && fit.permission && fit.live ? fit.conditions : Fit::no;
}

Stage lacking(const PolicyFit& fit) {
  if (!fit.principal) {
    return Stage::principal;
  }
  if (!fit.path) {
    return Stage::path;
  }
  if (!fit.permission) {
    return Stage::permission;
  }
  if (!fit.live) {
    return Stage::expiry;
  }
  return fit.conditions == Fit::yes ? Stage::none : Stage::condition;
}

int distance(const Policy& policy, const PolicyFit& fit, const AccessQuestion& question) {
  // A policy for the user where the agent asks is a common mix-up; one for another agent is not
  // about us, and further away than a policy of ours for another path.
  const bool mix_up = !equal_ignoring_case(policy.principal_type, question.principal_type);
  int out = 0;
  out += fit.conditions == Fit::yes ? 0 : 1;
  out += fit.live ? 0 : 2;
  out += fit.permission ? 0 : 3;
  out += fit.principal ? 0 : mix_up ? 6 : 20;
  if (!fit.path) {
    out += near_miss_of_path(policy.path_pattern, question.path).empty() ? 8 : 4;
  }
  return out;
}

std::string describe_miss(const Policy& policy,
                          const PolicyFit& fit,
                          const AccessQuestion& question) {
  std::vector<std::string> lacks;
  if (!fit.permission) {
    lacks.push_back(fmt::format("grants {}, not {}",
                                shown(join(policy.permissions, " and "), longest_text),
                                question.permission));
  }
  if (!fit.principal) {
    lacks.push_back(principal_clause(policy, question));
  }
  if (!fit.path) {
    const std::string_view near = near_miss_of_path(policy.path_pattern, question.path);
    lacks.emplace_back(near.empty() ? "does not cover the path" : near);
  }
  if (!fit.live) {
    lacks.push_back(fmt::format("expired {}", format_rfc3339(*policy.expires_at)));
  }
  if (fit.conditions != Fit::yes) {
    lacks.push_back(condition_clause(fit));
  }
  const std::string pattern = shown(policy.path_pattern, longest_text);
  const std::string clauses = join(lacks, ", and ");
  return fit.permission
             ? fmt::format("`{}` allows {} but {}", pattern, question.permission, clauses)
             : fmt::format("`{}` {}", pattern, clauses);
}

}  // namespace doctor::api
