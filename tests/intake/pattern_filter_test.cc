// The filter before the table of messages: quick, and never between a message and its reader.

#include "intake/pattern_filter.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "intake/messages.h"
#include "intake/needles.h"

namespace doctor::intake {
namespace {

std::vector<std::string> lines_of_the_corpus() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator{CORPUS}) {
    std::ifstream file{entry.path()};
    for (const auto& item : nlohmann::json::parse(file)) {
      std::istringstream text{item.at("text").get<std::string>()};
      for (std::string line; std::getline(text, line);) {
        out.push_back(line);
      }
    }
  }
  return out;
}

std::vector<std::string> patterns_of_messages() {
  std::vector<std::string> out;
  for (const EmbeddedFile& file : message_files()) {
    const auto root = nlohmann::json::parse(file.bytes, file.bytes + file.size);
    for (const char* const list : {"messages", "sentences"}) {
      for (const auto& entry : root.at(list)) {
        out.push_back(entry.at("match").get<std::string>());
      }
    }
  }
  return out;
}

TEST(Needles, FindsWordsAtAnyPlaceAndInAnyCase) {
  const Needles needles{{"limit reached", "1claw", "x509: ", "://a"}};
  for (std::size_t before = 0; before < 40; ++before) {
    for (const char* const word : {"1CLAW", "Limit Reached", "x509: ", "://A"}) {
      for (const char* const after : {"", " and what follows, which is of some length"}) {
        const std::string text = std::string(before, '.') + word + after;
        EXPECT_EQ(needles.find(text, 0), before) << text;
        EXPECT_EQ(needles.find(text, before), before) << text;
        EXPECT_EQ(needles.find(text, before + 1), std::string::npos) << text;
        EXPECT_EQ(needles.all(text).size(), 1U) << text;
      }
    }
  }
  EXPECT_EQ(needles.find("limit  reached, 1 claw, x509, :// a", 0), std::string::npos);
  EXPECT_EQ(needles.find("", 0), std::string::npos);
  EXPECT_EQ(needles.find("1claw", 9), std::string::npos);
}

TEST(PatternFilter, LetsEveryMatchThrough) {
  const std::vector<std::string> patterns = patterns_of_messages();
  const PatternFilter filter{patterns, {}};
  ASSERT_TRUE(filter.is_selective());
  RE2::Options options;
  options.set_case_sensitive(false);
  std::size_t matches = 0;
  std::vector<std::unique_ptr<RE2>> plain;
  for (const std::string& pattern : patterns) {
    plain.push_back(std::make_unique<RE2>(pattern, options));
  }
  for (const std::string& line : lines_of_the_corpus()) {
    const std::vector<int> candidates = filter.candidates(line);
    for (std::size_t i = 0; i < plain.size(); ++i) {
      const bool matched = RE2::PartialMatch(line, *plain[i]);
      EXPECT_EQ(matched, RE2::PartialMatch(line, filter.pattern(i))) << patterns[i];
      if (matched) {
        ++matches;
        EXPECT_TRUE(std::ranges::binary_search(candidates, static_cast<int>(i)))
            << patterns[i] << " on " << line;
        EXPECT_NE(filter.find(line, 0), std::string::npos) << patterns[i] << " on " << line;
      }
    }
  }
  EXPECT_GT(matches, 200U);
}

TEST(PatternFilter, APatternWithoutAWordIsLookedForEverywhere) {
  const PatternFilter filter{{"refused by", R"(\d\d)"}, {}};
  EXPECT_FALSE(filter.is_selective());
  EXPECT_EQ(filter.find("anything", 3), 3U);
  EXPECT_EQ(filter.candidates("anything"), std::vector<int>{1});
}

TEST(Messages, OrdinaryLinesAreSkipped) {
  constexpr std::string_view log =
      "2026-11-25T04:00:07Z INFO [server] handled request id=7f user=12 path=/items/9 in 3ms\n"
      "10.0.1.2 - - [25/Nov/2026:04:00:07 +0000] \"GET /a.js HTTP/1.1\" 200 12 \"-\" \"curl/8\"\n"
      "level=error msg=\"status of job: failed with code 3\"\n";
  EXPECT_EQ(next_telling(log, 0), std::string_view::npos);
  const std::string more = std::string{log} + "ERROR [auth] 1Claw API error (status 403)\n";
  EXPECT_GE(next_telling(more, 0), log.size());
}

}  // namespace
}  // namespace doctor::intake
