// Secrets of the input never reach the output: a canary in every field of every kind.

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "intake/mask.h"
#include "report/report.h"
#include "tests/intake/explained.h"

namespace doctor::intake {
namespace {

constexpr std::string_view key = "ocv_c4n4ry5ecret9f8e7d6c5b4a3928";
constexpr std::string_view token =
    "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZ2VudDpjNG40cnkifQ.c4n4ry5ecretc4n4ry5ecret";
constexpr std::string_view part = "c4n4ry5ecret";

/// In every format, however the findings are grouped.
std::string output_of(std::string_view text) {
  std::string out;
  for (const auto group : {Options::Group::rule, Options::Group::path, Options::Group::agent}) {
    const Report report = explained(text, Kind::automatic, {.group_by = group});
    for (const report::Format& format : report::formats()) {
      out += format.render(report, {.verbose = true});
    }
    out += report::github_summary(report) + report::github_outputs(report);
  }
  return out;
}

std::string with(std::string text, std::string_view canary) {
  for (auto at = text.find('@'); at != std::string::npos; at = text.find('@', at + canary.size())) {
    text.replace(at, 1, canary);
  }
  return text;
}

constexpr std::array inputs{
    "HTTP/1.1 401 Unauthorized\nset-cookie: sid=@\nx-token: @\nauthorization: Bearer "
    "@\ncontent-type: "
    "application/problem+json\n\n{\"type\":\"about:blank\",\"title\":\"Unauthorized "
    "@\",\"status\":401,\"detail\":\"Invalid API key @\"}\n",
    "> GET /v1/vaults/@/secrets/@?token=@ HTTP/1.1\n> Host: api.1claw.xyz\n> Authorization: Bearer "
    "@\n> Cookie: a=@\n>\n< HTTP/1.1 403 Forbidden\n< set-cookie: @\n< location: "
    "https://x.example/?code=@\n<\n{\"detail\":\"Insufficient permissions for @\"}\n",
    "{\"type\":\"about:blank\",\"title\":\"@\",\"status\":403,\"detail\":\"Access denied @\"}",
    "{\"log\":{\"creator\":{\"name\":\"@\"},\"entries\":[{\"startedDateTime\":\"2026-11-20T00:00:"
    "00Z\","
    "\"request\":{\"method\":\"POST\",\"url\":\"https://u:@@api.1claw.xyz/v1/auth/"
    "agent-token?k=@\","
    "\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer @\"}],\"postData\":{\"text\":"
    "\"{\\\"api_key\\\":\\\"@\\\"}\"}},\"response\":{\"status\":401,\"headers\":[{\"name\":\"set-"
    "cookie\",\"value\":\"@\"}],\"content\":{\"text\":\"{\\\"detail\\\":\\\"Invalid credentials "
    "@\\\"}\"}}}]}}",
    "{\"level\":\"error\",\"status\":403,\"url\":\"https://api.1claw.xyz/v1/vaults/v/secrets/@\","
    "\"agent_id\":\"@\",\"authorization\":\"Bearer @\",\"msg\":\"@\",\"detail\":\"Insufficient "
    "permissions @\"}\n{\"level\":\"error\",\"status\":500,\"message\":\"token=@\"}\nnot json @\n",
    "API error (401): Invalid or expired token @\n1claw login failed with key=@\nAuthorization: "
    "Bearer "
    "@\n",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_secret\","
    "\"arguments\":{\"path\":\"@\"}}}\n{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"isError\":true,"
    "\"content\":[{\"type\":\"text\",\"text\":\"1claw Access denied @\"}]}}\n",
};

TEST(Privacy, NoCanaryComesOut) {
  for (const char* const input : inputs) {
    for (const std::string_view canary : {key, token}) {
      const std::string text = with(input, canary);
      const std::string out = output_of(text);
      EXPECT_EQ(out.find(part), std::string::npos) << text << "\n---\n" << out;
    }
  }
}

/// Without a shape of its own: only what it stands in tells that it is one.
constexpr std::array named{
    "HTTP/2 200 \nset-cookie: s=@\n\n{\"path\":\"db\",\"value\":\"@\",\"type\":\"password\"}\n\n"
    "HTTP/2 403 \n\n{\"title\":\"Forbidden\",\"status\":403,\"detail\":\"Insufficient "
    "permissions\"}\n",
    "> PUT /v1/vaults/1/secrets/db?token=@ HTTP/1.1\n> Host: api.1claw.xyz\n> Authorization: @\n"
    "> X-Api-Key: @\n> Cookie: a=@\n>\n{\"value\":\"@\"}\n< HTTP/1.1 403 Forbidden\n<\n"
    "{\"detail\":\"Insufficient permissions\",\"value\":\"@\"}\n",
    "curl -i -u bob:@ -H 'Authorization: Bearer @' -d '{\"api_key\":\"@\"}' "
    "https://api.1claw.xyz/v1/auth/agent-token\nHTTP/2 401 \n\n{\"detail\":\"Invalid api key\"}\n",
    R"({"log":{"entries":[{"request":{"method":"POST","url":"https://bob:@\u0040api.1claw.xyz/v1/auth/token?api_key=@","headers":[],"cookies":[{"name":"s","value":"@"}],"postData":{"text":"{\"password\":\"@\"}"}},"response":{"status":401,"headers":[],"content":{"text":"{\"detail\":\"Invalid credentials\"}"}}}]}})",
    "{\"status\":403,\"url\":\"https://api.1claw.xyz/v1/vaults/1/secrets/db?token=@\","
    "\"authorization\":\"@\",\"password\":\"@\",\"body\":\"{\\\"value\\\":\\\"@\\\",\\\"detail\\\":"
    "\\\"Insufficient permissions\\\"}\"}\n{\"status\":500,\"secret\":\"@\",\"message\":\"boom "
    "password=@\"}\n{\"password\":\"@\", broken\n",
    "1claw API error (status 403): Insufficient permissions password=@ token: @\nbash: export: "
    "`1CLAW_API_KEY=@': not a valid identifier\nFailed to fetch prod/db?token=@: x - HTTP 403\n",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"put_secret\","
    "\"arguments\":{\"path\":\"db\",\"value\":\"@\"}}}\n{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"
    "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"1claw: Access denied "
    "(put_secret) "
    "value=@ secret=@\"}]}}\n",
    "{\"detail\":\"Insufficient permissions\",\"value\":\"@\",\"access_token\":\"@\"}",
};

/// … and then comes back in the words of the answer.
constexpr std::array echoed{
    R"({"log":{"version":"1.2","entries":[{"request":{"method":"POST","url":"https://api.1claw.xyz/v1/auth/agent-token","headers":[],"postData":{"text":"{\"api_key\":\"@\"}"}},"response":{"status":401,"headers":[{"name":"x-hint","value":"no @"}],"content":{"text":"{\"detail\":\"Unknown key @\"}"}}}]}})",
    R"({"log":{"version":"1.2","entries":[{"request":{"method":"PUT","url":"https://api.1claw.xyz/v1/vaults/1/secrets/db","headers":[],"postData":{"text":"{\"value\":\"@\"}"}},"response":{"status":400,"headers":[],"content":{"text":"{\"detail\":\"Cannot store @ there\"}"}}}]}})",
    R"({"request":{"method":"POST","url":"https://api.1claw.xyz/v1/auth/agent-token","body":"{\"api_key\":\"@\"}"},"response":{"status":401,"body":"{\"detail\":\"Unknown key @\"}"}})",
    R"({"request":{"method":"PUT","url":"https://api.1claw.xyz/v1/vaults/1/secrets/db","body":{"list":[{"value":"other1234"},{"value":"@"}]}},"response":{"status":400,"body":{"detail":"Cannot store @ there"}}})",
    R"({"err":{"config":{"url":"https://api.1claw.xyz/v1/auth/agent-token","method":"post","data":"{\"api_key\":\"@\"}"},"message":"Request failed with status code 401: no key @","response":{"status":401}}})",
    "$ curl -i https://api.1claw.xyz/v1/auth/api-key-token -d '{\"api_key\":\"@\"}'\nHTTP/2 401 "
    "\n\n"
    "{\"detail\":\"Unknown key @\"}\n",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"put_secret\","
    "\"arguments\":{\"path\":\"db\",\"value\":\"@\"}}}\n{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"
    "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"1claw: Access denied for "
    "@\"}]}}\n",
};

TEST(Privacy, WhatAnAnswerRepeatsDoesNotComeOut) {
  for (const char* const input : echoed) {
    const std::string text = with(input, "c4n4ry5ecretPlain");
    const std::string out = output_of(text);
    EXPECT_EQ(out.find(part), std::string::npos) << text << "\n---\n" << out;
  }
}

TEST(Privacy, WhatIsNamedAsASecretDoesNotComeOut) {
  for (const char* const input : named) {
    const std::string text = with(input, "c4n4ry5ecretPlain");
    const std::string out = output_of(text);
    EXPECT_EQ(out.find(part), std::string::npos) << text << "\n---\n" << out;
  }
}

TEST(Privacy, EveryShapeIsMasked) {
  for (const std::string_view text : {"key ocv_c4n4ry5ecret01 end",
                                      "1ck_c4n4ry5ecret01",
                                      "plt_c4n4ry5ecret01",
                                      "Bearer c4n4ry5ecretc4n4ry5ecret",
                                      "password=c4n4ry5ecret",
                                      "ONECLAW_AGENT_API_KEY=c4n4ry5ecret",
                                      "{\"value\": \"c4n4ry5ecret\"}",
                                      "{\"password\":\"c4n4ry5ecret\"}",
                                      "\\\"access_token\\\":\\\"c4n4ry5ecret\\\"",
                                      "https://u:c4n4ry5ecret@host/",
                                      "https://host/?api_key=c4n4ry5ecret&x=1",
                                      "Cookie: session=c4n4ry5ecret; b=2",
                                      "stored with value=c4n4ry5ecret, version=3",
                                      "sk-c4n4ry5ecret",
                                      "ghp_c4n4ry5ecret"}) {
    EXPECT_EQ(masked_text(text).find(part), std::string::npos) << masked_text(text);
  }
}

TEST(Privacy, OrdinaryWordsStay) {
  for (const std::string_view text :
       {"Agent token scopes do not cover this secret path",
        "GET /v1/vaults/3f2b7c1e-9d44-4f0a-8b1e-5a6c7d8e9f01/secrets/api-keys/openai",
        "Invalid or expired token",
        "2026-11-20T09:14:02.123Z"}) {
    EXPECT_EQ(masked_text(text), text);
  }
}

}  // namespace
}  // namespace doctor::intake
