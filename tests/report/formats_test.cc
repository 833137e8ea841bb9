// Every format of every sample, compared with files that have been read and given to their
// consumers. ONECLAW_UPDATE_GOLDEN=1 rewrites them; the change then shows in the diff.

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "core/text.h"
#include "golden.h"
#include "report/markup.h"
#include "report/page.h"
#include "report/report.h"
#include "samples.h"

namespace doctor::report {
namespace {

struct Golden {
  std::string sample;
  std::string format;
  std::string variant = {};
  Style style = {};
  std::string name() const {
    return sample + "_" + format + (variant.empty() ? "" : "_" + variant);
  }
};

void PrintTo(const Golden& golden, std::ostream* out) {
  *out << golden.name();
}

class Rendered : public testing::TestWithParam<Golden> {};

TEST_P(Rendered, LooksAsAgreed) {
  const Golden& golden = GetParam();
  const std::string text =
      find_format(golden.format)->render(samples::get(golden.sample), golden.style);
  expect_golden(golden.name() + ".txt", text);
}

std::vector<Golden> goldens() {
  std::vector<Golden> out;
  for (const samples::Sample& sample : samples::all()) {
    for (const Format& format : formats()) {
      if (format.name != "terminal" && format.name != "json") {
        out.push_back({sample.name, std::string{format.name}});
      }
    }
    out.push_back({sample.name, "markdown", "short", Style{.brief = true}});
  }
  out.push_back({"degraded", "junit", "warnings_fail", Style{.warnings_fail = true}});
  return out;
}

INSTANTIATE_TEST_SUITE_P(Formats, Rendered, testing::ValuesIn(goldens()), [](const auto& row) {
  return row.param.name();
});

TEST(Formats, LetNoControlCharacterThrough) {
  for (const Format& format : formats()) {
    if (format.name == "json") {
      continue;  // its readers get what was seen
    }
    for (const samples::Sample& sample : samples::all()) {
      const std::string text = format.render(sample.report, Style{.verbose = true});
      for (const std::string& line : split(text, '\n')) {
        EXPECT_EQ(shown(line, line.size() + 1), line) << format.name;
      }
    }
  }
}

TEST(ShortMarkdown, FitsIntoAChat) {
  for (const samples::Sample& sample : samples::all()) {
    const std::string text = render_markdown(sample.report, Style{.brief = true});
    std::vector<std::string> lines = split(text, '\n');
    lines.pop_back();
    EXPECT_LE(lines.size(), 12U) << text;
    for (const std::string& line : lines) {
      EXPECT_LE(columns(line), 80U) << line;
    }
  }
}

struct Escaped {
  std::string name;
  std::string text;
  std::string markdown;
};

void PrintTo(const Escaped& escaped, std::ostream* out) {
  *out << escaped.name;
}

class Markdown : public testing::TestWithParam<Escaped> {};

TEST_P(Markdown, IsEscaped) {
  EXPECT_EQ(escape_markdown(GetParam().text), GetParam().markdown);
}

INSTANTIATE_TEST_SUITE_P(
    Texts,
    Markdown,
    testing::Values(Escaped{"code", "scopes of `prod/*` do not", "scopes of `prod/*` do not"},
                    Escaped{"one_backtick", "a ` b <i>", R"(a \` b \<i\>)"},
                    Escaped{"empty_code", "a `` b", R"(a \`\` b)"},
                    Escaped{"run_of_backticks", "```x``` <i>", R"(\`\`\`x\`\`\` \<i\>)"},
                    Escaped{"code_beside_code", "`a``b` <i>", R"(\`a\`\`b\` \<i\>)"},
                    Escaped{"html", "<img src=x onerror=y>", R"(\<img src=x onerror=y\>)"},
                    Escaped{"entity", "&lt;", R"(\&lt;)"},
                    Escaped{"link", "[a](b)", R"(\[a\](b))"},
                    Escaped{"image", "see ![a](b)", R"(see \!\[a\](b))"},
                    Escaped{"address",
                            "go to https://evil.example/x now",
                            "go to `https://evil.example/x` now"},
                    Escaped{"address_with_backtick", "https://e`x", "`` https://e`x ``"},
                    Escaped{"www", "WWW.evil.example", "`WWW.evil.example`"},
                    Escaped{"mention", "ask @admin", "ask `@admin`"},
                    Escaped{"reference", "#1 first", "`#1` first"},
                    Escaped{"bar", "a|b", R"(a\|b)"},
                    Escaped{"emphasis", "a *b* _c_ ~~d~~", R"(a \*b\* \_c\_ \~\~d\~\~)"},
                    Escaped{"list", "- a", R"(\- a)"},
                    Escaped{"numbered", "1. a. b", R"(1\. a. b)"},
                    Escaped{"rule_across", "---", R"(\---)"},
                    Escaped{"backslash", R"(a\b)", R"(a\\b)"}),
    [](const auto& row) { return row.param.name; });

TEST(Markdown, BarsEndNoCell) {
  EXPECT_EQ(markdown_cell("`a|b` | <x>"), R"(`a¦b` ¦ \<x\>)");
}

}  // namespace
}  // namespace doctor::report
