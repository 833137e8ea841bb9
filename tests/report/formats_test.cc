// Every format of every sample, compared with files that have been read and given to their
// consumers. ONECLAW_UPDATE_GOLDEN=1 rewrites them; the change then shows in the diff.

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "core/text.h"
#include "golden.h"
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

}  // namespace
}  // namespace doctor::report
