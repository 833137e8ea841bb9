#include "rules/rule_reader.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "rules/condition_reader.h"
#include "rules/sentence.h"

namespace doctor::rules {
namespace {

constexpr std::array<std::string_view, 14> members{"id",
                                                   "severity",
                                                   "certainty",
                                                   "raise",
                                                   "when",
                                                   "explains",
                                                   "only_if_unexplained",
                                                   "title",
                                                   "cause",
                                                   "because",
                                                   "ruled_out",
                                                   "fix",
                                                   "docs",
                                                   "source"};

using Names = std::vector<std::string>;

/// Which facts a text may take for granted; nullopt where an unknown fact merely drops the text.
struct Texts {
  const Vocabulary* vocabulary;
  std::optional<Names> settled = std::nullopt;
};

/// The forms of numbers are for numbers.
void check_form(const Placeholder& placeholder, FactType type, const Place& place) {
  const bool number = type == FactType::integer || type == FactType::number;
  if (placeholder.form == Form::duration && !number) {
    place.problem("{" + placeholder.fact + ":duration} is of type " + std::string{name_of(type)} +
                  ", not a number of seconds");
  }
  if (placeholder.form == Form::count && type != FactType::integer) {
    place.problem("{" + placeholder.fact + ":count …} is of type " + std::string{name_of(type)} +
                  ", not a whole number");
  }
}

void check_placeholder(const Placeholder& placeholder, const Texts& texts, const Place& place) {
  if (const auto type = texts.vocabulary->type(placeholder.fact, place)) {
    check_form(placeholder, *type, place);
  }
  if (texts.settled && !placeholder.otherwise &&
      !std::ranges::binary_search(*texts.settled, placeholder.fact)) {
    place.problem("{" + placeholder.fact + "} may be unknown when the rule holds: write {" +
                  placeholder.fact + "|words for that case} or test the fact in 'when'");
  }
}

void check_text(std::string_view text, const Texts& texts, const Place& place) {
  if (texts.vocabulary->on_trust()) {
    return;
  }
  const auto pieces = pieces_of(text);
  if (!pieces) {
    place.problem(pieces.error().message);
    return;
  }
  for (const Piece& piece : *pieces) {
    if (piece.placeholder) {
      check_placeholder(*piece.placeholder, texts, place);
    }
  }
}

template <typename Value>
Value read_word(const Node& node,
                std::string_view name,
                const Place& place,
                bool (*parse)(std::string_view, Value&)) {
  Value value{};
  const std::string text = required_text(node, name, place);
  if (!text.empty() && !parse(text, value)) {
    place.member(name).problem("unknown word '" + text + "'");
  }
  return value;
}

bool is_cause(std::string_view word) {
  const auto is_char = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !word.empty() && word.front() != '-' && word.back() != '-' &&
         word.find("--") == std::string_view::npos && std::ranges::all_of(word, is_char);
}

void check_id(const Rule& rule, const Place& place) {
  const std::string start = rule.row + '/';
  if (!rule.id.empty() &&
      (!rule.id.starts_with(start) || !is_cause(std::string_view{rule.id}.substr(start.size())))) {
    place.member("id").problem("must be '" + start +
                               "cause', the cause in lower-case words joined by hyphens");
  }
}

void check_source(const Rule& rule, const Place& place) {
  const bool inferred = contains_ignoring_case(rule.source, "[inferred]");
  if (inferred && rule.certainty == Certainty::certain) {
    place.member("certainty").problem("must not be 'certain' on an [inferred] source");
  }
  if (inferred && rule.raised == Certainty::certain) {
    place.member("raise").member("to").problem("must not be 'certain' on an [inferred] source");
  }
  if (!rule.docs.empty() && !rule.docs.starts_with("https://")) {
    place.member("docs").problem("must be an https:// address");
  }
}

void read_raise(const Node& node, const Place& place, const Vocabulary& vocabulary, Rule& rule) {
  if (!node.exists()) {
    return;
  }
  if (!node.is_object()) {
    place.problem("must be an object with 'to' and 'when'");
    return;
  }
  only_members(node, std::array<std::string_view, 2>{"to", "when"}, place);
  rule.raised = read_word<Certainty>(node, "to", place, parse_certainty);
  if (*rule.raised <= rule.certainty) {
    place.member("to").problem("must be surer than 'certainty'");
  }
  rule.raise_when = read_condition(node["when"], place.member("when"), vocabulary);
}

Names read_texts(const Node& node, const Place& place) {
  Names out;
  if (node.exists() && (!node.is_array() || node.texts().size() != node.items().size())) {
    place.problem("must be a list of texts");
  }
  for (std::string& text : node.texts()) {
    out.push_back(std::move(text));
  }
  return out;
}

/// A text, or {"text": …, "when": …}.
Sentence read_sentence(const Node& node, const Place& place, const Vocabulary& vocabulary) {
  Sentence out;
  if (node.is_text()) {
    out.text = node.text_or("");
    if (trim(out.text).empty()) {
      place.problem("must not be empty");
    }
    return out;
  }
  if (!node.is_object()) {
    place.problem("must be text or an object with 'text' and 'when'");
    return out;
  }
  out.text = required_text(node, "text", place);
  if (node["when"].exists()) {
    out.when = read_condition(node["when"], place.member("when"), vocabulary);
  }
  return out;
}

std::vector<Sentence> read_sentences(const Node& node,
                                     const Place& place,
                                     const Vocabulary& vocabulary) {
  std::vector<Sentence> out;
  if (node.exists() && !node.is_array()) {
    place.problem("must be a list of sentences");
  }
  const auto items = node.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Place here = place.element(i);
    if (items[i].is_object()) {
      only_members(items[i], std::array<std::string_view, 2>{"text", "when"}, here);
    }
    out.push_back(read_sentence(items[i], here, vocabulary));
    check_text(out.back().text, {.vocabulary = &vocabulary}, here);
  }
  return out;
}

Fix read_fix(const Node& node, const Place& place, const Texts& texts) {
  if (!node.is_object()) {
    place.problem("must be an object with 'text' and 'actor'");
    return {};
  }
  only_members(node, std::array<std::string_view, 4>{"text", "actor", "command", "when"}, place);
  Fix out{.text = read_sentence(node, place, *texts.vocabulary),
          .actor = read_word<Actor>(node, "actor", place, parse_actor),
          .command = read_texts(node["command"], place.member("command"))};
  if (node["command"].is_array() && node["command"].items().empty()) {
    place.member("command").problem("must not be empty");
  }
  Texts here = texts;
  if (here.settled && out.text.when && !texts.vocabulary->on_trust()) {
    std::ranges::copy(known_when(*out.text.when, Truth::yes), std::back_inserter(*here.settled));
    std::ranges::sort(*here.settled);
  }
  check_text(out.text.text, here, place.member("text"));
  for (std::size_t i = 0; i < out.command.size(); ++i) {
    check_text(
        out.command[i], {.vocabulary = texts.vocabulary}, place.member("command").element(i));
  }
  return out;
}

void read_fixes(const Node& node, const Place& place, const Texts& texts, Rule& rule) {
  const auto items = node.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    rule.fix.push_back(read_fix(items[i], place.element(i), texts));
  }
  const auto is_unconditional = [](const Fix& fix) {
    return !fix.text.when;
  };
  if (!node.exists()) {
    place.problem("missing 'fix'");
  } else if (items.empty()) {
    place.problem("must be a list of steps");
  } else if (std::ranges::none_of(rule.fix, is_unconditional)) {
    place.problem("at least one step must have no 'when', so that there always is one");
  }
}

