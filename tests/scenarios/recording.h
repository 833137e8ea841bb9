#pragma once
// A scenario's facts, recorded once, to be judged again many times with one rule replaced.

#include <cstddef>
#include <string>
#include <vector>

#include "core/report.h"
#include "rules/table.h"

namespace doctor::scenarios {

/// The table without its texts: judges the same, faster.
rules::Table without_texts(rules::Table table);

class Recording {
 public:
  /// `table` must outlive it.
  Recording(const rules::Table& table, std::vector<Observation> observations);

  /// The outline of the diagnosis with the whole table.
  const std::string& outline() const { return outline_; }
  /// Is the diagnosis another with `rule` at its place in the table?
  bool notices(const rules::Rule& rule, std::size_t place) const;

 private:
  bool holds(const rules::Rule& rule) const;
  std::string judge(const rules::Table& table) const;

  const rules::Table* table_;
  std::vector<Observation> observations_;
  Facts facts_ = {};
  std::vector<std::size_t> holding_ = {};  ///< places of the rules that hold: the others do nothing
  std::string outline_ = {};
};

}  // namespace doctor::scenarios
