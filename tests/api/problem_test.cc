#include "api/problem.h"

#include <string>

#include <gtest/gtest.h>

namespace doctor::api {
namespace {

struct MediaCase {
  const char* name;
  const char* content_type;
  std::string body;
  Media media;
};

class Body : public testing::TestWithParam<MediaCase> {};

TEST_P(Body, IsJudgedByItsBytesFirst) {
  const MediaCase& test = GetParam();
  EXPECT_EQ(word_of(media_of(test.content_type, test.body)), word_of(test.media));
}

INSTANTIATE_TEST_SUITE_P(
    Problem,
    Body,
    testing::Values(
        MediaCase{"nothing", "application/json", "", Media::none},
        MediaCase{"white_space", "text/plain", " \r\n", Media::none},
        MediaCase{"json", "application/json", "{}", Media::json},
        MediaCase{"problem", "application/problem+json", "\n{\"a\":1}", Media::json},
        MediaCase{"json_called_html", "text/html", "{\"a\":1}", Media::json},
        MediaCase{"html_called_json", "application/json", "<!DOCTYPE html><p>", Media::html},
        MediaCase{"html", "text/html", "<html>", Media::html},
        MediaCase{"html_after_comment", "", "<!-- x --><html>", Media::html},
        MediaCase{"fragment", "text/html", "<center>404</center>", Media::html},
        MediaCase{"marked_json", "", "\xef\xbb\xbf{}", Media::json},
        MediaCase{"truncated_json", "application/json", "{\"detail\":\"Ins", Media::json},
        MediaCase{"json_text", "application/json", "\"denied\"", Media::json},
        MediaCase{"text_called_json", "application/json", "upstream error", Media::text},
        MediaCase{"text", "text/plain", "\xe2\x9c\x93 Ok", Media::text},
        MediaCase{
            "events", "text/event-stream", "event: message\ndata: {}\n\n", Media::event_stream},
        MediaCase{"binary", "application/json", std::string{"\x00\x01", 2}, Media::binary},
        MediaCase{"xml", "application/xml", "<?xml version=\"1.0\"?>", Media::text}),
    [](const auto& each) { return std::string{each.param.name}; });

struct EnvelopeCase {
  const char* name;
  const char* body;
  const char* type;
  const char* title;
  const char* detail;
  bool x402;
  const char* approval_id;
  const char* reason_code;
};

class Envelope : public testing::TestWithParam<EnvelopeCase> {};

TEST_P(Envelope, IsRead) {
  const EnvelopeCase& test = GetParam();
  const Problem problem = read_problem("application/json", test.body);
  EXPECT_TRUE(problem.parsed);
  EXPECT_TRUE(problem.resembles_1claw);
  EXPECT_EQ(problem.type, test.type);
  EXPECT_EQ(problem.title, test.title);
  EXPECT_EQ(problem.detail, test.detail);
  EXPECT_EQ(problem.x402, test.x402);
  EXPECT_EQ(problem.approval_id, test.approval_id);
  EXPECT_EQ(problem.reason_code, test.reason_code);
}

INSTANTIATE_TEST_SUITE_P(
    Problem,
    Envelope,
    testing::Values(
        EnvelopeCase{"whole",
                     R"({"type":"about:blank","title":"Forbidden","status":403,
                         "detail":"Insufficient permissions"})",
                     "about:blank",
                     "Forbidden",
                     "Insufficient permissions",
                     false,
                     "",
                     ""},
        EnvelopeCase{"limit",
                     R"({"type":"resource_limit_exceeded","title":"Resource Limit Exceeded",
                         "detail":"Vault limit reached (3/3 on free tier). Upgrade."})",
                     "resource_limit_exceeded",
                     "Resource Limit Exceeded",
                     "Vault limit reached (3/3 on free tier). Upgrade.",
                     false,
                     "",
                     ""},
        EnvelopeCase{"title_and_detail",
                     R"({"title":"Unauthorized","detail":"Invalid API key"})",
                     "",
                     "Unauthorized",
                     "Invalid API key",
                     false,
                     "",
                     ""},
        EnvelopeCase{"detail", R"({"detail":"Not found"})", "", "", "Not found", false, "", ""},
        EnvelopeCase{"error_word",
                     R"({"error":"unauthorized"})",
                     "unauthorized",
                     "",
                     "unauthorized",
                     false,
                     "",
                     ""},
        EnvelopeCase{"error_sentence",
                     R"({"error":"Too many requests, please try again later."})",
                     "",
                     "",
                     "Too many requests, please try again later.",
                     false,
                     "",
                     ""},
        EnvelopeCase{"oauth",
                     R"({"error":"invalid_grant","error_description":"Code expired"})",
                     "invalid_grant",
                     "",
                     "Code expired",
                     false,
                     "",
                     ""},
        EnvelopeCase{"nested",
                     R"({"error":{"message":"Blocked","type":"shroud_error"}})",
                     "shroud_error",
                     "",
                     "Blocked",
                     false,
                     "",
                     ""},
        EnvelopeCase{"rpc",
                     R"({"jsonrpc":"2.0","error":{"code":-32001,"message":"No session"}})",
                     "",
                     "",
                     "No session",
                     false,
                     "",
                     ""},
        EnvelopeCase{"message",
                     R"({"message":"upstream credential resolution failed"})",
                     "",
                     "",
                     "upstream credential resolution failed",
                     false,
                     "",
                     ""},
        EnvelopeCase{"payment_code",
                     R"({"code":"payment_required","required_usd":"0.5","message":"Pay"})",
                     "payment_required",
                     "",
                     "Pay",
                     true,
                     "",
                     ""},
        EnvelopeCase{"x402_v1",
                     R"({"x402Version":1,"error":"X-PAYMENT header is required",
                         "accepts":[{"maxAmountRequired":"1500"}],"description":"Read"})",
                     "",
                     "",
                     "X-PAYMENT header is required",
                     true,
                     "",
                     ""},
        EnvelopeCase{"x402_legacy",
                     R"({"x402Version":1,"accepts":[{"price":"0.001"}],"description":"Read"})",
                     "",
                     "",
                     "Read",
                     true,
                     "",
                     ""},
        EnvelopeCase{"guardrail",
                     R"({"type":"guardrail_violation","detail":"Over the limit",
                         "reason_code":"max_value","limit":"1","current":"0","attempted":"2"})",
                     "guardrail_violation",
                     "",
                     "Over the limit",
                     false,
                     "",
                     "max_value"},
        EnvelopeCase{"approval_needed",
                     R"({"type":"approval_required","approval_request_id":"ar-1",
                         "detail":"Human approval is required to access this secret"})",
                     "approval_required",
                     "",
                     "Human approval is required to access this secret",
                     false,
                     "ar-1",
                     ""},
        EnvelopeCase{"approval_accepted",
                     R"({"error":"approval_required","approval_id":"ap-1","status":"pending"})",
                     "approval_required",
                     "",
                     "approval_required",
                     false,
                     "ap-1",
                     ""},
        EnvelopeCase{
            "approval_pending", R"({"pending_approval_id":"pa-1"})", "", "", "", false, "pa-1", ""},
        EnvelopeCase{"wrong_types",
                     R"({"type":5,"title":[],"detail":{"a":1},"message":"M"})",
                     "",
                     "",
                     "M",
                     false,
                     "",
                     ""},
        EnvelopeCase{
            "nulls", R"({"type":null,"detail":null,"error":null})", "", "", "", false, "", ""},
        EnvelopeCase{"unsafe", "{\"detail\":\"a\\u001b[2Jb\"}", "", "", "a?[2Jb", false, "", ""}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(Problem, NothingReadableIsNotAFailure) {
  for (const std::string& body : {std::string{},
                                  std::string{R"({"detail":"Ins)"},
                                  std::string{"{\"detail\":\"\xff\"}"},
                                  std::string(300, '['),
                                  std::string{"[1,2]"},
                                  std::string{"\x00\xff", 2}}) {
    const Problem problem = read_problem("application/json", body);
    EXPECT_FALSE(problem.parsed);
    EXPECT_FALSE(problem.resembles_1claw);
    EXPECT_EQ(problem.type + problem.title, "");
  }
}

