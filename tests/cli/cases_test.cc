// The command line as a table: cases.json. A row names its arguments, environment, standard input
// and files, and what has to come out.

#include <algorithm>
#include <array>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "binary.h"
#include "core/text.h"
#include "report/page.h"

namespace doctor::cli::testing {
namespace {

using Json = nlohmann::json;

struct Row {
  std::string name;
  Json json;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.json.dump();
}

// Every member a row may have; a misspelt expectation must not pass unseen.
constexpr auto members = std::to_array<std::string_view>({"name",
                                                          "args",
                                                          "env",
                                                          "stdin",
                                                          "files",
                                                          "exit",
                                                          "stdout_equals",
                                                          "stdout_contains",
                                                          "stdout_lacks",
                                                          "stdout_json",
                                                          "stdout_columns",
                                                          "stderr_contains",
                                                          "stderr_lacks",
                                                          "stderr_lines"});

std::vector<Row> rows() {
  std::vector<Row> out;
  for (const Json& row : Json::parse(read_file(CASES_FILE))) {
    for (const auto& [member, value] : row.items()) {
      if (std::ranges::find(members, member) == members.end()) {
        throw std::invalid_argument{"cases.json: unknown member " + member};
      }
    }
    out.push_back({row.at("name").get<std::string>(), row});
  }
  return out;
}

std::vector<std::string> texts(const Json& row, const std::string& member) {
  return row.value(member, std::vector<std::string>{});
}

void expect_text(const std::string& text, const Json& row, const std::string& stream) {
  for (const std::string& part : texts(row, stream + "_contains")) {
    EXPECT_NE(text.find(part), std::string::npos) << stream << " lacks: " << part << "\n" << text;
  }
  for (const std::string& part : texts(row, stream + "_lacks")) {
    EXPECT_EQ(text.find(part), std::string::npos) << stream << " holds: " << part << "\n" << text;
  }
}

void expect_output(const std::string& output, const Json& row) {
  if (row.contains("stdout_equals")) {
    EXPECT_EQ(output, row.at("stdout_equals").get<std::string>());
  }
  if (row.value("stdout_json", false)) {
    EXPECT_TRUE(Json::accept(output)) << output;
  }
  if (row.contains("stdout_columns")) {
    for (const std::string& line : split(output, '\n')) {
      EXPECT_LE(report::columns(line), row.at("stdout_columns").get<std::size_t>()) << line;
    }
  }
  expect_text(output, row, "stdout");
}

class CommandLine : public ::testing::TestWithParam<Row> {};

TEST_P(CommandLine, DoesAsTheRowSays) {
  const Json& row = GetParam().json;
  const Folder folder;
  for (const Json files = row.value("files", Json::object());
       const auto& [name, content] : files.items()) {
    std::ofstream{folder.path() / name} << content.get<std::string>();
  }
  const Outcome outcome = run_binary({.args = texts(row, "args"),
                                      .env = row.value("env", std::map<std::string, std::string>{}),
                                      .input = row.value("stdin", "")},
                                     folder);
  EXPECT_EQ(outcome.exit, row.at("exit").get<int>()) << outcome.errors;
  expect_output(outcome.output, row);
  expect_text(outcome.errors, row, "stderr");
  const auto lines = std::ranges::count(outcome.errors, '\n');
  const bool succeeds = row.at("exit").get<int>() == 0;
  EXPECT_EQ(lines, row.value("stderr_lines", succeeds ? 0 : 1)) << outcome.errors;
}

INSTANTIATE_TEST_SUITE_P(Cases, CommandLine, ::testing::ValuesIn(rows()), [](const auto& row) {
  return row.param.name;
});

}  // namespace
}  // namespace doctor::cli::testing