void read_texts_of_rule(const Node& node, const Place& place, const Texts& texts, Rule& rule) {
  const Vocabulary& vocabulary = *texts.vocabulary;
  rule.title = required_text(node, "title", place);
  check_text(rule.title, texts, place.member("title"));
  rule.cause = required_text(node, "cause", place);
  check_text(rule.cause, texts, place.member("cause"));
  rule.because = read_sentences(node["because"], place.member("because"), vocabulary);
  if (!node["because"].exists()) {
    place.member("because").problem("missing 'because'");
  } else if (node["because"].is_array() && rule.because.empty()) {
    place.member("because").problem("must not be empty");
  }
  rule.ruled_out = read_sentences(node["ruled_out"], place.member("ruled_out"), vocabulary);
  read_fixes(node["fix"], place.member("fix"), texts, rule);
}

/// The facts that are known when the rule holds; nullopt, so that one mistake is one problem, when
/// its condition is broken.
std::optional<Names> read_when(const Node& node,
                               const Place& place,
                               const Vocabulary& vocabulary,
                               Rule& rule) {
  if (!node.exists()) {
    place.problem("missing 'when'");
    return std::nullopt;
  }
  const std::size_t before = place.count();
  rule.when = read_condition(node, place, vocabulary);
  if (place.count() != before) {
    return std::nullopt;
  }
  if (evaluate(rule.when, Facts{}, nullptr) == Truth::yes) {
    place.problem("holds when nothing is known at all");
  }
  if (!has_evidence(rule.when)) {
    place.problem("rests on no fact: nothing is tested outside of 'not' and 'given'");
  }
  return vocabulary.on_trust() ? Names{} : known_when(rule.when, Truth::yes);
}

void read_fallback(const Node& node, const Place& place, Rule& rule) {
  rule.only_if_unexplained = node.boolean().value_or(false);
  if (node.exists() && !node.boolean()) {
    place.problem("must be true or false");
  }
}

}  // namespace

Rule read_rule(const Node& node,
               std::string_view row,
               const Place& place,
               const Vocabulary& vocabulary) {
  only_members(node, members, place);
  Rule rule{.id = required_text(node, "id", place),
            .row = std::string{row},
            .severity = read_word<Severity>(node, "severity", place, parse_severity),
            .certainty = read_word<Certainty>(node, "certainty", place, parse_certainty),
            .when = {},
            .title = {},
            .cause = {},
            .docs = required_text(node, "docs", place),
            .source = required_text(node, "source", place)};
  check_id(rule, place);
  const Texts texts{.vocabulary = &vocabulary,
                    .settled = read_when(node["when"], place.member("when"), vocabulary, rule)};
  read_raise(node["raise"], place.member("raise"), vocabulary, rule);
  rule.explains = read_texts(node["explains"], place.member("explains"));
  read_fallback(node["only_if_unexplained"], place.member("only_if_unexplained"), rule);
  check_source(rule, place);
  read_texts_of_rule(node, place, texts, rule);
  return rule;
}

}  // namespace doctor::rules
