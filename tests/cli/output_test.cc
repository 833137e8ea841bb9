// What leaves the program, and how it ends.

#include "cli/output.h"

#include <csignal>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "binary.h"
#include "cli/version.h"
#include "rules/table.h"

namespace doctor::cli::testing {
namespace {

namespace fs = std::filesystem;

struct Judged {
  std::string name;
  std::vector<Severity> findings;
  Verdict verdict;
  FailOn fail_on;
  int code;
};

void PrintTo(const Judged& row, std::ostream* out) {
  *out << row.name;
}

class ExitCodes : public ::testing::TestWithParam<Judged> {};

TEST_P(ExitCodes, FollowTheFindings) {
  Report report;
  for (const Severity severity : GetParam().findings) {
    report.findings.push_back(
        {.rule = "a/b", .row = "a", .severity = severity, .title = "t", .cause = "c"});
  }
  report.verdict = GetParam().verdict;
  EXPECT_EQ(exit_code(report, GetParam().fail_on), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    ExitCodes,
    ::testing::Values(
        Judged{"healthy", {}, Verdict::healthy, FailOn::error, 0},
        Judged{"note", {Severity::info}, Verdict::healthy, FailOn::warning, 0},
        Judged{"warning", {Severity::warning}, Verdict::degraded, FailOn::error, 0},
        Judged{"warning_counts", {Severity::warning}, Verdict::degraded, FailOn::warning, 1},
        Judged{"error", {Severity::error}, Verdict::unhealthy, FailOn::error, 1},
        Judged{"later_error",
               {Severity::warning, Severity::error},
               Verdict::unhealthy,
               FailOn::error,
               1},
        Judged{"error_ignored", {Severity::error}, Verdict::unhealthy, FailOn::never, 0},
        Judged{"undecided", {}, Verdict::undecided, FailOn::error, 3},
        Judged{"undecided_but_warned", {Severity::warning}, Verdict::undecided, FailOn::warning, 1},
        Judged{"undecided_ignoring_all", {}, Verdict::undecided, FailOn::never, 3}),
    [](const auto& row) { return row.param.name; });

TEST(ChosenStyle, ColoursATerminalOnly) {
  const RunOptions options;
  EXPECT_TRUE(choose_style(options, {.terminal = true, .utf8 = true}).color);
  EXPECT_FALSE(choose_style(options, {.terminal = false}).color);
  EXPECT_FALSE(choose_style(options, {.terminal = true, .no_color = true}).color);
  EXPECT_FALSE(choose_style(options, {.terminal = true, .dumb = true}).color);
  EXPECT_FALSE(choose_style({.color = Color::never}, {.terminal = true}).color);
  EXPECT_TRUE(choose_style({.color = Color::always}, {.no_color = true}).color);
}

TEST(ChosenStyle, FitsTheSurroundings) {
  const RunOptions options;
  EXPECT_EQ(choose_style(options, {}).width, 80);
  EXPECT_EQ(choose_style(options, {.columns = 100}).width, 100);
  EXPECT_EQ(choose_style(options, {.columns = 300}).width, 120);
  EXPECT_EQ(choose_style(options, {.columns = 3}).width, 20);
  EXPECT_TRUE(choose_style(options, {.utf8 = false}).ascii);
  EXPECT_FALSE(choose_style(options, {.utf8 = true}).ascii);
  EXPECT_TRUE(choose_style({.ascii = true}, {.utf8 = true}).ascii);
}

TEST(WrittenFile, IsPrivateAndWhole) {
  const Folder folder;
  const fs::path path = folder.path() / "report.json";
  std::ofstream{path} << "old";
  fs::permissions(path, fs::perms{0644});
  ASSERT_TRUE(write_file(path, "new").has_value());
  EXPECT_EQ(read_file(path), "new");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms{0600});
  EXPECT_EQ(std::distance(fs::directory_iterator{folder.path()}, {}), 1) << "leftovers";
}

TEST(WrittenFile, LeavesALinkALink) {
  const Folder folder;
  std::ofstream{folder.path() / "target"} << "old";
  fs::create_symlink("target", folder.path() / "link");
  ASSERT_TRUE(write_file(folder.path() / "link", "new").has_value());
  EXPECT_TRUE(fs::is_symlink(folder.path() / "link"));
  EXPECT_EQ(read_file(folder.path() / "target"), "new");
}

TEST(WrittenFile, DoesNotReplaceADevice) {
  ASSERT_TRUE(write_file("/dev/null", "x").has_value());
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  const Result<void> full = write_file("/dev/full", "x");
  ASSERT_FALSE(full.has_value());
  EXPECT_EQ(full.error().message, "cannot write '/dev/full': No space left on device");
}

TEST(WrittenFile, NamesWhatItCannotWrite) {
  const Folder folder;
  const Result<void> written = write_file(folder.path() / "none" / "x", "x");
  ASSERT_FALSE(written.has_value());
  EXPECT_NE(written.error().message.find("none/x': No such file"), std::string::npos);
  EXPECT_TRUE(unwritable(folder.path() / "none" / "x").has_value());
  EXPECT_TRUE(unwritable(folder.path()).has_value());
  EXPECT_FALSE(unwritable(folder.path() / "x").has_value());
}

TEST(Version, IsThatOfTheTable) {
  EXPECT_EQ(rules_version(), rules::built_in_table().version);
}

TEST(Program, SaysWhenStandardOutputIsFull) {
  const Folder folder;
  std::ofstream{folder.path() / "targets.csv"} << "name\nalone\n";
  for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
           {"--help"},
           {"run", "--mock"},
           {"run", "--mock", "--watch", "1ms", "--checks", "2"},
           {"run", "--mock", "--targets", "targets.csv", "--results", "-", "-q"}}) {
    const Outcome outcome = run_binary({.args = args, .output_file = "/dev/full"}, folder);
    EXPECT_EQ(outcome.exit, 70) << args.back();
    EXPECT_TRUE(outcome.errors.starts_with("oneclaw-doctor: cannot write ")) << outcome.errors;
    EXPECT_TRUE(outcome.errors.ends_with("standard output: No space left on device\n") ||
                outcome.errors.ends_with("'standard output': No space left on device\n"))
        << outcome.errors;
  }
}

