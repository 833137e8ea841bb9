#pragma once
// The rules table: JSON in, typed rules out, every problem reported with its place. Format:
// docs/rules-format.md.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/embedded.h"
#include "core/fact.h"
#include "core/report.h"
#include "core/result.h"
#include "rules/condition.h"

namespace doctor::rules {

/// A sentence with placeholders (rules/sentence.h).
struct Sentence {
  std::string text;
  std::optional<Condition> when = std::nullopt;  ///< shown only when this holds
};

/// A step of a fix, with placeholders in it.
struct Fix {
  Sentence text;
  Actor actor = Actor::you;
  std::vector<std::string> command = {};  ///< argv; each word may hold placeholders
};

/// One rule, as the table has it (docs/rules-format.md).
struct Rule {
  std::string id;
  std::string row;
  Severity severity = Severity::error;
  Certainty certainty = Certainty::certain;
  std::optional<Certainty> raised = std::nullopt;  ///< certainty when `raise_when` holds as well
  std::optional<Condition> raise_when = std::nullopt;
  Condition when;
  std::vector<std::string> explains = {};  ///< rule ids and rows that are symptoms of this one
  bool only_if_unexplained = false;        ///< holds only for failures no other finding rests on
  std::string title;
  std::string cause;
  std::vector<Sentence> because = {};
  std::vector<Sentence> ruled_out = {};
  std::vector<Fix> fix = {};
  std::string docs;
  std::string source;
};

/// Rules in their order, which decides between findings that are alike otherwise.
struct Table {
  std::string version = {};
  std::vector<Rule> rules = {};
  std::vector<std::string> left_out = {};  ///< ids of rules that had a problem
  /// nullptr when there is none. Lives as long as the table stays as it is.
  const Rule* find(std::string_view id) const;
};

/// One line per problem, each beginning with `file: rule: place:`; `rule` is `-` outside a rule,
/// `place` a JSON pointer or `-`.
using Problems = std::vector<std::string>;

/// The table built into the program, and its version.
std::span<const EmbeddedFile> table_files();
Table built_in_table();

/// Parses one file's text (one row, or a list of rows) into `table`, checking form, types and facts
/// against `facts`. Rules with a problem are left out. When `facts` is empty, facts and their
/// types, regular expressions, placeholders and members written twice are taken on trust: the
/// built-in table was linted when it was built.
Problems load(std::string_view file_name,
              std::string_view text,
              std::span<const FactSpec* const> facts,
              Table& table);
/// Checks across rules: duplicate ids, unknown `explains`, cycles, unknown rows.
Problems check(const Table& table);
/// Everything that can be wrong with a set of table files: `load` of each, the name of each,
/// `check` of all, and no fact may be declared twice with different types.
Problems lint(std::span<const EmbeddedFile> files, std::span<const FactSpec* const> facts);

/// Does `cause` name `symptom` in its `explains`? By row only what is no more severe than the
/// cause: a warning never hides an error that it does not name.
bool explains(const Rule& cause, const Rule& symptom);

/// A row of the troubleshooting table; rules stand in the order of their rows.
struct Row {
  std::string_view id;
  std::string_view section;  ///< of the documentation
  std::string_view about;
  bool documented;  ///< a bullet of the troubleshooting page
};
/// The rows of the contract, in the order in which causes are to be read.
std::span<const Row> rows();
/// The row's index in rows(), or their number when it is none of them.
std::size_t position_of_row(std::string_view id);

}  // namespace doctor::rules
