#include "tests/setup/case.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "api/jwt.h"

namespace doctor::setup {
namespace {

std::string real_path(const std::string& path) {
  if (path.starts_with("~/")) {
    return "/home/user" + path.substr(1);
  }
  return path.starts_with("./") ? "/home/user/project" + path.substr(1) : path;
}

}  // namespace

void PrintTo(const Case& machine, std::ostream* out) {
  *out << machine.name;
}

TimePoint test_time() {
  return *parse_rfc3339("2026-11-23T08:00:00Z");
}

std::string jwt(std::string_view subject, int expires_in) {
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(test_time().time_since_epoch()).count();
  const std::string claims = fmt::format(
      R"({{"sub":"{}","org":"o1","iat":{},"exp":{}}})", subject, now - 600, now + expires_in);
  return api::encode_base64url(R"({"alg":"EdDSA","typ":"JWT"})") + "." +
         api::encode_base64url(claims) + "." +
         api::encode_base64url("a signature of sixty-four bytes, which nobody ever looks at here");
}

Result<Setup> discover_case(const Case& machine) {
  FakeSystem system;
  system.environment = machine.environment;
  for (const auto& [path, content] : machine.files) {
    const auto mode = machine.modes.find(path);
    system.files[real_path(path)] = {.content = content,
                                     .mode = mode == machine.modes.end() ? 0600 : mode->second};
  }
  for (const std::string& path : machine.unreadable) {
    system.unreadable.insert(real_path(path));
  }
  system.input = machine.input;
  return discover(system, machine.options, test_time());
}

std::vector<std::string> wrong_facts(const Facts& facts, const std::vector<std::string>& expected) {
  std::vector<std::string> wrong;
  for (const std::string& line : expected) {
    if (line.starts_with('!')) {
      if (const FactValue* value = facts.find(line.substr(1))) {
        wrong.push_back(line + " is " + to_text(*value));
      }
      continue;
    }
    const auto sign = line.find_first_of("=~");
    const FactValue* value = facts.find(line.substr(0, sign));
    const std::string text = value == nullptr ? "(unknown)" : to_text(*value);
    const std::string wanted = line.substr(sign + 1);
    const bool right = line[sign] == '=' ? text == wanted : text.find(wanted) != std::string::npos;
    if (!right) {
      wrong.push_back(line + " is " + text);
    }
  }
  return wrong;
}

std::vector<std::string> alarms(const Facts& facts) {
  // Facts whose presence, or whose `yes`, is no complaint.
  constexpr std::array<std::string_view, 33> neutral{"credential.at_run_time",
                                                     "url.version_in_path",
                                                     "credential.ignored_variables",
                                                     "client.configured",
                                                     "client.profile_configured",
                                                     "client.others",
                                                     "client.variables",
                                                     "client.unread_variables",
                                                     "client.dpop",
                                                     "client.runtime_id",
                                                     "client.platform_connection",
                                                     "client.mcp_transport_valid",
                                                     "client.mcp_toolsets",
                                                     "url.is_default",
                                                     "url.valid",
                                                     "credential.present",
                                                     "credential.usable",
                                                     "credential.variables_read",
                                                     "credential.overrides",
                                                     "credential.jwt_static",
                                                     "vault_id.present",
                                                     "vault_id.is_uuid",
                                                     "vault_id.is_name",
                                                     "vault_id.required",
                                                     "agent_id.present",
                                                     "agent_id.is_uuid",
                                                     "agent_id.missing_for_old_mcp",
                                                     "mcp_config.files",
                                                     "mcp_config.naming",
                                                     "mcp_config.url_valid",
                                                     "files.found",
                                                     "files.cli_logged_in",
                                                     "dotenv.present"};
  constexpr std::array<std::string_view, 5> complaints{"url.problem",
                                                       "url.problem_for_client",
                                                       "url.meant_host",
                                                       "url.suggestion",
                                                       "files.claude_path_case"};
  std::vector<std::string> found;
  for (const auto& [name, value] : facts) {
    const bool is_neutral = std::ranges::find(neutral, name) != neutral.end() ||
                            name.starts_with("dotenv.n") || name == "url.other_mirrors";
    const bool* yes = std::get_if<bool>(&value);
    const bool complains = std::ranges::find(complaints, name) != complaints.end();
    if (complains ||
        (!is_neutral && ((yes != nullptr && *yes) || std::holds_alternative<TextList>(value)))) {
      found.push_back(std::string{name} + " = " + to_text(value));
    }
  }
  return found;
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto cases :
       {client_cases, url_cases, credential_cases, vault_cases, mcp_cases, file_cases}) {
    for (const Case& machine : cases()) {
      all.push_back(machine);
    }
  }
  return all;
}

}  // namespace doctor::setup
