#include "rules/table.h"

#include <algorithm>
#include <array>

#include "core/document.h"
#include "core/text.h"
#include "rules/place.h"
#include "rules/rule_reader.h"
#include "rules/syntax.h"

namespace doctor::rules {
namespace {

/// Of the built-in table: the month it was checked, and the edition within it.
constexpr std::string_view built_in_version = "2026.11.1";

std::string_view text_of(const EmbeddedFile& file) {
  return {static_cast<const char*>(static_cast<const void*>(file.bytes)), file.size};
}

void read_row(const Node& node, const Place& place, const Vocabulary& vocabulary, Table& table) {
  if (!node.is_object()) {
    place.problem("must be an object with 'row' and 'rules'");
    return;
  }
  only_members(node, std::array<std::string_view, 2>{"row", "rules"}, place);
  const std::string row = required_text(node, "row", place);
  if (!row.empty() && position_of_row(row) == rows().size()) {
    std::vector<std::string> candidates;
    std::ranges::transform(rows(), std::back_inserter(candidates), [](const Row& known) {
      return std::string{known.id};
    });
    place.member("row").problem("unknown row '" + row + "'" + did_you_mean(row, candidates));
  }
  const auto items = node["rules"].items();
  if (items.empty()) {
    place.member("rules").problem("must be a list of rules");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Place here = place.member("rules").element(i);
    if (!items[i].is_object()) {
      here.problem("must be an object");
      continue;
    }
    const Place in_rule = here.in_rule(items[i]["id"].text_or("-"));
    const std::size_t before = in_rule.count();
    Rule rule = read_rule(items[i], row, in_rule, vocabulary);
    if (in_rule.count() == before) {
      table.rules.push_back(std::move(rule));
    } else {
      table.left_out.push_back(std::move(rule.id));
    }
  }
}

/// `access_policy` for `access.policy`.
std::string file_name_of(std::string_view row) {
  std::string out{row};
  std::ranges::replace(out, '.', '_');
  return out;
}

}  // namespace

const Rule* Table::find(std::string_view id) const {
  const auto found = std::ranges::find(rules, id, &Rule::id);
  return found == rules.end() ? nullptr : &*found;
}

Problems load(std::string_view file_name,
              std::string_view text,
              std::span<const FactSpec* const> facts,
              Table& table) {
  Problems problems;
  const Place place{file_name, problems};
  if (!facts.empty()) {
    for (const std::string& problem : syntax_problems(text)) {
      place.problem(problem);
    }
  }
  const auto document = Document::parse(text);
  if (!document) {
    if (problems.empty()) {
      place.problem("nested too deep");
    }
    return problems;
  }
  const Vocabulary vocabulary{facts};
  const Node root = document->root();
  if (!root.is_array()) {
    read_row(root, place, vocabulary, table);
    return problems;
  }
  const auto items = root.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    read_row(items[i], place.element(i), vocabulary, table);
  }
  return problems;
}

Table built_in_table() {
  Table table{.version = std::string{built_in_version}};
  for (const EmbeddedFile& file : table_files()) {
    load(file.name, text_of(file), {}, table);
  }
  // Files come in the order of their names; rules are read in the order of the rows.
  std::ranges::stable_sort(
      table.rules, {}, [](const Rule& rule) { return position_of_row(rule.row); });
  return table;
}

Problems lint(std::span<const EmbeddedFile> files, std::span<const FactSpec* const> facts) {
  Problems problems;
  Table table;
  const Vocabulary vocabulary{facts};
  for (const std::string& contradiction : vocabulary.contradictions()) {
    Place{"facts", problems}.problem(contradiction);
  }
  for (const EmbeddedFile& file : files) {
    const std::string name = std::string{file.name} + ".json";
    const std::size_t before = table.rules.size();
    std::ranges::move(load(name, text_of(file), facts, table), std::back_inserter(problems));
    for (std::size_t i = before; i < table.rules.size(); ++i) {
      if (file_name_of(table.rules[i].row) != file.name) {
        Place{name, problems}
            .in_rule(table.rules[i].id)
            .problem("rules of this row belong into " + file_name_of(table.rules[i].row) + ".json");
      }
    }
  }
  std::ranges::move(check(table), std::back_inserter(problems));
  return problems;
}

}  // namespace doctor::rules
