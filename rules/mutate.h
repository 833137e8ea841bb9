#pragma once
// Small, meaningful damages to a rule, to find out whether the tests would notice: diagnose
// recorded facts again with a mutant in the rule's place; a mutant that changes no diagnosis has
// survived, so what it damaged is tested by nothing.

#include <string>
#include <vector>

#include "rules/table.h"

namespace doctor::rules {

struct Mutant {
  std::string description;  ///< `/when/all/1: token.expired is yes → always`
  Rule rule;
};

/// Of `when` and of `raise`: each test and each group made always true and never true, each
/// comparison moved across its boundary and by one the other way, each `all` and `any` swapped; but
/// nothing that the loader would refuse. Beyond these, each entry of `explains` dropped, `raise`
/// dropped, severity and certainty made another, `only_if_unexplained` dropped.
std::vector<Mutant> mutants(const Rule& rule);

}  // namespace doctor::rules
