// The base URL: what is wrong with it for whom.

#include "tests/setup/case.h"

namespace doctor::setup {
namespace {

/// An MCP server's machine, which reads ONECLAW_BASE_URL.
Case mcp(std::string name, std::string url, std::vector<std::string> expected) {
  return {.name = std::move(name),
          .environment = {{"ONECLAW_AGENT_API_KEY", agent_key},
                          {"ONECLAW_AGENT_ID", uuid},
                          {"ONECLAW_BASE_URL", std::move(url)}},
          .expected = std::move(expected)};
}

/// A CLI's, which reads ONECLAW_API_URL.
Case cli(std::string name, std::string url, std::vector<std::string> expected) {
  return {.name = std::move(name),
          .environment = {{"ONECLAW_API_KEY", user_key}, {"ONECLAW_API_URL", std::move(url)}},
          .expected = std::move(expected)};
}

Case profile(std::string name,
             std::string client,
             std::string url,
             std::vector<std::string> expected) {
  return {.name = std::move(name),
          .options = {.profile = std::move(client), .base_url = std::move(url)},
          .expected = std::move(expected)};
}

std::vector<Case> form_cases() {
  return {
      mcp("healthy_official",
          "https://api.1claw.xyz",
          {"url.valid=yes",
           "url.variable=ONECLAW_BASE_URL",
           "url.source=ONECLAW_BASE_URL",
           "url.is_default=no",
           "url.scheme=https",
           "url.host=api.1claw.xyz",
           "url.port=443",
           "url.host_role=api",
           "url.mirror=xyz",
           "url.request=https://api.1claw.xyz/v1/health",
           "!url.path",
           "!url.suggestion"}),
      mcp("healthy_mirror",
          "https://api.1claw.co/",
          {"url.mirror=co", "url.used=https://api.1claw.co"}),
      mcp("healthy_own_host",
          "https://vault.example.com:8443/1claw",
          {"url.path=/1claw", "url.port=8443"}),
      mcp("healthy_loopback", "http://127.0.0.1:4711", {"url.host_role=loopback"}),
      mcp("healthy_shroud_as_base", "https://shroud.1claw.xyz", {"url.host_role=shroud"}),
      mcp("healthy_dashboard_proxy", "https://1claw.xyz/api", {"url.host_role=dashboard"}),
      mcp("healthy_cloud_run_of_its_own",
          "https://oneclaw-vault-7f3k2a.run.app",
          {"url.host_role=cloud_run"}),
      mcp("no_scheme",
          "api.1claw.xyz",
          {"url.valid=no",
           "url.no_scheme=yes",
           "url.problem=no scheme",
           "url.suggestion=https://api.1claw.xyz",
           "url.problem_for_client~needs an absolute URL",
           "!url.host"}),
      mcp("quoted_url",
          "\"https://api.1claw.xyz\"",
          {"url.valid=no",
           "url.quoted=yes",
           "url.no_scheme=no",
           "url.value_problems=quotes",
           "url.suggestion=https://api.1claw.xyz"}),
      mcp("url_with_line_break",
          "https://api.1claw.xyz\n",
          {"url.valid=no", "url.white_space=yes", "url.suggestion=https://api.1claw.xyz"}),
      mcp("placeholder_host",
          "https://oneclaw-vault-XXXX.run.app",
          {"url.placeholder=yes", "url.suggestion=https://api.1claw.xyz"}),
      mcp("unexpanded_url", "${env:ONECLAW_URL}", {"url.unexpanded=yes", "url.valid=no"}),
      mcp("key_in_the_url",
          agent_key,
          {"url.looks_like_key=yes",
           "url.valid=no",
           "url.no_scheme=no",
           "url.text=ocv_****",
           "url.suggestion=https://api.1claw.xyz"}),
      mcp("user_info",
          "https://ann:hunter2@api.1claw.xyz",
          {"url.has_user_info=yes", "url.text=https://api.1claw.xyz", "url.valid=yes"}),
      mcp("query",
          "https://api.1claw.xyz?key=1",
          {"url.has_query=yes", "url.text=https://api.1claw.xyz"}),
      mcp("plain_http_to_remote",
          "http://api.1claw.xyz",
          {"url.http_to_remote=yes", "url.suggestion=https://api.1claw.xyz"}),
  };
}

std::vector<Case> host_cases() {
  return {
      mcp("dashboard_host",
          "https://1claw.xyz",
          {"url.host_role=dashboard", "url.suggestion=https://api.1claw.xyz"}),
      mcp("docs_host",
          "https://docs.1claw.co",
          {"url.host_role=docs", "url.suggestion=https://api.1claw.co"}),
      mcp("mcp_host",
          "https://mcp.1claw.xyz/mcp",
          {"url.host_role=mcp", "url.mcp_in_path=yes", "url.suggestion=https://api.1claw.xyz"}),
      mcp("foreign_host", "https://1claw.ai", {"url.host_role=foreign"}),
      mcp("near_miss_host",
          "https://api.1claw.xzy",
          {"url.meant_host=api.1claw.xyz", "url.suggestion=https://api.1claw.xyz"}),
  };
}

std::vector<Case> joining_cases() {
  return {
      mcp("version_doubled",
          "https://api.1claw.xyz/v1",
          {"url.version_in_path=yes",
           "url.doubles_version=yes",
           "url.used=https://api.1claw.xyz/v1",
           "url.request=https://api.1claw.xyz/v1/v1/health",
           "url.suggestion=https://api.1claw.xyz",
           "url.problem_for_client~/v1/v1/health"}),
      cli("healthy_version_dropped_by_the_cli",
          "https://api.1claw.xyz/v1",
          {"url.version_in_path=yes",
           "url.doubles_version=no",
           "url.path_dropped=no",
           "url.used=https://api.1claw.xyz"}),
      cli("path_dropped_by_the_cli",
          "https://1claw.xyz/api",
          {"url.path_dropped=yes",
           "url.used=https://1claw.xyz",
           "url.path=/api",
           "url.suggestion=https://api.1claw.xyz",
           "url.problem_for_client~it asks https://1claw.xyz/v1/health"}),
      mcp("two_slashes", "https://api.1claw.xyz//", {"url.doubles_slash=yes"}),
      profile("healthy_python_strips_all_slashes",
              "sdk-python",
              "https://api.1claw.xyz//",
              {"url.doubles_slash=no", "url.used=https://api.1claw.xyz"}),
      profile("kong_strips_none",
              "kong",
              "https://api.1claw.xyz/",
              {"url.doubles_slash=yes", "url.request=https://api.1claw.xyz//v1/health"}),
      profile("go_default",
              "sdk-go",
              "",
              {"url.text=http://localhost:8443",
               "url.is_default=yes",
               "url.problem_for_client~built-in default http://localhost:8443"}),
  };
}

std::vector<Case> disagreement_cases() {
  const std::string other_cursor =
      R"({"mcpServers":{"1claw":{"command":"npx","args":["@1claw/mcp"],"env":{)"
      R"("ONECLAW_AGENT_API_KEY":")" +
      agent_key + R"(","ONECLAW_BASE_URL":"https://staging.example.com"}}}})";
  return {
      {.name = "variable_of_another_client",
       .environment = {{"ONECLAW_API_KEY", user_key},
                       {"ONECLAW_BASE_URL", "http://localhost:9000"}},
       .expected = {"url.source=the client's default",
                    "url.ignored_variables=ONECLAW_BASE_URL",
                    "url.ignored_values_differ=yes",
                    "url.ignored_is_local=yes",
                    "url.ignored_differences=ONECLAW_BASE_URL is http://localhost:9000"}},
      {.name = "ignored_variable_with_the_same_value",
       .environment = {{"ONECLAW_API_KEY", user_key},
                       {"ONECLAW_BASE_URL", "https://api.1claw.co/"}},
       .expected = {"url.ignored_variables=ONECLAW_BASE_URL",
                    "url.ignored_values_differ=no",
                    "!url.ignored_differences"}},
      {.name = "two_clients_two_services",
       .environment = {{"ONECLAW_API_KEY", user_key}},
       .files = {{"~/.cursor/mcp.json", other_cursor}},
       .expected = {"url.others_differ=cursor (~/.cursor/mcp.json) uses "
                    "https://staging.example.com (~/.cursor/mcp.json env ONECLAW_BASE_URL)"}},
      {.name = "healthy_mirrors_are_one_service",
       .environment = {{"ONECLAW_API_KEY", user_key},
                       {"ONECLAW_API_URL", "https://api.1claw.co"},
                       {"ONECLAW_AGENT_API_KEY", agent_key},
                       {"ONECLAW_AGENT_ID", uuid}},
       .options = {.profile = "cli"},
       .expected = {"!url.others_differ", "url.other_mirrors~mcp uses https://api.1claw.xyz"}},
      {.name = "variable_over_file",
       .environment = {{"ONECLAW_API_KEY", user_key}, {"ONECLAW_API_URL", "https://api.1claw.xyz"}},
       .files = {{"~/.config/1claw/config.json", R"({"apiUrl":"https://old.example.com"})"}},
       .expected = {"url.source=ONECLAW_API_URL",
                    "url.overrides=~/.config/1claw/config.json apiUrl: https://old.example.com"}},
      {.name = "healthy_variable_over_equal_file",
       .environment = {{"ONECLAW_API_KEY", user_key}, {"ONECLAW_API_URL", "https://api.1claw.xyz"}},
       .files = {{"~/.config/1claw/config.json", R"({"apiUrl":"https://api.1claw.xyz/"})"}},
       .expected = {"!url.overrides"}},
  };
}

}  // namespace

std::vector<Case> url_cases() {
  std::vector<Case> all;
  for (const auto cases : {form_cases, host_cases, joining_cases, disagreement_cases}) {
    const auto some = cases();
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace doctor::setup
