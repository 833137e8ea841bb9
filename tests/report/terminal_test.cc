// What people read, compared with files that people have read.

#include <algorithm>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "core/text.h"
#include "golden.h"
#include "report/page.h"
#include "samples.h"

namespace doctor::report {
namespace {

struct Golden {
  std::string sample;
  std::string variant;
  Style style;
  std::string name() const { return sample + "_" + variant; }
};

void PrintTo(const Golden& golden, std::ostream* out) {
  *out << golden.name();
}

class Terminal : public testing::TestWithParam<Golden> {};

TEST_P(Terminal, LooksAsAgreed) {
  const Golden& golden = GetParam();
  const std::string text = render_terminal(samples::get(golden.sample), golden.style);
  expect_golden(golden.name() + ".txt", text);
}

std::vector<Golden> goldens() {
  std::vector<Golden> out;
  for (const samples::Sample& sample : samples::all()) {
    for (const int width : {40, 80, 120}) {
      out.push_back({sample.name, std::to_string(width), Style{.width = width}});
    }
  }
  out.push_back({"unhealthy", "color", Style{.color = true}});
  out.push_back({"degraded", "color", Style{.color = true}});
  for (const std::string sample : {"unhealthy", "healthy", "undecided", "hostile"}) {
    out.push_back({sample, "ascii", Style{.ascii = true}});
    out.push_back({sample, "verbose", Style{.verbose = true}});
    out.push_back({sample, "quiet", Style{.quiet = true}});
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Golden, Terminal, testing::ValuesIn(goldens()), [](const auto& row) {
  return row.param.name();
});

/// Every sample in every style.
std::vector<std::string> everything(bool color) {
  std::vector<std::string> out;
  for (const samples::Sample& sample : samples::all()) {
    for (const int width : {1, 20, 40, 80, 120}) {
      for (const bool verbose : {false, true}) {
        out.push_back(render_terminal(sample.report,
                                      Style{.width = width, .color = color, .verbose = verbose}));
      }
    }
  }
  return out;
}

TEST(TerminalSafety, NothingFromOutsideActsOnTheTerminal) {
  for (const std::string& text : everything(false)) {
    for (const std::string& line : split(text, '\n')) {
      EXPECT_EQ(shown(line, line.size() + 1), line);
    }
  }
}

TEST(TerminalSafety, ColourAddsNothingButColour) {
  const std::vector<std::string> plain = everything(false);
  std::vector<std::string> colored = everything(true);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    std::string& text = colored[i];
    for (const std::string_view code :
         {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[1;31m", "\x1b[33m"}) {
      for (auto at = text.find(code); at != std::string::npos; at = text.find(code)) {
        text.erase(at, code.size());
      }
    }
    EXPECT_EQ(text, plain[i]);
  }
}

TEST(TerminalLayout, OnlyWordsThatCannotBeBrokenAreWiderThanThePage) {
  for (const samples::Sample& sample : samples::all()) {
    for (const int width : {40, 80, 120}) {
      const Style style{.width = width};
      for (const std::string& line : split(render_terminal(sample.report, style), '\n')) {
        if (columns(line) > static_cast<std::size_t>(width)) {
          const std::string_view words = trim(line);
          EXPECT_TRUE(words.starts_with("$ ") || words.find(' ') == std::string_view::npos ||
                      words.find(" (") != std::string_view::npos)
              << line;
        }
      }
    }
  }
}

TEST(TerminalLayout, AsciiMeansAscii) {
  for (const samples::Sample& sample : samples::all()) {
    const std::string text = render_terminal(sample.report, Style{.ascii = true, .verbose = true});
    EXPECT_TRUE(std::ranges::all_of(text, [](char c) {
      return c == '\n' || (c >= ' ' && c <= '~');
    })) << text;
  }
}

TEST(TerminalLayout, HealthyIsShort) {
  const std::string text = render_terminal(samples::get("healthy"), Style{});
  const auto lines = std::ranges::count(text, '\n');
  EXPECT_GE(lines, 3);
  EXPECT_LE(lines, 5);
}

TEST(TerminalLayout, TheCauseComesBeforeEverythingButTheTarget) {
  const std::string text = render_terminal(samples::get("unhealthy"), Style{});
  EXPECT_LT(text.find("scopes do not cover"), text.find("because"));
  EXPECT_LT(text.find("because"), text.find("do  "));
  EXPECT_LT(text.find("do  "), text.find("not  "));
  EXPECT_LT(text.find("not  "), text.find("hence"));
  EXPECT_LT(text.find("    more"), text.find("✓ passed"));
}

TEST(TerminalLayout, AFindingWhoseCauseIsMissingStandsForItself) {
  Report report = samples::get("unhealthy");
  report.findings.erase(report.findings.begin());
  const std::string text = render_terminal(report, Style{.quiet = true});
  EXPECT_NE(text.find("[mcp.access/denied]"), std::string::npos) << text;
}

TEST(TerminalLayout, FindingsThatCauseEachOtherAreShown) {
  Report report = samples::get("unhealthy");
  report.findings[0].root_cause = false;
  report.findings[0].caused_by = {report.findings[1].rule};
  const std::string text = render_terminal(report, Style{.quiet = true});
  EXPECT_NE(text.find("scopes-do-not-cover-path]"), std::string::npos) << text;
}

struct Width {
  std::string name;
  std::string text;
  std::size_t columns;
};

void PrintTo(const Width& width, std::ostream* out) {
  *out << width.name;
}

class Columns : public testing::TestWithParam<Width> {};

TEST_P(Columns, AreCounted) {
  EXPECT_EQ(columns(GetParam().text), GetParam().columns);
}

INSTANTIATE_TEST_SUITE_P(Texts,
                         Columns,
                         testing::Values(Width{"empty", "", 0},
                                         Width{"ascii", "abc", 3},
                                         Width{"accent", "café", 4},
                                         Width{"combining", "cafe\xcc\x81", 4},
                                         Width{"wide", "日本", 4},
                                         Width{"emoji", "🔑", 2},
                                         Width{"mark", "✗ –", 3},
                                         Width{"broken", "\xe2\x82", 2}),
                         [](const auto& row) { return row.param.name; });

TEST(Cut, KeepsWholeCharacters) {
  EXPECT_EQ(cut("abcdef", 6), "abcdef");
  EXPECT_EQ(cut("abcdef", 5), "abcd…");
  EXPECT_EQ(cut("日本語", 5), "日本…");
  EXPECT_EQ(cut("日本語", 4), "日…");
  EXPECT_EQ(cut("abc", 0), "…");
}

}  // namespace
}  // namespace doctor::report
