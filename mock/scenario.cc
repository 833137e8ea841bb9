#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mock/embedded.h"
#include "mock/fields.h"
#include "mock/mock.h"
#include "mock/placeholders.h"
#include "mock/world.h"

namespace doctor::mock {
namespace {

using Json = nlohmann::json;

/// What a scenario inherits and hands on.
// NOLINTNEXTLINE(bugprone-exception-escape): the JSON library's moves do not throw
struct Layers {
  Json world;
  Json user;
};

Json parse(std::string_view text, const std::string& file) {
  try {
    Json tree = Json::parse(text);
    if (tree.is_object()) {
      return tree;
    }
  } catch (const Json::parse_error& error) {
    const std::string_view before = text.substr(0, std::min(error.byte, text.size()));
    throw ScenarioError(
        fmt::format("{}: broken JSON at line {}", file, 1 + std::ranges::count(before, '\n')));
  }
  throw ScenarioError(file + ": a JSON object is expected");
}

std::string file_of(std::string_view name) {
  const bool is_path = name.find('/') != std::string_view::npos;
  return std::string(name) + (is_path ? "" : ".json");
}

std::string_view text_of(std::string_view name) {
  const auto files = scenario_files();
  const auto found = std::ranges::find(files, name, &EmbeddedFile::name);
  if (found == files.end()) {
    throw ScenarioError(fmt::format("there is no scenario called {}", name));
  }
  return found->text();
}

Json member(const Json& tree, const char* name) {
  const auto found = tree.find(name);
  return found == tree.end() ? Json::object() : *found;
}

/// Every scenario is like another one; `healthy` is like the world file.
Layers layers_of(std::string_view name, const Json& tree, int depth) {
  if (depth > 8) {
    throw ScenarioError(file_of(name) + "#/like: this chain of scenarios does not end");
  }
  const Json like = member(tree, "like");
  Layers layers;
  if (like.is_string()) {
    const auto& base = like.get_ref<const std::string&>();
    layers = layers_of(base, parse(text_of(base), file_of(base)), depth + 1);
  } else if (name == "healthy") {
    layers = {.world = parse(world_files().front().text(), "world.json"), .user = Json::object()};
  } else {
    layers = layers_of("healthy", parse(text_of("healthy"), "healthy.json"), depth + 1);
  }
  layers.world.merge_patch(member(tree, "world"));
  layers.user.merge_patch(member(tree, "user"));
  return layers;
}

std::string resolved_path(const std::string& path) {
  if (path.starts_with("~/")) {
    return "/home/user/" + path.substr(2);
  }
  return path.starts_with("./") ? "/home/user/project/" + path.substr(2) : path;
}

std::string content_of(const Json& content) {
  return content.is_string() ? content.get<std::string>() : content.dump(2) + "\n";
}

/// A text, JSON to be written out, or `{"content": …, "mode": "0644"}`.
UserFile read_file(const std::string& place, const Json& file) {
  const bool detailed = file.is_object() && file.contains("content") &&
                        file.size() == (file.contains("mode") ? 2 : 1);
  if (!detailed) {
    return {.content = content_of(file)};
  }
  UserFile out{.content = content_of(file.at("content"))};
  const std::string mode = content_of(member(file, "mode"));
  if (file.contains("mode")) {
    if (mode.find_first_not_of("01234567") != std::string::npos || mode.empty()) {
      throw ScenarioError(place + "/mode: octal digits in a string are expected");
    }
    out.mode = static_cast<unsigned>(std::stoul(mode, nullptr, 8));
  }
  return out;
}

User read_user(const Json& tree, const std::string& place) {
  User user;
  Fields in(tree, place);
  in.read("environment", user.environment);
  in.read("standard_input", user.standard_input);
  in.read("arguments", user.arguments);
  const std::string files = in.dump("files");
  in.done();
  const Json paths = files.empty() ? Json::object() : Json::parse(files);
  for (const auto& [path, file] : paths.items()) {
    user.files[resolved_path(path)] = read_file(place + "/files", file);
  }
  return user;
}

Expectation read_expectation(Fields& in) {
  Expectation expects;
  if (in.dump("root") != "null") {
    in.read("root", expects.root);
  }
  in.read("findings", expects.findings);
  in.read("absent", expects.absent);
  in.read("verdict", expects.verdict);
  in.read("exit", expects.exit_code);
  in.read("max_authenticated", expects.max_authenticated);
  return expects;
}

Summary read_summary(std::string_view name, const Json& tree, const std::string& file) {
  Summary summary{.name = std::string(name)};
  Fields in(tree, file + "#");
  std::string like;
  in.read("about", summary.about);
  in.read("like", like);
  in.dump("world");
  in.dump("user");
  in.object("expects", [&](Fields& fields) { summary.expects = read_expectation(fields); });
  in.done();
  return summary;
}

bool credential_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

/// What looks like a real key or token in the user's section, wherever it comes from.
void collect_credentials(const std::string& text, std::vector<std::string>& into) {
  constexpr std::array<std::string_view, 4> prefixes{"ocv_", "1ck_", "plt_", "eyJ"};
  for (const std::string_view prefix : prefixes) {
    for (std::size_t at = text.find(prefix); at != std::string::npos;
         at = text.find(prefix, at + 1)) {
      std::size_t end = at;
      while (end < text.size() && credential_character(text[end])) {
        ++end;
      }
      const std::string found = text.substr(at, end - at);
      if (found.size() >= 24 && found.find_first_of("0123456789", 4) != std::string::npos) {
        into.push_back(found);
      }
    }
  }
}

std::vector<std::string> canaries_of(const World& world, const std::string& user) {
  std::vector<std::string> canaries;
  for (const auto& [name, agent] : world.agents) {
    canaries.push_back(agent.key);
    canaries.insert(canaries.end(), agent.old_keys.begin(), agent.old_keys.end());
  }
  for (const auto& [name, person] : world.users) {
    canaries.push_back(person.password);
    for (const ApiKey& key : person.keys) {
      canaries.push_back(key.key);
    }
  }
  for (const ApiKey& key : world.platform_keys) {
    canaries.push_back(key.key);
  }
  const std::string& proxy = world.network.proxy.credentials;
  canaries.push_back(proxy.substr(std::min(proxy.find(':') + 1, proxy.size())));
  for (const auto& [name, vault] : world.vaults) {
    for (const auto& [path, secret] : vault.secrets) {
      canaries.push_back(secret.value);
    }
  }
  collect_credentials(user, canaries);
  std::ranges::sort(canaries);
  canaries.erase(std::unique(canaries.begin(), canaries.end()), canaries.end());
  std::erase(canaries, std::string());
  return canaries;
}

}  // namespace

std::span<const std::string_view> scenario_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const EmbeddedFile& file : scenario_files()) {
      all.push_back(file.name);
    }
    return all;
  }();
  return names;
}

Summary summarize_scenario(std::string_view name) {
  const std::string file = file_of(name);
  return read_summary(name, parse(text_of(name), file), file);
}

Scenario load_scenario(std::string_view name) {
  return parse_scenario(name, text_of(name));
}

Scenario parse_scenario(std::string_view name, std::string_view json_text) {
  const std::string file = file_of(name);
  const Json tree = parse(json_text, file);
  Summary summary = read_summary(name, tree, file);
  Scenario scenario{.name = std::move(summary.name),
                    .about = std::move(summary.about),
                    .expects = std::move(summary.expects)};
  const Layers layers = layers_of(name, tree, 0);
  const std::string world_place = file + "#/world";
  scenario.world = resolve_times(layers.world.dump(), world_place);
  const World world = load_world(scenario.world, world_place);
  const std::string user = resolve_references(layers.user.dump(), world, file + "#/user");
  scenario.user = read_user(parse(user, file), file + "#/user");
  scenario.canaries = canaries_of(world, user);
  return scenario;
}

}  // namespace doctor::mock
