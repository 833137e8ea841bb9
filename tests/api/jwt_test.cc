#include "api/jwt.h"

#include <string>

#include <gtest/gtest.h>

namespace doctor::api {
namespace {

std::string token_of(std::string_view claims, std::string_view header = R"({"alg":"EdDSA"})") {
  return encode_base64url(header) + "." + encode_base64url(claims) + ".c2ln";
}

TEST(Jwt, ReadsWhatOneclawStamps) {
  const auto claims = read_jwt(token_of(R"({
    "sub":"agent:a-1","org":"o-1","iss":"https://api.1claw.xyz","iat":1000,"nbf":1000,"exp":4600,
    "scopes":["prod/**"],"vault_ids":["v-1","v-2"],"intents_api_enabled":true,
    "execution_intents_enabled":false,"intents_require_tee":false,"execution_require_tee":true,
    "shroud_enabled":true,"environment":"prod","runtime_id":"r-1","cnf":{"jkt":"thumb"}})",
                                        R"({"alg":"EdDSA","typ":"JWT","kid":"eddsa-v1"})"));
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->algorithm, "EdDSA");
  EXPECT_EQ(claims->type, "JWT");
  EXPECT_EQ(claims->key_id, "eddsa-v1");
  EXPECT_EQ(claims->subject, Subject::agent);
  EXPECT_EQ(claims->subject_id, "a-1");
  EXPECT_EQ(claims->org, "o-1");
  EXPECT_EQ(claims->issuer, "https://api.1claw.xyz");
  EXPECT_EQ(*claims->expires_at - *claims->issued_at, std::chrono::hours{1});
  EXPECT_EQ(claims->not_before, claims->issued_at);
  EXPECT_EQ(claims->scopes, std::vector<std::string>{"prod/**"});
  EXPECT_EQ(claims->vault_ids->size(), 2U);
  EXPECT_EQ(claims->intents_enabled, true);
  EXPECT_EQ(claims->execution_enabled, false);
  EXPECT_EQ(claims->intents_require_tee, false);
  EXPECT_EQ(claims->execution_require_tee, true);
  EXPECT_EQ(claims->shroud_enabled, true);
  EXPECT_EQ(claims->environment, "prod");
  EXPECT_EQ(claims->runtime_id, "r-1");
  EXPECT_EQ(claims->dpop_thumbprint, "thumb");
}

TEST(Jwt, AbsentDiffersFromEmpty) {
  const auto bare = read_jwt(token_of("{}"));
  ASSERT_TRUE(bare);
  EXPECT_FALSE(bare->scopes);
  EXPECT_FALSE(bare->vault_ids);
  EXPECT_FALSE(bare->expires_at);
  EXPECT_FALSE(bare->intents_enabled);
  EXPECT_EQ(bare->subject, Subject::unknown);
  const auto empty = read_jwt(token_of(R"({"scopes":[],"vault_ids":[]})"));
  ASSERT_TRUE(empty && empty->scopes && empty->vault_ids);
  EXPECT_TRUE(empty->scopes->empty());
  EXPECT_TRUE(empty->vault_ids->empty());
}

