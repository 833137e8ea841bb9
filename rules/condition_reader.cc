#include "rules/condition_reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include <re2/re2.h>

#include "core/text.h"

namespace doctor::rules {
namespace {

using Kind = Condition::Kind;
using Test = Condition::Test;

struct Word {
  std::string_view word;
  Test test;
  bool names_a_fact = false;  ///< the member's value is the name of another fact
};
constexpr std::array words{
    Word{.word = "exists", .test = Test::exists},
    Word{.word = "equals", .test = Test::equals},
    Word{.word = "one_of", .test = Test::one_of},
    Word{.word = "contains", .test = Test::contains},
    Word{.word = "matches", .test = Test::matches},
    Word{.word = "less", .test = Test::less},
    Word{.word = "at_most", .test = Test::at_most},
    Word{.word = "more", .test = Test::more},
    Word{.word = "at_least", .test = Test::at_least},
    Word{.word = "equals_fact", .test = Test::equals, .names_a_fact = true},
    Word{.word = "contains_fact", .test = Test::contains, .names_a_fact = true},
    Word{.word = "less_than_fact", .test = Test::less, .names_a_fact = true},
    Word{.word = "at_most_fact", .test = Test::at_most, .names_a_fact = true},
    Word{.word = "more_than_fact", .test = Test::more, .names_a_fact = true},
    Word{.word = "at_least_fact", .test = Test::at_least, .names_a_fact = true},
};

struct Group {
  std::string_view word;
  Kind kind;
};
constexpr std::array groups{
    Group{"all", Kind::all},
    Group{"any", Kind::any},
    Group{"not", Kind::none_of},
    Group{"given", Kind::given},
};

bool is_number(FactType type) {
  return type == FactType::integer || type == FactType::number;
}

bool may_test(Test test, FactType type) {
  switch (test) {
    case Test::exists:
    case Test::equals:
      return true;
    case Test::one_of:
      return type != FactType::boolean && type != FactType::list;
    case Test::contains:
    case Test::matches:
      return type == FactType::text || type == FactType::list;
    case Test::less:
    case Test::at_most:
    case Test::more:
    case Test::at_least:
      return is_number(type);
  }
  return false;
}

/// The type a value must have to be tested against a fact of `type`.
FactType wanted_type(Test test, FactType type) {
  return test == Test::contains || test == Test::matches ? FactType::text : type;
}

/// nullopt for null, objects, mixed lists and integers beyond 64 bits.
std::optional<FactValue> value_of(const Node& node) {
  if (const auto text = node.text()) {
    return *text;
  }
  if (const auto flag = node.boolean()) {
    return *flag;
  }
  if (node.is_array()) {
    TextList texts = node.texts();
    return texts.size() == node.items().size() ? std::optional<FactValue>{std::move(texts)}
                                               : std::nullopt;
  }
  const auto whole = node.integer();
  const auto number = node.number();
  if (whole && number && static_cast<double>(*whole) == *number) {
    return *whole;
  }
  return number ? std::optional<FactValue>{*number} : std::nullopt;
}

class TestReader {
 public:
  TestReader(const Place& place, const Vocabulary& vocabulary)
      : place_(&place), vocabulary_(&vocabulary) {}

  void read(const Node& node, Condition& test) {
    if (!test.fact.empty()) {
      type_ = vocabulary_->type(test.fact, place_->member("fact"));
    }
    for (const std::string& key : node.keys()) {
      const auto* word = std::ranges::find(words, key, &Word::word);
      if (word == words.end()) {
        continue;  // reported by only_members
      }
      Condition one{.kind = Kind::test, .fact = test.fact, .test = word->test};
      read_value(*word, node[key], place_->member(key), one);
      test.parts.push_back(std::move(one));
    }
  }

 private:
  void read_value(const Word& word, const Node& node, const Place& here, Condition& one) const {
    if (type_ && !may_test(word.test, *type_)) {
      here.problem("'" + std::string{word.word} + "' cannot test '" + one.fact +
                   "', a fact of type " + std::string{name_of(*type_)});
      return;
    }
    if (word.names_a_fact) {
      read_other_fact(node, here, one);
    } else if (word.test == Test::one_of) {
      read_list(node, here, one);
    } else if (word.test == Test::matches) {
      read_pattern(node, here, one);
    } else {
      read_one(node, here, one);
    }
  }

