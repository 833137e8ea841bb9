#include "api/credential.h"

#include <random>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"

namespace doctor::api {
namespace {

// Made for these tests; none was ever issued.
constexpr const char* agent_key = "ocv_Zk3T-w8Qp_0aLr5Xv2NcYb7MdEf9GhJs";
constexpr const char* jwt = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZ2VudDphIn0.c2lnbmF0dXJl";

struct KindCase {
  const char* name;
  std::string value;
  CredentialKind kind;
  const char* masked;
};

class Kind : public testing::TestWithParam<KindCase> {};

TEST_P(Kind, IsToldByForm) {
  const KindCase& test = GetParam();
  EXPECT_EQ(word_of(kind_of(test.value)), word_of(test.kind));
  EXPECT_EQ(masked(test.value), test.masked);
}

INSTANTIATE_TEST_SUITE_P(
    Credential,
    Kind,
    testing::Values(
        KindCase{"agent", agent_key, CredentialKind::agent_key, "ocv_****"},
        KindCase{"agent_short", "ocv_x", CredentialKind::agent_key, "ocv_****"},
        KindCase{"user", "1ck_abcdefghijklmnop", CredentialKind::user_key, "1ck_****"},
        KindCase{"platform", "plt_abcdefghijklmnop", CredentialKind::platform_key, "plt_****"},
        KindCase{"jwt", jwt, CredentialKind::jwt, "JWT"},
        KindCase{"jwt_cut", "eyJhbGciOiJFZERTQSJ9.eyJzd", CredentialKind::jwt, "JWT"},
        KindCase{"jwe_is_not_ours",
                 "eyJh.b.c.d.e",
                 CredentialKind::unknown,
                 "(unrecognised, 12 characters)"},
        KindCase{"pair",
                 "6f9619ff-8b86-4011-b42d-00c04fc964ff:ocv_abcdefghijkl",
                 CredentialKind::shroud_pair,
                 "****:ocv_****"},
        KindCase{"claim", "ct_abcdef", CredentialKind::claim_token, "ct_****"},
        KindCase{"reauth", "rat_abcdef", CredentialKind::reauth_token, "rat_****"},
        KindCase{"webhook", "whk_abcdef", CredentialKind::webhook_token, "whk_****"},
        KindCase{"foreign",
                 "sk-abcdef",
                 CredentialKind::foreign,
                 "(key of another product, 9 characters)"},
        KindCase{"partner",
                 "bk_ptr_abcdef",
                 CredentialKind::foreign,
                 "(key of another product, 13 characters)"},
        KindCase{
            "unknown", "correct horse", CredentialKind::unknown, "(unrecognised, 13 characters)"},
        KindCase{"upper_case_is_no_key",
                 "OCV_abcdef",
                 CredentialKind::unknown,
                 "(unrecognised, 10 characters)"},
        KindCase{"empty", "", CredentialKind::none, "(empty)"},
        KindCase{"quotes_only", "\"\"", CredentialKind::none, "(empty)"},
        KindCase{"quoted", "\"ocv_abcdefghijkl\"", CredentialKind::agent_key, "ocv_****"},
        KindCase{"bearer", "Bearer 1ck_abcdefghijkl", CredentialKind::user_key, "1ck_****"},
        KindCase{"assigned",
                 "ONECLAW_AGENT_API_KEY=ocv_abcdefghijkl",
                 CredentialKind::agent_key,
                 "ocv_****"},
        KindCase{"placeholder_keeps_kind", "ocv_...", CredentialKind::agent_key, "ocv_****"},
        KindCase{"jwt_placeholder", "eyJ...", CredentialKind::jwt, "JWT"},
        KindCase{"masked_keeps_kind", "1ck_****", CredentialKind::user_key, "1ck_****"}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(Credential, NamesAreForPeople) {
  EXPECT_EQ(name_of(CredentialKind::agent_key), "agent key");
  EXPECT_EQ(name_of(CredentialKind::jwt), "JWT");
  EXPECT_EQ(name_of(CredentialKind::unknown), "unrecognised value");
}

std::string problems_of(std::string_view value) {
  std::vector<std::string> words;
  for (const ValueProblem problem : inspect_value(value)) {
    words.emplace_back(word_of(problem));
  }
  return join(words, " ");
}

struct ValueCase {
  const char* name;
  std::string value;
  const char* problems;  ///< in order, with a space between
};

class Value : public testing::TestWithParam<ValueCase> {};

TEST_P(Value, HasJustTheseProblems) {
  EXPECT_EQ(problems_of(GetParam().value), GetParam().problems);
}

INSTANTIATE_TEST_SUITE_P(
    Fine,
    Value,
    testing::Values(ValueCase{"agent_key", agent_key, ""},
                    ValueCase{"jwt", jwt, ""},
                    ValueCase{"jwt_unsigned", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", ""},
                    ValueCase{"fixture", "ocv_x", ""},
                    ValueCase{"fixture_user", "1ck_x", ""},
                    ValueCase{"fixture_word", "ocv_test", ""},
                    ValueCase{"eleven_characters", "ocv_1234567", ""},
                    ValueCase{"thirteen_characters", "ocv_123456789", ""},
                    ValueCase{"dollar_inside", "ocv_ab$cd$EF", ""},
                    ValueCase{"percent_inside", "ocv_ab%cd%EF", ""},
                    ValueCase{"base64_padding", "c29tZXRoaW5nIHNlY3JldA==", ""},
                    ValueCase{"x_inside", "ocv_abxxxcdefghijklm", ""},
                    ValueCase{"word_without_border", "ocv_ayourbcdefhereghi", ""},
                    ValueCase{"uuid", "6f9619ff-8b86-4011-b42d-00c04fc964ff", ""},
                    ValueCase{"vault_name", "example-vault", ""},
                    ValueCase{"vault_called_todo", "todo", ""},
                    ValueCase{"url", "https://api.1claw.xyz", ""},
                    ValueCase{"example_url", "https://api.example.com/v1", ""}),
    [](const auto& each) { return std::string{each.param.name}; });

INSTANTIATE_TEST_SUITE_P(
    Wrapped,
    Value,
    testing::Values(
        ValueCase{"empty", "", "empty"},
        ValueCase{"blank", "  \t", "empty"},
        ValueCase{"empty_quotes", "''", "empty quotes"},
        ValueCase{"only_bearer", "Bearer ", "empty bearer_prefix"},
        ValueCase{"double_quotes", "\"ocv_abcdefghijk\"", "quotes"},
        ValueCase{"one_quote", "ocv_abcdefghijk'", "quotes"},
        ValueCase{"typographic", "“ocv_abcdefghijk”", "quotes"},
        ValueCase{"bearer", "Bearer ocv_abcdefghijk", "bearer_prefix"},
        ValueCase{"bearer_small", "bearer ocv_abcdefghijk", "bearer_prefix"},
        ValueCase{"header", "Authorization: Bearer ocv_abcdefghijk", "bearer_prefix"},
        ValueCase{"space_before", " ocv_abcdefghijk", "surrounding_space"},
        ValueCase{"tab_after", "ocv_abcdefghijk\t", "surrounding_space"},
        ValueCase{"newline_after", "ocv_abcdefghijk\n", "line_break"},
        ValueCase{"crlf_after", "ocv_abcdefghijk\r\n", "line_break"},
        ValueCase{"newline_inside", "ocv_abcd\nefghijk", "line_break"},
        ValueCase{"space_inside", "ocv_abcd efghijk", "inner_space"},
        ValueCase{"assignment", "ONECLAW_API_KEY=1ck_abcdefghijk", "assignment"},
        ValueCase{"export", "export ONECLAW_API_KEY='1ck_abcdefghijk'", "quotes assignment"},
        ValueCase{"bell",
                  "ocv_abc\x07"
                  "defghijk",
                  "control_characters"},
        ValueCase{"byte_order_mark", "\xef\xbb\xbfocv_abcdefghijk", "control_characters"},
        ValueCase{"hard_space", "ocv_abcdefghijk\xc2\xa0", "control_characters"},
        ValueCase{"all_at_once",
                  " \"Bearer ocv_abcdefghijk\"\n",
                  "quotes bearer_prefix surrounding_space line_break"}),
    [](const auto& each) { return std::string{each.param.name}; });

INSTANTIATE_TEST_SUITE_P(
    Unreal,
    Value,
    testing::Values(ValueCase{"dots", "ocv_...", "placeholder"},
                    ValueCase{"ellipsis", "1ck_…", "placeholder"},
                    ValueCase{"two_then_dots", "ocv_ab...", "placeholder"},
                    ValueCase{"your", "ocv_your_agent_key", "placeholder"},
                    ValueCase{"your_key_here", "your_api_key_here", "placeholder"},
                    ValueCase{"shouted", "YOUR-API-KEY", "placeholder"},
                    ValueCase{"angle", "<your-key>", "placeholder"},
                    ValueCase{"angle_agent", "<agent-api-key>", "placeholder"},
                    ValueCase{"documented", "ocv_EXAMPLE_KEY_NOT_REAL_1234", "placeholder"},
                    ValueCase{"vault_uuid", "your-vault-uuid-here", "placeholder"},
                    ValueCase{"xxx", "ocv_xxx", "placeholder"},
                    ValueCase{"many_x", "ocv_XXXXXXXXXXXXXXXX", "placeholder"},
                    ValueCase{"many_small_x", "1ck_xxxxxxxxxxxxxxxx", "placeholder"},
                    ValueCase{"changeme", "changeme", "placeholder"},
                    ValueCase{"undefined", "undefined", "placeholder"},
                    ValueCase{"null", "null", "placeholder"},
                    ValueCase{"jwt_dots", "eyJ...", "placeholder"},
                    ValueCase{
                        "documented_host", "https://oneclaw-vault-XXXX.run.app", "placeholder"},
                    ValueCase{"braces", "${ONECLAW_AGENT_API_KEY}", "unexpanded"},
                    ValueCase{"env_braces", "${env:ONECLAW_AGENT_API_KEY}", "unexpanded"},
                    ValueCase{"input", "${input:key}", "unexpanded"},
                    ValueCase{"after_bearer", "Bearer ${TOKEN}", "bearer_prefix unexpanded"},
                    ValueCase{"prefix_kept", "ocv_${KEY}", "unexpanded"},
                    ValueCase{"dollar", "$ONECLAW_API_KEY", "unexpanded"},
                    ValueCase{"percent", "%ONECLAW_API_KEY%", "unexpanded"},
                    ValueCase{"mustache", "{{ONECLAW_API_KEY}}", "unexpanded"},
                    ValueCase{"action", "${{ secrets.ONECLAW_API_KEY }}", "inner_space unexpanded"},
                    ValueCase{"secrets", "secrets.ONECLAW_API_KEY", "unexpanded"},
                    ValueCase{"process_env", "process.env.ONECLAW_API_KEY", "unexpanded"},
                    ValueCase{"command", "$(cat key)", "inner_space unexpanded"},
                    ValueCase{"stars", "ocv_****", "masked"},
                    ValueCase{"middle_dots", "ocv_abcd...wxyz", "masked"},
                    ValueCase{"middle_ellipsis", "abcd…wxyz", "masked"},
                    ValueCase{"bullets", "ocv_••••••••", "masked"},
                    ValueCase{"tail_x", "ocv_ab12xxxxxxxxxxxx", "masked"},
                    ValueCase{"redacted", "[REDACTED]", "masked"},
                    ValueCase{"prefix_only", "ocv_", "truncated"},
                    ValueCase{"jwt_prefix_only", "eyJ", "truncated"},
                    ValueCase{"as_listed", "ocv_Ab3dEf6h", "truncated"},
                    ValueCase{"as_listed_user", "1ck_Ab3dEf6h", "truncated"},
                    ValueCase{"half_a_jwt", "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOi", "truncated"}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(Credential, CleaningLeavesWhatWasMeant) {
  for (const std::string wrapped : {" ocv_abc ",
                                    "\"ocv_abc\"",
                                    "Bearer ocv_abc",
                                    "Authorization: Bearer ocv_abc\r\n",
                                    "export KEY=\"ocv_abc\"",
                                    "KEY='Bearer ocv_abc'\n",
                                    "ocv_\nabc",
                                    "\xef\xbb\xbf“ocv_abc”"}) {
    EXPECT_EQ(cleaned(wrapped), "ocv_abc") << wrapped;
  }
  EXPECT_EQ(cleaned("BearerOfNews"), "BearerOfNews");
  EXPECT_EQ(cleaned("bm90aGluZw=="), "bm90aGluZw==");
}

TEST(Credential, RealLookingKeysRaiseNoAlarm) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  std::mt19937 random{20261123};  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same keys every time
  std::uniform_int_distribution<std::size_t> pick{0, alphabet.size() - 1};
  std::uniform_int_distribution<int> length{20, 80};
  for (int round = 0; round < 1500; ++round) {
    for (const std::string_view prefix : {"ocv_", "1ck_", "plt_"}) {
      std::string key{prefix};
      for (int left = length(random); left > 0; --left) {
        key += alphabet[pick(random)];
      }
      ASSERT_EQ(problems_of(key), "") << key;
      ASSERT_EQ(cleaned(key), key);
      ASSERT_EQ(masked(key), std::string{prefix} + "****");
    }
  }
}

TEST(Credential, MaskingShowsNothingOfTheSecretPart) {
  for (const std::string secret : {"ocv_SECRETPART",
                                   "SECRETPART",
                                   "sk-SECRETPART",
                                   "id:ocv_SECRETPART",
                                   "eyJSECRETPART.a.b",
                                   "KEY=SECRETPART"}) {
    EXPECT_THAT(masked(secret), testing::Not(testing::HasSubstr("SECRET"))) << secret;
  }
}

}  // namespace
}  // namespace doctor::api
