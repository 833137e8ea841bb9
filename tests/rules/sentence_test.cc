#include "rules/sentence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rules/support.h"

namespace doctor::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Facts& facts() {
  static const Facts known =
      facts_of_pairs({{"a.flag", true},
                      {"a.count", std::int64_t{812}},
                      {"a.one", std::int64_t{1}},
                      {"a.ratio", 90.0},
                      {"a.text", std::string{"prod/db"}},
                      {"a.list", TextList{"read", "write"}},
                      {"a.names", TextList{"line_break", "inner_space"}},
                      {"evil.placeholder", std::string{"{a.text} {{ {evil.placeholder}"}},
                      // NOLINTNEXTLINE(misc-misleading-bidirectional): on purpose
                      {"evil.escape", std::string{"\x1b[31mred\r\nadmin\xe2\x80\xae"}},
                      {"evil.shell", std::string{"x; rm -rf ~"}},
                      {"evil.option", std::string{"--force"}},
                      {"evil.long", std::string(100000, 'x')}});
  return known;
}

struct Case {
  const char* name;
  const char* text;
  std::optional<std::string> out;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.text;
}

class Render : public testing::TestWithParam<Case> {};

TEST_P(Render, FillsIn) {
  EXPECT_EQ(render(GetParam().text, facts()), GetParam().out);
}

INSTANTIATE_TEST_SUITE_P(
    Sentences,
    Render,
    testing::Values(
        Case{"NoPlaceholder", "plain words", "plain words"},
        Case{"Empty", "", ""},
        Case{"Text", "path {a.text}.", "path prod/db."},
        Case{"Several", "{a.text}{a.count}", "prod/db812"},
        Case{"Flag", "{a.flag}", "yes"},
        Case{"List", "{a.list}", "read, write"},
        Case{"DefaultNotNeeded", "{a.text|nothing}", "prod/db"},
        Case{"Default", "see {b.text|the path}", "see the path"},
        Case{"EmptyDefault", "see {b.text|}", "see "},
        Case{"Unknown", "see {b.text}", std::nullopt},
        Case{"Duration", "{a.count:duration}", "13 min"},
        Case{"DurationOfNumber", "{a.ratio:duration}", "90 s"},
        Case{"DurationDefault", "{b.count:duration|a while}", "a while"},
        Case{"DurationOfText", "{a.text:duration}", "prod/db"},
        Case{"Count", "{a.count:count vault/vaults}.", "812 vaults."},
        Case{"CountOfOne", "{a.one:count policy names/policies name} it", "1 policy names it"},
        Case{"CountDefault", "{b.count:count vault/vaults|no vault}", "no vault"},
        Case{"CountWithoutMany", "{a.count:count vault}", std::nullopt},
        Case{"CountWithNothingForOne", "{a.count:count /vaults}", std::nullopt},
        Case{"CountWithNothingForMany", "{a.count:count vault/}", std::nullopt},
        Case{"Words", "{a.names:words}", "line break, inner space"},
        Case{"Braces", "/v1/{{id}}/{a.text}", "/v1/{id}/prod/db"},
        Case{"OpenBrace", "{a.text", std::nullopt},
        Case{"CloseBrace", "a.text}", std::nullopt},
        Case{"Nested", "{a.{a.text}}", std::nullopt},
        Case{"BadName", "{A text}", std::nullopt},
        Case{"BadFormat", "{a.text:bytes}", std::nullopt},
        Case{"NoName", "{}", std::nullopt},
        Case{"FactsAreNeverExpanded", "<{evil.placeholder}>", "<{a.text} {{ {evil.placeholder}>"},
        Case{"ControlsAreHarmless", "{evil.escape}", "?[31mred??admin?"}),
    name_of_case);

TEST(Sentences, CutLongFacts) {
  const auto text = render("{evil.long}", facts());
  ASSERT_TRUE(text);
  EXPECT_LE(text->size(), longest_fact + std::string_view{"…"}.size());
  EXPECT_THAT(*text, HasSubstr("…"));
}

TEST(Sentences, AbsurdDurationsStayNumbers) {
  const Facts absurd = facts_of_pairs({{"a.count", std::numeric_limits<std::int64_t>::min()}});
  EXPECT_EQ(render("{a.count:duration}", absurd), "-9223372036854775808");
}

TEST(Sentences, TitlesAlwaysRender) {
  EXPECT_EQ(render_always("{b.text} of {a.text}", facts()), "(unknown) of prod/db");
  EXPECT_EQ(render_always("{b.text|none} of {a.text}", facts()), "none of prod/db");
  EXPECT_EQ(render_always("a {broken", facts()), "a {broken");
}

TEST(Sentences, CommandsCarryPlainWordsOnly) {
  EXPECT_THAT(render_command({"1claw", "get", "{a.text}", "--n={a.count}"}, facts()),
              ElementsAre("1claw", "get", "prod/db", "--n=812"));
  EXPECT_THAT(render_command({"1claw", "{b.text|default}"}, facts()),
              ElementsAre("1claw", "default"));
  EXPECT_THAT(render_command({"1claw", "{b.text}"}, facts()), IsEmpty());
  EXPECT_THAT(render_command({"1claw", "{evil.shell}"}, facts()), IsEmpty());
  EXPECT_THAT(render_command({"1claw", "{evil.option}"}, facts()), IsEmpty());
  EXPECT_THAT(render_command({"1claw", "{evil.escape}"}, facts()), IsEmpty());
  EXPECT_THAT(render_command({"1claw", "{evil.long}"}, facts()), IsEmpty());
}

}  // namespace
}  // namespace doctor::rules