TEST(Problem, AnyOtherObjectDoesNotResembleOurs) {
  const Problem problem = read_problem("application/json", R"({"ok":true})");
  EXPECT_TRUE(problem.parsed);
  EXPECT_FALSE(problem.resembles_1claw);
}

TEST(Problem, TextsAreBounded) {
  const std::string body = R"({"detail":")" + std::string(100000, 'a') + "\"}";
  EXPECT_LE(read_problem("application/json", body).detail.size(), 303U);
  const std::string huge = R"({"detail":")" + std::string(3000000, 'a') + "\"}";
  EXPECT_FALSE(read_problem("application/json", huge).parsed);
  EXPECT_LE(read_problem("text/plain", std::string(3000000, 'a')).detail.size(), 303U);
}

TEST(Problem, AWordForProgramsIsNoSentence) {
  EXPECT_EQ(read_problem("", R"({"error":"no access"})").type, "");
  EXPECT_EQ(read_problem("", R"({"error":")" + std::string(65, 'a') + "\"}").type, "");
}

TEST(Problem, HtmlTellsItsTitle) {
  const Problem problem = read_problem(
      "text/html", "<!DOCTYPE html><html><head><TITLE lang=en>\n Not  Found\n</TITLE></head>");
  EXPECT_EQ(problem.html_title, "Not Found");
  EXPECT_FALSE(problem.parsed);
  EXPECT_EQ(read_problem("text/html", "<html><title>open").html_title, "");
  EXPECT_EQ(read_problem("text/html", "<html><title>\xff</title>").html_title, "?");
}