TEST(Jwt, ReadsOlderForms) {
  const auto claims =
      read_jwt(token_of(R"({"scope":"prod/* dev/*","crypto_proxy_enabled":true,"org_id":"o"})"));
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->scopes, (std::vector<std::string>{"prod/*", "dev/*"}));
  EXPECT_EQ(claims->intents_enabled, true);
  EXPECT_EQ(claims->org, "o");
}

struct SubjectCase {
  const char* text;
  Subject subject;
  const char* id;
};

class Subjects : public testing::TestWithParam<SubjectCase> {};

TEST_P(Subjects, AreToldByPrefix) {
  const auto claims = read_jwt(token_of(std::string{R"({"sub":")"} + GetParam().text + "\"}"));
  ASSERT_TRUE(claims);
  EXPECT_EQ(word_of(claims->subject), word_of(GetParam().subject));
  EXPECT_EQ(claims->subject_id, GetParam().id);
}

INSTANTIATE_TEST_SUITE_P(Jwt,
                         Subjects,
                         testing::Values(SubjectCase{"user:u", Subject::user, "u"},
                                         SubjectCase{"agent:a", Subject::agent, "a"},
                                         SubjectCase{"platform:p", Subject::platform, "p"},
                                         SubjectCase{"someone", Subject::unknown, "someone"},
                                         SubjectCase{"", Subject::unknown, ""}));

struct TimeCase {
  const char* name;
  const char* json;
  std::int64_t seconds;  ///< -1: unreadable
};

class Expiry : public testing::TestWithParam<TimeCase> {};

TEST_P(Expiry, NeverOverflows) {
  const auto claims = read_jwt(token_of(std::string{R"({"exp":)"} + GetParam().json + "}"));
  ASSERT_TRUE(claims);
  if (GetParam().seconds < 0) {
    EXPECT_FALSE(claims->expires_at);
    return;
  }
  ASSERT_TRUE(claims->expires_at);
  const auto since = claims->expires_at->time_since_epoch();
  EXPECT_EQ(std::chrono::duration_cast<std::chrono::seconds>(since).count(), GetParam().seconds);
}

INSTANTIATE_TEST_SUITE_P(Jwt,
                         Expiry,
                         testing::Values(TimeCase{"number", "1700000000", 1700000000},
                                         TimeCase{"text", R"("1700000000")", 1700000000},
                                         TimeCase{"fraction", "1700000000.9", 1700000000},
                                         TimeCase{"milliseconds", "1700000000000", 9000000000},
                                         TimeCase{"huge", "1e300", 9000000000},
                                         TimeCase{
                                             "huge_integer", "18446744073709551615", 9000000000},
                                         TimeCase{"negative", "-1e300", 0},
                                         TimeCase{"not_a_number", R"("nan")", -1},
                                         TimeCase{"infinite", R"("inf")", 9000000000},
                                         TimeCase{"word", R"("soon")", -1},
                                         TimeCase{"null", "null", -1},
                                         TimeCase{"list", "[1]", -1}),
                         [](const auto& each) { return std::string{each.param.name}; });

struct FormCase {
  const char* name;
  std::string token;
  bool readable;
};

class Form : public testing::TestWithParam<FormCase> {};

TEST_P(Form, DecidesWhatIsAToken) {
  EXPECT_EQ(read_jwt(GetParam().token).has_value(), GetParam().readable);
}

INSTANTIATE_TEST_SUITE_P(
    Jwt,
    Form,
    testing::Values(FormCase{"signed", token_of("{}"), true},
                    FormCase{"unsigned", "e30.e30.", true},
                    FormCase{"made_up_signature", "e30.e30.signature", true},
                    FormCase{"padded", "e30=.e30=.c2ln", true},
                    FormCase{"two_segments", "e30.e30", false},
                    FormCase{"four_segments", "e30.e30.e30.e30", false},
                    FormCase{"not_base64", "e3$.e30.c2ln", false},
                    FormCase{"not_json", encode_base64url("x") + ".e30.c2ln", false},
                    FormCase{"not_an_object", encode_base64url("[]") + ".e30.c2ln", false},
                    FormCase{"bad_signature", "e30.e30.c2 n", false},
                    FormCase{"key", "ocv_abcdefghijkl", false},
                    FormCase{"empty", "", false},
                    FormCase{"dots", "..", false},
                    FormCase{"huge", "e30." + std::string(100000, 'A') + ".c2ln", false}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(Jwt, TextsAreMadeSafe) {
  const auto claims = read_jwt(token_of(R"({"sub":"agent:a\u001b[31m","scopes":["x\n"]})"));
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->subject_id, "a?[31m");
  EXPECT_EQ(claims->scopes->front(), "x?");
}

TEST(Base64Url, GoesThereAndBack) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(decode_base64url(encode_base64url(bytes)), bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64Url, KnowsItsAlphabet) {
  EXPECT_EQ(encode_base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(decode_base64url("-_8"), "\xfb\xff");
  EXPECT_EQ(decode_base64url("-_8="), "\xfb\xff");
  EXPECT_EQ(decode_base64url("TQ=="), "M");
  EXPECT_FALSE(decode_base64url("+/8"));
  EXPECT_FALSE(decode_base64url("A"));
  EXPECT_FALSE(decode_base64url("TQ==="));
  EXPECT_FALSE(decode_base64url("TQ\n"));
}

}  // namespace
}  // namespace doctor::api
