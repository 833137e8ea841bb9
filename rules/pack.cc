#include "rules/pack.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/document.h"
#include "core/text.h"
#include "rules/place.h"
#include "rules/syntax.h"

namespace doctor::rules {
namespace {

constexpr std::array<std::string_view, 5> members{"about", "rule", "fires", "facts", "record"};

/// nullopt: not of that type.
std::optional<FactValue> value_of(const Node& node, FactType type) {
  switch (type) {
    case FactType::boolean:
      return node.boolean() ? std::optional{FactValue{*node.boolean()}} : std::nullopt;
    case FactType::integer:
      return node.is_integer() ? std::optional{FactValue{*node.integer()}} : std::nullopt;
    case FactType::number:
      return node.number() && !node.is_text() ? std::optional{FactValue{*node.number()}}
                                              : std::nullopt;
    case FactType::text:
      return node.text() ? std::optional{FactValue{*node.text()}} : std::nullopt;
    case FactType::list:
      return node.is_array() && node.texts().size() == node.items().size()
                 ? std::optional{FactValue{node.texts()}}
                 : std::nullopt;
  }
  return std::nullopt;
}

Facts read_facts(const Node& node, const Place& place, const Vocabulary& vocabulary) {
  Facts out;
  if (!node.is_object() || node.keys().empty()) {
    place.problem("must be an object with facts by name");
    return out;
  }
  for (const std::string& name : node.keys()) {
    const Place here = place.member(name);
    const auto type = vocabulary.type(name, here);
    if (!type) {
      continue;
    }
    if (auto value = value_of(node[name], *type)) {
      out.set(name, std::move(*value));
    } else {
      here.problem("is of type " + std::string{name_of(*type)});
    }
  }
  return out;
}

void check_rule(const std::string& rule, const Table& pack, const Place& place) {
  if (rule.empty() || pack.find(rule) != nullptr) {
    return;
  }
  std::vector<std::string> candidates;
  for (const Rule& one : pack.rules) {
    candidates.push_back(one.id);
  }
  place.problem("the pack has no rule '" + rule + "'" + did_you_mean(rule, candidates));
}

Example read_example(const Node& node,
                     const Place& place,
                     const Vocabulary& vocabulary,
                     const Table& pack) {
  only_members(node, members, place);
  Example out{.place = {},
              .about = required_text(node, "about", place),
              .rule = required_text(node, "rule", place)};
  check_rule(out.rule, pack, place.member("rule"));
  if (const auto fires = node["fires"].boolean()) {
    out.fires = *fires;
  } else {
    place.member("fires").problem("must be true or false");
  }
  if (node["facts"].exists() == node["record"].exists()) {
    place.problem("needs either 'facts' or a 'record'");
  } else if (node["record"].exists()) {
    out.record = required_text(node, "record", place);
  } else {
    out.facts = read_facts(node["facts"], place.member("facts"), vocabulary);
  }
  return out;
}

}  // namespace

Problems load_examples(std::string_view file_name,
                       std::string_view text,
                       std::span<const FactSpec* const> facts,
                       const Table& pack,
                       std::vector<Example>& examples) {
  Problems problems;
  const Place place{file_name, problems};
  for (const std::string& problem : syntax_problems(text)) {
    place.problem(problem);
  }
  const auto document = Document::parse(text);
  if (!document) {
    return problems;
  }
  const Vocabulary vocabulary{facts};
  const Place list = place.member("examples");
  only_members(document->root(), std::array<std::string_view, 1>{"examples"}, place);
  const auto items = document->root()["examples"].items();
  if (items.empty()) {
    list.problem("must be a list of examples");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Place here = list.element(i);
    const std::size_t before = problems.size();
    Example example = read_example(items[i], here, vocabulary, pack);
    example.place = std::string{file_name} + ": /examples/" + std::to_string(i);
    if (problems.size() == before) {
      examples.push_back(std::move(example));
    }
  }
  return problems;
}

Table overlay(const Table& base, const Table& pack) {
  Table out{.version = base.version + "+own", .rules = {}, .left_out = pack.left_out};
  for (const Rule& rule : base.rules) {
    const Rule* const own = pack.find(rule.id);
    out.rules.push_back(own == nullptr ? rule : *own);
  }
  // All that is not in place already; a second rule of one id among them, for check() to find.
  for (const Rule& rule : pack.rules) {
    if (base.find(rule.id) == nullptr || pack.find(rule.id) != &rule) {
      out.rules.push_back(rule);
    }
  }
  std::ranges::stable_sort(
      out.rules, {}, [](const Rule& rule) { return position_of_row(rule.row); });
  return out;
}

}  // namespace doctor::rules
