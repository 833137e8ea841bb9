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

std::string output_of(std::string_view text) {
  const Report report = explained(text);
  std::string out = report::render_json(report, {});
  out += report::render_terminal(report, {.verbose = true});
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