TEST(Problem, PlainTextIsItsOwnDetail) {
  EXPECT_EQ(read_problem("text/plain", " no healthy upstream\n").detail, "no healthy upstream");
}

TEST(Problem, AnEventCarriesAnEnvelope) {
  const Problem problem = read_problem(
      "text/event-stream", "event: message\r\ndata: {\"error\":{\"message\":\"Gone\"}}\r\n\r\n");
  EXPECT_EQ(problem.detail, "Gone");
}

struct LimitCase {
  const char* name;
  const char* type;
  const char* detail;
  bool found;
  const char* resource;
  std::int64_t used;  ///< -1: absent
  std::int64_t limit;
  const char* tier;
};

class Limit : public testing::TestWithParam<LimitCase> {};

TEST_P(Limit, IsReadFromTheSentence) {
  const LimitCase& test = GetParam();
  Problem problem;
  problem.type = test.type;
  problem.detail = test.detail;
  const auto limit = read_resource_limit(problem);
  ASSERT_EQ(limit.has_value(), test.found);
  if (limit) {
    EXPECT_EQ(limit->resource, test.resource);
    EXPECT_EQ(limit->used.value_or(-1), test.used);
    EXPECT_EQ(limit->limit.value_or(-1), test.limit);
    EXPECT_EQ(limit->tier, test.tier);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Problem,
    Limit,
    testing::Values(
        LimitCase{"documented",
                  "resource_limit_exceeded",
                  "Vault limit reached (3/3 on free tier). Upgrade your plan for more.",
                  true,
                  "vault",
                  3,
                  3,
                  "free"},
        LimitCase{"agents",
                  "about:blank",
                  "Agent limit reached (10/10 on pro tier).",
                  true,
                  "agent",
                  10,
                  10,
                  "pro"},
        LimitCase{"as_mcp_says",
                  "",
                  "Resource limit reached: Secret limit reached (50/50 on Free tier). Ask",
                  true,
                  "secret",
                  50,
                  50,
                  "free"},
        LimitCase{"no_tier", "", "secret limit reached (50/50)", true, "secret", 50, 50, ""},
        LimitCase{"type_alone", "resource_limit_exceeded", "Upgrade", true, "", -1, -1, ""},
        LimitCase{"too_many_digits",
                  "",
                  "Vault limit reached (99999999999999999999/3 on free tier)",
                  true,
                  "vault",
                  -1,
                  3,
                  "free"},
        LimitCase{"rate", "", "Rate limit reached", false, "", -1, -1, ""},
        LimitCase{"other", "about:blank", "Insufficient permissions", false, "", -1, -1, ""}),
    [](const auto& each) { return std::string{each.param.name}; });

}  // namespace
}  // namespace doctor::api
