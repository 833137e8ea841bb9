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
                    Case{"very_deep", std::string(200000, '['), false, false}),
    [](const auto& test) { return std::string{test.param.name}; });

}  // namespace
}  // namespace doctor
