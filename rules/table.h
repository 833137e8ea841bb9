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

/// A sentence with {fact.name} or {fact.name|words used when the fact is unknown}.
struct Sentence {
  std::string text;
  std::optional<Condition> when = std::nullopt;  ///< shown only when this holds
};

struct Fix {
  Sentence text;
  Actor actor = Actor::you;
  std::vector<std::string> command = {};
};

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

struct Table {
  std::string version;
  std::vector<Rule> rules;
  const Rule* find(std::string_view id) const;
};

/// One line per problem, each beginning with `file: rule: place:`.
using Problems = std::vector<std::string>;

/// The table built into the program.
std::span<const EmbeddedFile> table_files();
Table built_in_table();

/// Parses one file's text into `table`, checking form, types and facts against `facts`.
Problems load(std::string_view file_name,
              std::string_view text,
              std::span<const FactSpec* const> facts,
              Table& table);
/// Checks across rules: duplicate ids, unknown `explains`, cycles, ids outside the known rows.
Problems check(const Table& table);

struct Row {
  std::string_view id;
  std::string_view section;  ///< of the documentation
  std::string_view about;
  bool documented;  ///< a bullet of the troubleshooting page
};
/// The rows of the contract, in the order in which causes are to be read.
std::span<const Row> rows();

}  // namespace doctor::rules
