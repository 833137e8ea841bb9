#include "cli/rules_pack.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cli/catalogue.h"
#include "cli/explained.h"
#include "cli/unreadable.h"
#include "core/text.h"
#include "rules/diagnosis.h"
#include "setup/system.h"

namespace doctor::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 200;
constexpr std::string_view rules_ending = ".json";
constexpr std::string_view examples_ending = ".examples.json";

std::vector<fs::path> files_in(const std::string& folder) {
  std::vector<fs::path> out;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator{folder, error}) {
    if (entry.path().string().ends_with(rules_ending)) {
      out.push_back(entry.path());
    }
  }
  std::ranges::sort(out);
  return out;
}

void add(rules::Problems more, rules::Problems& all) {
  std::ranges::move(more, std::back_inserter(all));
}

std::vector<Finding> found_in(const rules::Example& example, const rules::Table& table) {
  if (!example.record.empty()) {
    return explain_text(example.record, table).findings;
  }
  Observation seen;
  seen.id = seen.probe = "example";
  seen.facts = example.facts;
  std::vector<Observation> observations{seen};
  return rules::diagnose(table, observations);
}

const Finding* find_rule(const std::vector<Finding>& findings, std::string_view rule) {
  const auto found = std::ranges::find(findings, rule, &Finding::rule);
  return found == findings.end() ? nullptr : &*found;
}

std::string names_of(const std::vector<Finding>& findings) {
  std::vector<std::string> names(findings.size());
  std::ranges::transform(findings, names.begin(), &Finding::rule);
  return names.empty() ? "nothing" : join(names, ", ");
}

/// Two errors that each claim to be the cause of one example: the reader would have to choose.
void note_rivals(const rules::Example& example,
                 const std::vector<Finding>& findings,
                 const RulesPack& pack,
                 PackTrial& trial) {
  const Finding* const own = find_rule(findings, example.rule);
  for (const Finding& finding : findings) {
    const bool built_in = pack.own.find(finding.rule) == nullptr;
    if (built_in && own->root_cause && finding.root_cause && own->severity == finding.severity &&
        finding.severity > Severity::info) {
      trial.notes.push_back(fmt::format(
          "{}: contradicts the built-in {}: both are root causes, and neither explains the other",
          example.place,
          finding.rule));
    }
  }
}

void try_example(const rules::Example& example, const RulesPack& pack, PackTrial& trial) {
  const std::vector<Finding> findings = found_in(example, pack.whole);
  const bool fires = find_rule(findings, example.rule) != nullptr;
  if (fires != example.fires) {
    trial.failures.push_back(fmt::format("{}: {} {}: {} (found: {})",
                                         example.place,
                                         example.rule,
                                         fires ? "fires in a near miss" : "does not fire",
                                         shown(example.about, longest_name),
                                         names_of(findings)));
  } else if (fires) {
    note_rivals(example, findings, pack, trial);
  }
}

bool has_example(const RulesPack& pack, const std::string& rule, bool fires) {
  return std::ranges::any_of(pack.examples, [&](const rules::Example& example) {
    return example.rule == rule && example.fires == fires;
  });
}

void require_examples(const RulesPack& pack, PackTrial& trial) {
  for (const rules::Rule& rule : pack.own.rules) {
    if (!has_example(pack, rule.id, true)) {
      trial.failures.push_back(fmt::format("{}: there is no example in which it fires", rule.id));
    }
    if (!has_example(pack, rule.id, false)) {
      trial.failures.push_back(
          fmt::format("{}: there is no near miss in which it is silent", rule.id));
    }
  }
}

}  // namespace

Result<RulesPack> read_rules_pack(const std::string& folder) {
  RulesPack out;
  std::vector<std::pair<std::string, std::string>> examples;
  bool has_rules = false;
  for (const fs::path& path : files_in(folder)) {
    const auto file = setup::RealSystem{}.file(path);
    if (!file) {
      return failure(cannot_read(path, "the rules file "));
    }
    const std::string name = shown(path.filename().string(), longest_name);
    if (path.string().ends_with(examples_ending)) {
      examples.emplace_back(name, file->content);
      continue;
    }
    has_rules = true;
    add(rules::load(name, file->content, known_facts(), out.own), out.problems);
  }
  if (!has_rules) {
    return failure(fmt::format("'{}' holds no rules (*.json)", shown(folder, longest_name)));
  }
  const rules::Table built_in = rules::built_in_table();
  out.whole = rules::overlay(built_in, out.own);
  add(rules::check(out.whole), out.problems);
  for (const rules::Rule& rule : out.own.rules) {
    if (built_in.find(rule.id) != nullptr) {
      out.replaced.push_back(rule.id);
    }
  }
  for (const auto& [name, content] : examples) {
    add(rules::load_examples(name, content, known_facts(), out.own, out.examples), out.problems);
  }
  return out;
}

PackTrial try_pack(const RulesPack& pack) {
  PackTrial out{.examples = pack.examples.size()};
  for (const rules::Example& example : pack.examples) {
    try_example(example, pack, out);
  }
  require_examples(pack, out);
  for (const std::string& rule : pack.replaced) {
    out.notes.push_back(fmt::format("{}: takes the place of the built-in rule", rule));
  }
  return out;
}

}  // namespace doctor::cli
