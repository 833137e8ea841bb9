// The small readers: .env, YAML lines, references.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "setup/dotenv.h"
#include "setup/expand.h"
#include "setup/yaml_lines.h"
#include "tests/setup/case.h"

namespace doctor::setup {
namespace {

struct Line {
  std::string text;
  std::string name;  ///< empty: no variable
  std::string value;
  bool spaced = false;
};

class DotenvLines : public testing::TestWithParam<Line> {};

TEST_P(DotenvLines, are_read_as_dotenv_does) {
  const Dotenv dotenv = read_dotenv(GetParam().text);
  ASSERT_EQ(dotenv.lines.size(), GetParam().name.empty() ? 0U : 1U);
  if (!dotenv.lines.empty()) {
    EXPECT_EQ(dotenv.lines[0].name, GetParam().name);
    EXPECT_EQ(dotenv.lines[0].value, GetParam().value);
    EXPECT_EQ(dotenv.lines[0].spaced, GetParam().spaced);
  }
}

INSTANTIATE_TEST_SUITE_P(lines,
                         DotenvLines,
                         testing::Values(Line{"A=b", "A", "b"},
                                         Line{"export A=b", "A", "b"},
                                         Line{"  A=b  ", "A", "b"},
                                         Line{"A=\"b c\" # d", "A", "b c"},
                                         Line{"A='b#c'", "A", "b#c"},
                                         Line{"A=b # c", "A", "b"},
                                         Line{"A=b#c", "A", "b#c"},
                                         Line{"A=\"b", "A", "\"b"},
                                         Line{"A=", "A", ""},
                                         Line{"A=#c", "A", ""},
                                         Line{"A = b", "A", "b", true},
                                         Line{"A= b", "A", "b", true},
                                         Line{"1A=b=c", "1A", "b=c"},
                                         Line{"A=b\r\n", "A", "b"},
                                         Line{"\xef\xbb\xbf"
                                              "A=b",
                                              "A",
                                              "b"},
                                         Line{"# A=b", "", ""},
                                         Line{"A b=c", "", ""},
                                         Line{"=b", "", ""},
                                         Line{"plain", "", ""},
                                         Line{"", "", ""}));

TEST(Yaml, lines_have_paths) {
  const auto values = read_yaml_lines(
      "# first\n"
      "a:\n"
      "  b: 'x: y'\n"
      "  \"c d\": z # tail\n"
      "  list:\n"
      "  - one\n"
      "  - two: 2\n"
      "    three: 3\n"
      "e: f\n");
  std::vector<std::string> lines;
  for (const YamlValue& value : values) {
    lines.push_back(join(value.path, "/") + "=" + value.value);
  }
  EXPECT_THAT(lines,
              testing::ElementsAre("a=",
                                   "a/b=x: y",
                                   "a/c d=z",
                                   "a/list=",
                                   "a/list=one",
                                   "a/list/two=2",
                                   "a/list/three=3",
                                   "e=f"));
}

struct Reference {
  std::string text;
  std::string expanded;
  std::string unset;
  bool run_time = false;
};

class References : public testing::TestWithParam<Reference> {};

TEST_P(References, expand) {
  FakeSystem system;
  system.environment = {
      {"ONECLAW_X", "one"}, {"MY_KEY", agent_key}, {"PASSWORD", "hunter2"}, {"ONECLAW_EMPTY", ""}};
  const Expanded expanded = expand(system, GetParam().text);
  EXPECT_EQ(expanded.text, GetParam().expanded);
  EXPECT_EQ(expanded.unset, GetParam().unset);
  EXPECT_EQ(expanded.run_time, GetParam().run_time);
}

INSTANTIATE_TEST_SUITE_P(
    texts,
    References,
    testing::Values(Reference{"plain", "plain", ""},
                    Reference{"${env:ONECLAW_X}", "one", ""},
                    Reference{"Bearer ${ONECLAW_X}!", "Bearer one!", ""},
                    Reference{"${ONECLAW_X}${ONECLAW_X}", "oneone", ""},
                    Reference{"${MY_KEY}", agent_key, ""},
                    Reference{"${ONECLAW_NO}", "${ONECLAW_NO}", "ONECLAW_NO"},
                    Reference{"${ONECLAW_EMPTY}", "${ONECLAW_EMPTY}", "ONECLAW_EMPTY"},
                    Reference{"${ONECLAW_NO:-two}", "two", ""},
                    Reference{"${input:key}", "${input:key}", "", true},
                    // Another program's secret is never looked up for a file that asks for it.
                    Reference{"${PASSWORD}", "${PASSWORD}", "", true},
                    Reference{"${ONECLAW_X", "${ONECLAW_X", ""}));

}  // namespace
}  // namespace doctor::setup
