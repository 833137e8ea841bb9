#include "rules/place.h"

#include <algorithm>

#include "core/text.h"

namespace doctor::rules {

Place Place::member(std::string_view name) const {
  Place out = *this;
  out.pointer_ += '/';
  for (const char c : name) {  // RFC 6901, section 3
    if (c == '~') {
      out.pointer_ += "~0";
    } else if (c == '/') {
      out.pointer_ += "~1";
    } else {
      out.pointer_ += c;
    }
  }
  return out;
}

Place Place::element(std::size_t index) const {
  return member(std::to_string(index));
}

Place Place::in_rule(std::string_view id) const {
  Place out = *this;
  out.rule_ = id;
  return out;
}

void Place::problem(std::string_view message) const {
  constexpr std::size_t limit = 500;  // a user's file is text from outside
  const std::string line = file_ + ": " + rule_ + ": " + (pointer_.empty() ? "-" : pointer_) +
                           ": " + std::string{message};
  problems_->push_back(shown(line, limit));
}

Vocabulary::Vocabulary(std::span<const FactSpec* const> facts) {
  for (const FactSpec* spec : facts) {
    const auto [known, is_new] = types_.emplace(spec->name, spec->type);
    if (is_new) {
      names_.emplace_back(spec->name);
    } else if (known->second != spec->type) {
      contradictions_.push_back("the fact '" + known->first + "' is declared as " +
                                std::string{name_of(known->second)} + " and as " +
                                std::string{name_of(spec->type)});
    }
  }
}

std::optional<FactType> Vocabulary::type(std::string_view fact, const Place& place) const {
  if (on_trust()) {
    return std::nullopt;
  }
  const auto found = types_.find(fact);
  if (found == types_.end()) {
    place.problem("no probe establishes the fact '" + std::string{fact} + "'" +
                  did_you_mean(fact, names_));
    return std::nullopt;
  }
  return found->second;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::size_t limit = std::clamp<std::size_t>(word.size() / 4, 1, 4);
  const auto best = nearest(word, candidates, limit);
  return best ? " (did you mean '" + *best + "'?)" : std::string{};
}

void only_members(const Node& object,
                  std::span<const std::string_view> allowed,
                  const Place& place) {
  for (const std::string& key : object.keys()) {
    if (std::ranges::find(allowed, key) == allowed.end()) {
      const std::vector<std::string> candidates(allowed.begin(), allowed.end());
      place.member(key).problem("unknown member '" + key + "'" + did_you_mean(key, candidates));
    }
  }
}

std::string required_text(const Node& object, std::string_view name, const Place& place) {
  const Node node = object[name];
  const Place here = place.member(name);
  if (!node.exists()) {
    here.problem("missing '" + std::string{name} + "'");
  } else if (!node.is_text()) {
    here.problem("must be text");
  } else if (trim(node.text_or("")).empty()) {
    here.problem("must not be empty");
  }
  return node.text_or("");
}

}  // namespace doctor::rules
