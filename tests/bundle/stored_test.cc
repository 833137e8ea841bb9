// What the rules say to a live run they say to its report, through the program.

#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/cli/binary.h"

namespace doctor::bundle {
namespace {

using cli::testing::Folder;
using cli::testing::Outcome;
using cli::testing::read_file;
using cli::testing::run_binary;
using Json = nlohmann::ordered_json;

class Stored : public testing::TestWithParam<std::string> {};

TEST_P(Stored, IsJudgedAsItWasLive) {
  const Folder folder;
  const std::string path = (folder.path() / "live.json").string();
  const Outcome live = run_binary(
      {.args = {"run", "--mock=" + GetParam(), "-q", "--report", "json=" + path}}, folder);
  const Json then = Json::parse(read_file(path));
  const Outcome again = run_binary({.args = {"replay", path, "--format", "json"}}, folder);
  ASSERT_TRUE(Json::accept(again.output)) << again.output << again.errors;
  const Json now = Json::parse(again.output);
  EXPECT_EQ(again.exit, live.exit);
  EXPECT_EQ(again.errors, "");
  EXPECT_EQ(now["run"]["mode"], "offline");
  EXPECT_EQ(now["compared"]["verdict"], then["verdict"]);
  for (const char* member : {"verdict", "findings", "summary", "observations"}) {
    EXPECT_EQ(now[member], then[member]) << member;
  }
}

// tests/scenarios does the same for all of them, in one process.
INSTANTIATE_TEST_SUITE_P(Some,
                         Stored,
                         testing::Values("healthy", "agent_expired", "hosted_mcp_token_expired"),
                         [](const auto& scenario) { return scenario.param; });

TEST(StoredPair, DiffCountsRegressionsOnly) {
  const Folder folder;
  const auto keep = [&](const std::string& scenario) {
    std::string path = (folder.path() / (scenario + ".json")).string();
    run_binary({.args = {"run", "--mock=" + scenario, "-q", "--report", "json=" + path}}, folder);
    return path;
  };
  const std::string good = keep("healthy");
  const std::string bad = keep("agent_expired");
  const auto exit_of = [&](const std::string& a, const std::string& b) {
    return run_binary({.args = {"diff", a, b}}, folder).exit;
  };
  EXPECT_EQ(exit_of(good, bad), 1);
  EXPECT_EQ(exit_of(bad, good), 0);
  EXPECT_EQ(exit_of(bad, bad), 0);
  const Outcome shown = run_binary({.args = {"diff", good, bad}}, folder);
  EXPECT_NE(shown.output.find("New: "), std::string::npos) << shown.output;
  EXPECT_NE(shown.output.find(" → "), std::string::npos) << shown.output;
}

}  // namespace
}  // namespace doctor::bundle
