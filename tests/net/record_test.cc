// What is written down of an exchange, and above all what is not.

#include "net/record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/fact.h"

namespace doctor::net {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

HttpAsk vault_secrets() {
  return {.endpoint = "vault.secrets",
          .base = "https://ops:hunter2hunter2@api.test/base?key=gone",
          .path_values = {{"vault", "prod"}, {"code", "gone"}},
          .query = {{"prefix", "gone"}},
          .credential = Credential::bearer,
          .headers = {{"X-Anything", "gone"}},
          .json_body = "gone"};
}

Answer refusal() {
  Answer answer;
  answer.credential_sent = true;
  answer.status = 403;
  answer.http_version = "2";
  answer.headers = {{"content-type", "application/problem+json"},
                    {"set-cookie", "sid=gone"},
                    {"retry-after", "7"},
                    {"x-strange", "gone"}};
  answer.body = R"({"title":"Forbidden","status":403,"value":"gone","detail":{"message":"inside"},
                    "error":{"code":"no_policy","secret":"gone"},"type":["gone"]})";
  answer.location = "https://ann:gone@other.test/login?token=gone#gone";
  return answer;
}

TEST(Recorded, KeepsWhatIsListed) {
  const Exchange one = recorded(4, vault_secrets(), refusal());
  EXPECT_EQ(one.ticket, 4U);
  EXPECT_EQ(one.method, "GET");
  EXPECT_EQ(one.base, "https://api.test/base");
  EXPECT_EQ(one.path, "/v1/vaults/{vault}/secrets");
  EXPECT_THAT(one.ids, ElementsAre(Pair("vault", "prod")));
  EXPECT_THAT(one.query, ElementsAre("prefix"));
  EXPECT_EQ(one.credential, "bearer");
  EXPECT_TRUE(one.credential_sent);
  EXPECT_EQ(one.sent_bytes, 4U);
  EXPECT_EQ(one.failure, "");
  EXPECT_EQ(one.status, 403);
  EXPECT_THAT(
      one.headers,
      ElementsAre(Pair("content-type", "application/problem+json"), Pair("retry-after", "7")));
  EXPECT_EQ(one.other_headers, 2U);
  EXPECT_EQ(one.redirect_to, "https://other.test/login");
  EXPECT_THAT(one.members,
              ElementsAre(Pair("title", FactValue{std::string{"Forbidden"}}),
                          Pair("status", FactValue{std::int64_t{403}}),
                          Pair("detail.message", FactValue{std::string{"inside"}}),
                          Pair("error.code", FactValue{std::string{"no_policy"}})));
}

TEST(Recorded, KeepsNothingOfABodyThatIsNoObject) {
  for (const char* body : {"gone", "[\"gone\"]", "\"gone\"", "{\"title\": \"gone\"", ""}) {
    Answer answer;
    answer.body = body;
    EXPECT_TRUE(recorded(0, {}, answer).members.empty()) << body;
  }
}

TEST(Recorded, SaysWhyThereIsNoAnswer) {
  Answer answer;
  answer.failure = Failure::refused;
  answer.failure_text = "nobody listens";
  EXPECT_EQ(recorded(0, vault_secrets(), answer).failure, "refused");
  EXPECT_EQ(recorded(0, vault_secrets(), answer).failure_text, "nobody listens");
  EXPECT_EQ(recorded_open(0, vault_secrets()).failure, "ended");
  EXPECT_EQ(recorded(0, {.endpoint = "vaults.list", .base = "no url"}, answer).base, "");
}

}  // namespace
}  // namespace doctor::net