TEST(Program, SaysWhenNobodyReadsStandardOutput) {
  const Folder folder;
  const Outcome outcome = run_binary({.args = {"--help"}, .reader_leaves = true}, folder);
  EXPECT_EQ(outcome.exit, 70);
  EXPECT_EQ(outcome.errors, "oneclaw-doctor: cannot write standard output: Broken pipe\n");
}

TEST(Program, WritesReportsBesideThePayload) {
  const Folder folder;
  const Outcome outcome = run_binary(
      {.args = {"--mock", "-q", "--report", "json=a.json", "--report", "terminal=b.txt"}}, folder);
  EXPECT_EQ(outcome.exit, 0) << outcome.errors;
  EXPECT_NE(read_file(folder.path() / "a.json").find("\"verdict\": \"healthy\""),
            std::string::npos);
  EXPECT_NE(read_file(folder.path() / "b.txt").find("✓ healthy"), std::string::npos);
  EXPECT_EQ(fs::status(folder.path() / "a.json").permissions(), fs::perms{0600});
}

TEST(Program, ColoursATerminalUnlessAskedNotTo) {
  const Folder folder;
  const Outcome colored = run_on_terminal({.args = {"list", "formats"}}, folder);
  EXPECT_NE(colored.output.find("\x1b[1m"), std::string::npos) << colored.output;
  const Outcome plain =
      run_on_terminal({.args = {"list", "formats"}, .env = {{"NO_COLOR", "1"}}}, folder);
  EXPECT_EQ(plain.output.find('\x1b'), std::string::npos) << plain.output;
  EXPECT_EQ(plain.exit, 0);
}

TEST(Program, ExplainsEveryRuleItLists) {
  const Folder folder;
  const rules::Table table = rules::built_in_table();
  ASSERT_FALSE(table.rules.empty());
  const std::string& id = table.rules.front().id;
  const Outcome outcome = run_binary({.args = {"explain", id}}, folder);
  EXPECT_EQ(outcome.exit, 0) << outcome.errors;
  EXPECT_TRUE(outcome.output.starts_with(id)) << outcome.output;
  EXPECT_NE(outcome.output.find("holds if"), std::string::npos);
  std::string typo = id;
  typo.back() = '#';
  const Outcome wrong = run_binary({.args = {"explain", typo}}, folder);
  EXPECT_EQ(wrong.exit, 2);
  EXPECT_NE(wrong.errors.find("did you mean '" + id + "'?"), std::string::npos) << wrong.errors;
}

}  // namespace
}  // namespace doctor::cli::testing
