#include "tests/rules/support.h"

#include <algorithm>
#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doctor::rules {
namespace {

constexpr FactKey<bool> a_flag{"a.flag", "a switch"};
constexpr FactKey<std::int64_t> a_count{"a.count", "a number of things"};
constexpr FactKey<std::int64_t> a_limit{"a.limit", "a number of things"};
constexpr FactKey<double> a_ratio{"a.ratio", "a share"};
constexpr FactKey<std::string> a_text{"a.text", "words"};
constexpr FactKey<std::string> a_other{"a.other", "words"};
constexpr FactKey<TextList> a_list{"a.list", "some words"};
constexpr FactKey<bool> b_flag{"b.flag", "a switch"};
constexpr FactKey<std::string> b_text{"b.text", "words"};
constexpr FactKey<bool> c_flag{"c.flag", "a switch"};
constexpr std::array<const FactSpec*, 10> specs{
    &a_flag, &a_count, &a_limit, &a_ratio, &a_text, &a_other, &a_list, &b_flag, &b_text, &c_flag};

}  // namespace

std::span<const FactSpec* const> test_facts() {
  return specs;
}

std::string file_with(std::string_view rules) {
  return R"({"row": "access.policy", "rules": [)" + std::string{rules} + "]}";
}

std::string json_of(const Draft& draft) {
  return R"({"id": ")" + draft.id + R"(", "severity": ")" + draft.severity +
         R"(", "certainty": ")" + draft.certainty + R"(", "when": )" + draft.when +
         R"(, "title": ")" + draft.title + R"(", "cause": "A cause.", "because": )" +
         draft.because + R"(, "fix": )" + draft.fix +
         R"(, "docs": "https://docs.1claw.xyz/x", "source": ")" + draft.source + '"' +
         (draft.more.empty() ? "" : ", " + draft.more) + '}';
}

Table table_of(const std::vector<Draft>& drafts) {
  Table table;
  for (const Draft& draft : drafts) {
    const std::string row = draft.id.substr(0, draft.id.find('/'));
    const std::string text = R"({"row": ")" + row + R"(", "rules": [)" + json_of(draft) + "]}";
    EXPECT_THAT(load("test.json", text, test_facts(), table), testing::IsEmpty());
  }
  return table;
}

Condition condition_of(std::string_view json) {
  // The guard keeps conditions loadable that hold when nothing is known; it is taken off again.
  const Table table = table_of(
      {{.when = R"({"all": [{"fact": "c.flag", "equals": true}, )" + std::string{json} + "]}"}});
  return table.rules.empty() ? Condition{} : table.rules.front().when.parts.at(1);
}

Facts facts_of_pairs(const std::vector<std::pair<std::string, FactValue>>& pairs) {
  Facts out;
  for (const auto& [name, value] : pairs) {
    out.set(name, value);
  }
  return out;
}

Observation observation(const std::string& id,
                        const std::vector<std::pair<std::string, FactValue>>& facts,
                        Status status) {
  return {
      .id = id, .probe = id, .layer = "access", .status = status, .facts = facts_of_pairs(facts)};
}

std::vector<std::string> ids_of(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  std::ranges::transform(findings, std::back_inserter(out), &Finding::rule);
  return out;
}

}  // namespace doctor::rules
