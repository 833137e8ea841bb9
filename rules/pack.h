#pragma once
// A pack: rules of somebody else, laid over the built-in ones, with examples that prove them
// (docs/rule-packs.md). Pure.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"
#include "rules/table.h"

namespace doctor::rules {

/// Facts or a foreign record, and whether a rule of the pack has to find something in it.
struct Example {
  std::string place;  ///< `acme.examples.json: /examples/0`
  std::string about;  ///< one line
  std::string rule;
  bool fires = true;        ///< false: a near miss
  Facts facts = {};         ///< what a run established; empty when there is a record
  std::string record = {};  ///< what `explain` reads
};

/// Reads one file of examples into `examples`, checked against the declared facts and the pack's
/// rules. Those with a problem are left out.
Problems load_examples(std::string_view file_name,
                       std::string_view text,
                       std::span<const FactSpec* const> facts,
                       const Table& pack,
                       std::vector<Example>& examples);

/// `pack` over `base`: a rule takes the place of the one with its id; the others are added, each
/// behind those of its row.
Table overlay(const Table& base, const Table& pack);

}  // namespace doctor::rules
