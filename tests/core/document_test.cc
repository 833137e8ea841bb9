#include "core/document.h"

#include <string>

#include <gtest/gtest.h>

namespace doctor {
namespace {

TEST(Document, AnswersNoForWhatIsNotThere) {
  const auto document = Document::parse(R"({"a":{"b":[1,"2",true]}})");
  ASSERT_TRUE(document);
  const Node root = document->root();
  EXPECT_EQ(root["a"]["b"][0].integer(), 1);
  EXPECT_EQ(root["a"]["b"][1].integer(), 2);
  EXPECT_EQ(root["a"]["b"][2].boolean(), true);
  EXPECT_FALSE(root["a"]["missing"]["deeper"].exists());
  EXPECT_FALSE(root["a"]["b"][2].integer());
  EXPECT_EQ(root["a"]["b"].items().size(), 3U);
  EXPECT_EQ(root["a"].keys(), std::vector<std::string>{"b"});
}

/// A list of so many zeros.
std::string list_of(int values) {
  std::string out = "[0";
  for (int i = 1; i < values; ++i) {
    out += ",0";
  }
  return out + "]";
}

TEST(Document, NumbersBeyondTheRangeAreNone) {
  const auto document = Document::parse(
      R"([9223372036854775807, 9223372036854775808, 18446744073709551615, 1e300, -1e300])");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root()[0].integer(), 9223372036854775807);
  for (std::size_t i = 1; i < 5; ++i) {
    EXPECT_FALSE(document->root()[i].integer()) << i;
  }
  EXPECT_FALSE(Document::parse("[1e400]"));
}

struct Case {
  const char* name;
  std::string text;
  bool comments;
  bool readable;
};

class Parsing : public testing::TestWithParam<Case> {};

TEST_P(Parsing, TakesOnlyWhatItShould) {
  const Case& test = GetParam();
  EXPECT_EQ(Document::parse(test.text, {.comments = test.comments}).has_value(), test.readable);
}

INSTANTIATE_TEST_SUITE_P(
    Document,
    Parsing,
    testing::Values(Case{"object", "{}", false, true},
                    Case{"empty", "", false, false},
                    Case{"trailing_text", "{} x", false, false},
                    Case{"comment_refused", "{} // x", false, false},
                    Case{"comment_taken", "// x\n{/* y */\"a\":1}", true, true},
                    Case{"trailing_comma_taken", "{\"a\":[1,2,],}", true, true},
                    Case{"trailing_comma_refused", "{\"a\":[1,2,]}", false, false},
                    Case{"comma_in_text_kept", R"({"a":",}"})", true, true},
                    Case{"comma_before_comment", "{\"a\":1, // last\n}", true, true},
                    Case{"open_comment", "{\"a\":1 /* ", true, false},
                    Case{"bad_utf8", "{\"a\":\"\xff\"}", false, false},
                    Case{"deep", std::string(100, '[') + std::string(100, ']'), false, false},
                    Case{"very_deep", std::string(200000, '['), false, false},
                    Case{"brackets_in_text", "[\"" + std::string(100, '[') + "\"]", false, true},
                    Case{"escaped_quote", R"(["\"[[", {}])", false, true},
                    Case{"many_values", list_of(100'000 - 1), false, true},
                    Case{"too_many_values", list_of(100'000), false, false}),
    [](const auto& test) { return std::string{test.param.name}; });

}  // namespace
}  // namespace doctor
