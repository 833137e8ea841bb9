#include "intake/statuses.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/text.h"

namespace doctor::intake {
namespace {

using Json = nlohmann::json;

const Json& table() {
  static const Json loaded = [] {
    const EmbeddedFile& file = status_files().front();
    return Json::parse(file.bytes, file.bytes + file.size);
  }();
  return loaded;
}

/// How many of the words the meaning is about.
int fit(const Json& entry, const std::vector<std::string>& words) {
  int fits = 0;
  for (const std::string& word : words) {
    for (const Json& known : entry.at("words")) {
      const auto text = known.get<std::string>();
      if (equal_ignoring_case(word, text) || contains_ignoring_case(word, text)) {
        ++fits;
        break;
      }
    }
  }
  return fits;
}

}  // namespace

std::vector<Meaning> meanings_of(int status, const std::vector<std::string>& words) {
  const std::string key = std::to_string(status);
  const std::string family = std::string(1, key.front()) + "xx";
  const Json& all = table();
  const auto found = all.contains(key) ? all.find(key) : all.find(family);
  if (found == all.end()) {
    return {};
  }
  std::vector<std::pair<int, Meaning>> ranked;
  ranked.reserve(found->size());
  for (const Json& entry : *found) {
    ranked.emplace_back(fit(entry, words),
                        Meaning{.rule = entry.at("rule").get<std::string>(),
                                .how_to_tell = entry.at("tell").get<std::string>()});
  }
  std::ranges::stable_sort(
      ranked, std::ranges::greater{}, [](const auto& one) { return one.first; });
  std::vector<Meaning> out;
  out.reserve(ranked.size());
  for (auto& [rank, meaning] : ranked) {
    out.push_back(std::move(meaning));
  }
  return out;
}

std::vector<std::string> rules_of_statuses() {
  std::vector<std::string> out;
  for (const Json& list : table()) {
    for (const Json& entry : list) {
      out.push_back(entry.at("rule").get<std::string>());
    }
  }
  return out;
}

}  // namespace doctor::intake
