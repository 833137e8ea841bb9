#include "tests/bounds/cases.h"

#include <fstream>

#include <nlohmann/json.hpp>

namespace doctor::bounds {
namespace {

using nlohmann::json;

std::optional<std::string> root_of(const json& root) {
  return root.is_null() ? std::nullopt : std::optional{root.get<std::string>()};
}

/// A person's set-up in place of the agent's, who asks about sharing as well.
json person() {
  return {{"environment",
           {{"ONECLAW_AGENT_API_KEY", nullptr},
            {"ONECLAW_AGENT_ID", nullptr},
            {"ONECLAW_API_KEY", "{{key:alice}}"}}},
          {"arguments", {"--share"}}};
}

json scenario(const json& world, const json& user, const std::string& like) {
  json out{{"about", "A hostile server"}, {"world", world}, {"expects", {{"root", nullptr}}}};
  if (!user.is_null()) {
    out["user"] = user;
  }
  if (!like.empty()) {
    out["like"] = like;
  }
  return out;
}

Case play_of(const std::string& name, const json& fault, const json& place) {
  json struck = fault;
  struck["match"] = place.at("match");
  struck["after"] = place.value("after", 0);
  const json user = place.contains("person") ? person() : json{};
  const json world{{"faults", {{"hostile", struck}}}};
  return {.name = name,
          .scenario = scenario(world, user, place.value("like", "")).dump(),
          .root = {},
          .absent = {}};
}

void add_plays(const json& table, const json& play, std::vector<Case>& cases) {
  const std::string fault = play.at("fault").get<std::string>();
  for (const auto& [place, root] : play.at("at").items()) {
    Case one =
        play_of(fault + "_at_" + place, table.at("faults").at(fault), table.at("places").at(place));
    one.root = root_of(root);
    one.absent = play.value("absent", std::vector<std::string>{});
    one.endures = play.value("endures", false);
    cases.push_back(std::move(one));
  }
}

Case world_of(const json& entry) {
  return {
      .name = entry.at("name").get<std::string>(),
      .scenario =
          scenario(entry.at("world"), entry.value("user", json{}), entry.value("like", "")).dump(),
      .root = root_of(entry.at("root")),
      .absent = entry.value("absent", std::vector<std::string>{}),
      .endures = entry.value("endures", false)};
}

}  // namespace

std::vector<Case> read_cases() {
  std::ifstream in{CASES_FILE};
  const json table = json::parse(in);
  std::vector<Case> cases;
  for (const json& play : table.at("plays")) {
    add_plays(table, play, cases);
  }
  for (const json& entry : table.at("worlds")) {
    cases.push_back(world_of(entry));
  }
  return cases;
}

}  // namespace doctor::bounds
