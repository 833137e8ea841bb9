#include "cli/options.h"

#include <set>

#include <gtest/gtest.h>

namespace doctor::cli {
namespace {

using std::chrono::milliseconds;

RunOptions read(const Words& words, const RunOptions& base = {}) {
  const Result<Arguments> arguments = parse_arguments(run_options(), words);
  EXPECT_TRUE(arguments.has_value()) << (arguments ? "" : arguments.error().message);
  const Result<RunOptions> options = read_run_options(*arguments, base);
  EXPECT_TRUE(options.has_value()) << (options ? "" : options.error().message);
  return options.value_or(RunOptions{});
}

TEST(RunOptions, AreAsPromisedWhenNothingIsGiven) {
  const RunOptions options = read({});
  EXPECT_EQ(options.deadline, milliseconds{15000});
  EXPECT_EQ(options.timeout, milliseconds{5000});
  EXPECT_EQ(options.fail_on, FailOn::error);
  EXPECT_EQ(options.format->name, "terminal");
  EXPECT_EQ(options.setup.wish.permission, "read");
  EXPECT_EQ(options.mock, std::nullopt);
}

TEST(RunOptions, ReachTheirPlaces) {
  const RunOptions options = read({"--profile",
                                   "mcp",
                                   "--base-url=https://h",
                                   "--mcp-url",
                                   "https://m/mcp",
                                   "--agent-id",
                                   "a",
                                   "--vault",
                                   "v",
                                   "--secret",
                                   "db/main",
                                   "--permission",
                                   "write",
                                   "--intents",
                                   "--share",
                                   "--device-code",
                                   "ABCD-1234",
                                   "--agent-key-file",
                                   "-",
                                   "--api-key-file",
                                   "k",
                                   "--token-file",
                                   "t",
                                   "--my-ip",
                                   "203.0.113.9",
                                   "--timeout",
                                   "500ms",
                                   "--deadline",
                                   "2.5",
                                   "--max-requests",
                                   "3",
                                   "--resolver",
                                   "9.9.9.9",
                                   "--ip-family",
                                   "6",
                                   "--fail-on",
                                   "warning",
                                   "--format",
                                   "json",
                                   "--color",
                                   "never",
                                   "--ascii",
                                   "-v",
                                   "-q",
                                   "--dry-run"});
  EXPECT_EQ(options.setup.profile, "mcp");
  EXPECT_EQ(options.setup.base_url, "https://h");
  EXPECT_EQ(options.setup.mcp_url, "https://m/mcp");
  EXPECT_EQ(options.setup.agent_id, "a");
  EXPECT_EQ(options.setup.vault, "v");
  EXPECT_EQ(options.setup.wish.secret_path, "db/main");
  EXPECT_EQ(options.setup.wish.permission, "write");
  EXPECT_TRUE(options.setup.wish.intents);
  EXPECT_TRUE(options.setup.wish.share);
  EXPECT_EQ(options.setup.wish.device_code, "ABCD-1234");
  EXPECT_EQ(options.setup.wish.my_ip, "203.0.113.9");
  EXPECT_EQ(options.setup.agent_key_file, "-");
  EXPECT_EQ(options.setup.api_key_file, "k");
  EXPECT_EQ(options.setup.token_file, "t");
  EXPECT_EQ(options.timeout, milliseconds{500});
  EXPECT_EQ(options.deadline, milliseconds{2500});
  EXPECT_EQ(options.max_requests, 3);
  EXPECT_EQ(options.resolver, "9.9.9.9:53");
  EXPECT_EQ(options.ip_family, 6);
  EXPECT_EQ(options.fail_on, FailOn::warning);
  EXPECT_EQ(options.format->name, "json");
  EXPECT_EQ(options.color, Color::never);
  EXPECT_TRUE(options.ascii && options.verbose && options.quiet && options.dry_run);
}

TEST(RunOptions, RepeatWhereThatMakesSense) {
  const RunOptions options = read({"--only",
                                   "network",
                                   "--only",
                                   "auth",
                                   "--skip",
                                   "mcp",
                                   "--report",
                                   "json=a",
                                   "--report=terminal=b=c"});
  EXPECT_EQ(options.only, (Words{"network", "auth"}));
  EXPECT_EQ(options.skip, Words{"mcp"});
  ASSERT_EQ(options.reports.size(), 2U);
  EXPECT_EQ(options.reports[1].format->name, "terminal");
  EXPECT_EQ(options.reports[1].path, "b=c");
}

TEST(RunOptions, AScenarioMayBeLeftOut) {
  EXPECT_EQ(read({"--mock"}).mock, "healthy");
  EXPECT_EQ(read({"--mock=ip-denied"}).mock, "ip-denied");
  EXPECT_EQ(read({"--mock", "-q"}).mock, "healthy");
}

TEST(RunOptions, LaterOnesWinOverEarlierOnes) {
  const RunOptions base = read({"--vault", "theirs", "--agent-id", "theirs", "--skip", "mcp"});
  const RunOptions options = read({"--vault", "mine", "--skip", "auth"}, base);
  EXPECT_EQ(options.setup.vault, "mine");
  EXPECT_EQ(options.setup.agent_id, "theirs");
  EXPECT_EQ(options.skip, (Words{"mcp", "auth"}));
}

TEST(RunOptions, EachHasANameAndHelpOfItsOwn) {
  std::set<std::string_view> names;
  std::set<char> letters;
  for (const Option& option : run_options()) {
    EXPECT_FALSE(option.name.empty() || option.help.empty() || option.group.empty()) << option.name;
    EXPECT_TRUE(names.insert(option.name).second) << option.name;
    EXPECT_TRUE(option.letter == 0 || letters.insert(option.letter).second) << option.letter;
  }
}

}  // namespace
}  // namespace doctor::cli
