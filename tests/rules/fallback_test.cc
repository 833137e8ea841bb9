// Rules with only_if_unexplained: they speak for failures that nothing else accounts for.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/diagnosis.h"
#include "tests/rules/support.h"

namespace doctor::rules {
namespace {

using testing::ElementsAre;

constexpr const char* fallback = R"("only_if_unexplained": true)";
constexpr const char* a_holds = R"({"fact": "a.flag", "equals": true})";
constexpr const char* b_holds = R"({"fact": "b.flag", "equals": true})";

/// Two facts in `one`, one in `two`.
std::vector<Observation> observations() {
  return {observation("one", {{"a.flag", true}, {"a.count", std::int64_t{403}}}),
          observation("two", {{"b.flag", true}})};
}

const Draft last_resort{
    .id = "unknown/answer", .when = R"({"fact": "a.count", "at_least": 400})", .more = fallback};

std::vector<std::string> found(const std::vector<Draft>& drafts) {
  auto all = observations();
  return ids_of(diagnose(table_of(drafts), all));
}

TEST(Fallback, HoldsAlone) {
  EXPECT_THAT(found({last_resort}), ElementsAre("unknown/answer"));
}

TEST(Fallback, GivesWayToAnErrorOnTheSameObservation) {
  EXPECT_THAT(found({last_resort, {.id = "access.policy/x", .when = a_holds}}),
              ElementsAre("access.policy/x"));
}

TEST(Fallback, StaysBesideAnErrorElsewhere) {
  EXPECT_THAT(found({last_resort, {.id = "net.proxy/x", .when = b_holds}}),
              ElementsAre("net.proxy/x", "unknown/answer"));
}

TEST(Fallback, StaysBesideAWarningOnTheSameObservation) {
  EXPECT_THAT(found({last_resort, {.id = "net.proxy/x", .severity = "warning", .when = a_holds}}),
              ElementsAre("unknown/answer", "net.proxy/x"));
}

TEST(Fallback, GivesWayToAWarningThatExplainsIt) {
  EXPECT_THAT(found({last_resort,
                     {.id = "net.proxy/x",
                      .severity = "warning",
                      .when = a_holds,
                      .more = R"("explains": ["unknown/answer"])"}}),
              ElementsAre("net.proxy/x"));
}

TEST(Fallback, GivesWayToAWarningThatExplainsItByAnother) {
  // The explaining chain counts, wherever its middle rests.
  EXPECT_THAT(found({last_resort,
                     {.id = "local.config/x",
                      .severity = "warning",
                      .when = a_holds,
                      .more = R"("explains": ["net.proxy/y"])"},
                     {.id = "net.proxy/y",
                      .severity = "warning",
                      .when = b_holds,
                      .more = R"("explains": ["unknown/answer"])"}}),
              ElementsAre("local.config/x", "net.proxy/y"));
}

TEST(Fallback, FoldsUnderACauseThatRestsElsewhere) {
  auto all = observations();
  const auto findings = diagnose(
      table_of({last_resort,
                {.id = "net.proxy/x", .when = b_holds, .more = R"("explains": ["unknown"])"}}),
      all);
  ASSERT_THAT(ids_of(findings), ElementsAre("net.proxy/x", "unknown/answer"));
  EXPECT_THAT(findings[1].caused_by, ElementsAre("net.proxy/x"));
}

TEST(Fallback, NeedsEveryObservationAccountedFor) {
  const Draft wide{.id = "unknown/both",
                   .when = R"({"all": [{"fact": "a.count", "equals": 403},
                                       {"fact": "b.flag", "equals": true}]})",
                   .more = fallback};
  EXPECT_THAT(found({wide, {.id = "access.policy/x", .when = a_holds}}),
              ElementsAre("access.policy/x", "unknown/both"));
  EXPECT_THAT(found({wide,
                     {.id = "access.policy/x", .when = a_holds},
                     {.id = "net.proxy/x", .when = b_holds}}),
              ElementsAre("access.policy/x", "net.proxy/x"));
}

TEST(Fallback, DoesNotGiveWayToAnotherFallback) {
  EXPECT_THAT(found({last_resort, {.id = "server.error/any", .when = a_holds, .more = fallback}}),
              ElementsAre("server.error/any", "unknown/answer"));
}

TEST(Fallback, ADroppedOneMarksNothing) {
  std::vector<Observation> all{
      observation("one", {{"a.flag", true}, {"a.count", std::int64_t{403}}}, Status::skip)};
  const auto findings =
      diagnose(table_of({last_resort, {.id = "access.policy/x", .when = a_holds}}), all);
  EXPECT_THAT(ids_of(findings), ElementsAre("access.policy/x"));
  EXPECT_EQ(all[0].status, Status::skip);
}

}  // namespace
}  // namespace doctor::rules
