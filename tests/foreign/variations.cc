#include "tests/foreign/variations.h"

#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace doctor::foreign {
namespace {

using nlohmann::json;

json read(const std::string& name) {
  std::ifstream in{std::string{FOREIGN_DATA} + "/" + name};
  if (!in) {
    throw std::runtime_error{name + " cannot be read"};
  }
  return json::parse(in);
}

}  // namespace

std::vector<Variation> variations() {
  const json vocabularies = read("wordings.json");
  const json patches = read("variations.json");
  std::vector<Variation> out;
  for (const auto& [name, patch] : patches.items()) {
    json world = patch;
    if (const auto words = world.find("wording"); words != world.end()) {
      world["api"]["wording"] = vocabularies.at(words->get<std::string>());
      world.erase("wording");
    }
    out.push_back({.name = name, .world = world.dump()});
  }
  for (const auto& [name, words] : vocabularies.items()) {
    const json world{{"api", {{"wording", words}}}};
    out.push_back({.name = "words_" + name, .world = world.dump(), .rewords = true});
  }
  return out;
}

std::vector<Allowance> allowances() {
  std::vector<Allowance> out;
  for (const json& row : read("allowed.json")) {
    out.push_back({.root = row.at("root").get<std::string>(),
                   .under = row.at("under").get<std::vector<std::string>>(),
                   .allow = row.at("allow").get<std::vector<std::string>>()});
  }
  return out;
}

std::string retold(const std::string& scenario, const Variation& variation) {
  const json file{{"about", scenario + ", told as " + variation.name},
                  {"like", scenario},
                  {"world", json::parse(variation.world)},
                  {"expects", {{"root", nullptr}}}};
  return file.dump(2);
}

bool covers(const std::string& rule_or_row, const std::string& rule) {
  return rule == rule_or_row || rule.starts_with(rule_or_row + "/");
}

}  // namespace doctor::foreign