  void read_other_fact(const Node& node, const Place& here, Condition& one) const {
    if (!node.is_text()) {
      here.problem("must be the name of a fact");
      return;
    }
    one.other_fact = node.text_or("");
    const auto other = vocabulary_->type(one.other_fact, here);
    if (!type_ || !other) {
      return;
    }
    const FactType wanted = wanted_type(one.test, *type_);
    if (*other != wanted && !(is_number(*other) && is_number(wanted))) {
      here.problem("'" + one.fact + "' wants a fact of type " + std::string{name_of(wanted)} +
                   " beside it, but '" + one.other_fact + "' is of type " +
                   std::string{name_of(*other)});
    }
  }

  void read_list(const Node& node, const Place& here, Condition& one) const {
    const auto items = node.items();
    if (items.empty()) {
      here.problem("must be a list of values");
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      read_one(items[i], here.element(i), one);
    }
  }

  void read_pattern(const Node& node, const Place& here, Condition& one) const {
    if (!node.is_text() || node.text_or("").empty()) {
      here.problem("must be a regular expression");
      return;
    }
    auto pattern = std::make_shared<const Pattern>(node.text_or(""));
    if (!vocabulary_->on_trust() && !pattern->compiled().ok()) {
      here.problem("bad regular expression: " + pattern->compiled().error());
      return;
    }
    one.pattern = std::move(pattern);
  }

  void read_one(const Node& node, const Place& here, Condition& one) const {
    const auto value = value_of(node);
    if (!value) {
      here.problem("must be text, a number, true, false, or a list of texts");
      return;
    }
    const std::optional<FactType> wanted = one.test == Test::exists ? FactType::boolean
                                           : type_ ? std::optional{wanted_type(one.test, *type_)}
                                                   : std::nullopt;
    const FactType found = type_of(*value);
    if (wanted && found != *wanted && !(*wanted == FactType::number && is_number(found))) {
      here.problem("must be of type " + std::string{name_of(*wanted)} + " to test '" + one.fact +
                   "', not " + std::string{name_of(found)});
      return;
    }
    if (one.test == Test::contains && *value == FactValue{std::string{}}) {
      here.problem("must not be empty: everything contains nothing");
      return;
    }
    one.values.push_back(*value);
  }

  const Place* place_;
  const Vocabulary* vocabulary_;
  std::optional<FactType> type_ = std::nullopt;
};

Condition read_tests(const Node& node, const Place& place, const Vocabulary& vocabulary) {
  std::vector<std::string_view> allowed{"fact"};
  for (const Word& word : words) {
    allowed.push_back(word.word);
  }
  only_members(node, allowed, place);
  Condition out{.kind = Kind::all, .fact = required_text(node, "fact", place)};
  TestReader{place, vocabulary}.read(node, out);
  if (out.parts.empty()) {
    place.problem("names a fact but no test");
    return out;
  }
  if (out.parts.size() == 1) {
    Condition only = std::move(out.parts.front());
    return only;
  }
  out.fact.clear();
  return out;
}

Condition read_group(const Group& group,
                     const Node& node,
                     const Place& place,
                     const Vocabulary& vocabulary) {
  Condition out{.kind = group.kind};
  const bool may_be_one = group.kind == Kind::none_of || group.kind == Kind::given;
  if (may_be_one && node.is_object()) {
    out.parts.push_back(read_condition(node, place, vocabulary));
    return out;
  }
  const auto items = node.items();
  if (items.empty() || group.kind == Kind::given) {
    place.problem(group.kind == Kind::given ? "must be a condition"
                                            : "must be a list of conditions");
    return out;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    out.parts.push_back(read_condition(items[i], place.element(i), vocabulary));
  }
  return out;
}

}  // namespace

Condition read_condition(const Node& node, const Place& place, const Vocabulary& vocabulary) {
  if (!node.is_object()) {
    place.problem("must be a condition");
    return {};
  }
  if (node["fact"].exists()) {
    return read_tests(node, place, vocabulary);
  }
  const auto keys = node.keys();
  const auto* group =
      keys.size() == 1 ? std::ranges::find(groups, keys.front(), &Group::word) : groups.end();
  if (group == groups.end()) {
    place.problem("must hold exactly one of 'all', 'any', 'not', 'given', or a 'fact' with tests");
    return {};
  }
  return read_group(*group, node[keys.front()], place.member(keys.front()), vocabulary);
}

}  // namespace doctor::rules
