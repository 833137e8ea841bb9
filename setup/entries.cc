// The entries of MCP clients' files. Their shapes differ in details only: `command` may be an
// object (Zed), the entries a list (Continue), the remote URL `serverUrl` (Windsurf).

#include <algorithm>
#include <array>
#include <utility>

#include "api/hosts.h"
#include "api/url.h"
#include "core/document.h"
#include "core/text.h"
#include "setup/expand.h"
#include "setup/machine.h"
#include "setup/yaml_lines.h"

namespace doctor::setup {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// An entry before it is known whose it is.
struct Raw {
  std::string name;
  std::string root;
  std::vector<std::string> words = {};
  Pairs env = {};
  Pairs headers = {};
  std::string url = {};
  bool disabled = false;
};

constexpr std::array<std::string_view, 3> url_members{"url", "serverUrl", "httpUrl"};

bool names_product(std::string_view text) {
  return contains_ignoring_case(text, "1claw") || contains_ignoring_case(text, "oneclaw");
}

bool is_ours(const Raw& raw) {
  const auto url = api::parse_url(trim(raw.url));
  return names_product(raw.name) || (url && api::is_official(url->host)) ||
         std::ranges::any_of(raw.words, names_product) ||
         std::ranges::any_of(raw.env, [](const auto& pair) { return names_product(pair.first); });
}

Pairs pairs_of(const Node& object) {
  Pairs pairs;
  for (const std::string& key : object.keys()) {
    if (auto text = object[key].text()) {
      pairs.emplace_back(key, std::move(*text));
    }
  }
  return pairs;
}

Raw raw_entry(std::string name, std::string root, const Node& node) {
  const Node entry = node["transport"].is_object() ? node["transport"] : node;
  const Node command = entry["command"];
  const Node holder = command.is_object() ? command : entry;
  Raw raw{.name = std::move(name), .root = std::move(root)};
  raw.words.push_back(command.is_object() ? command["path"].text_or("") : command.text_or(""));
  std::ranges::move(holder["args"].texts(), std::back_inserter(raw.words));
  raw.env = pairs_of(holder["env"]);
  raw.headers =
      pairs_of(entry["headers"].exists() ? entry["headers"] : entry["requestOptions"]["headers"]);
  for (const std::string_view member : url_members) {
    if (raw.url.empty()) {
      raw.url = entry[member].text_or("");
    }
  }
  raw.disabled =
      node["disabled"].boolean().value_or(false) || !node["enabled"].boolean().value_or(true);
  return raw;
}

Node below(Node node, std::string_view path) {
  for (const std::string& key : split(path, '.')) {
    node = node[key];
  }
  return node;
}

void add_entries_below(const Node& servers, std::string_view root, std::vector<Raw>& raws) {
  for (const std::string& name : servers.keys()) {
    if (servers[name].is_object()) {
      raws.push_back(raw_entry(name, std::string{root}, servers[name]));
    }
  }
  for (const Node& item : servers.items()) {
    raws.push_back(raw_entry(item["name"].text_or(""), std::string{root}, item));
  }
}

std::vector<Raw> raw_from_json(const System& system, const App& app, std::string_view content) {
  const auto document = Document::parse(content, {.comments = true});
  std::vector<Raw> raws;
  if (!document) {
    return raws;
  }
  for (const std::string_view root : known_roots()) {
    add_entries_below(below(document->root(), root), root, raws);
  }
  if (app.family == "claude-code") {
    const Node project = document->root()["projects"][system.working_directory()];
    add_entries_below(project["mcpServers"], app.root, raws);
  }
  if (app.family == "continue") {
    const Node list = document->root()["experimental"]["modelContextProtocolServers"];
    add_entries_below(list, app.root, raws);
  }
  return raws;
}

/// `mcp_servers.<name>.{command,args,env.X,url,headers.X,enabled}`.
std::vector<Raw> raw_from_yaml(const App& app, std::string_view content) {
  std::vector<Raw> raws;
  for (const YamlValue& line : read_yaml_lines(content)) {
    if (line.path.size() < 2 || line.path[0] != app.root) {
      continue;
    }
    if (raws.empty() || raws.back().name != line.path[1]) {
      raws.push_back({.name = line.path[1], .root = std::string{app.root}});
    }
    Raw& raw = raws.back();
    const std::string_view member = line.path.size() > 2 ? line.path[2] : std::string_view{};
    if (member == "command" || member == "args") {
      raw.words.push_back(line.value);
    } else if (member == "url") {
      raw.url = line.value;
    } else if (member == "enabled") {
      raw.disabled = line.value == "false";
    } else if (member == "env" && line.path.size() == 4) {
      raw.env.emplace_back(line.path[3], line.value);
    } else if (member == "headers" && line.path.size() == 4) {
      raw.headers.emplace_back(line.path[3], line.value);
    }
  }
  return raws;
}

/// Header names as the table of clients writes them.
std::string usual_header(const std::string& name) {
  for (const std::string_view known : {"Authorization", "X-Vault-ID", "X-Agent-ID"}) {
    if (equal_ignoring_case(name, known)) {
      return std::string{known};
    }
  }
  return name;
}

class EntryMaker {
 public:
  EntryMaker(const System& system, const App& app, const FileNote& note)
      : system_(system), app_(app), note_(note) {}

  Entry make(const Raw& raw) const {
    Entry entry{.app = &app_,
                .file = note_.file,
                .name = raw.name,
                .root = raw.root,
                .transport = raw.url.empty() ? Transport::stdio : Transport::hosted,
                .words = raw.words,
                .env = {},
                .remote = {},
                .disabled = raw.disabled};
    for (const auto& [name, value] : raw.env) {
      add(entry, entry.env, name, {name, "env " + name, value});
    }
    for (const auto& [name, value] : raw.headers) {
      add(entry, entry.remote, usual_header(name), {name, "header " + name, value});
    }
    if (!raw.url.empty()) {
      add(entry, entry.remote, "url", {"url", "url", raw.url});
    }
    return entry;
  }

 private:
  struct Item {
    std::string name;
    std::string place;
    std::string value;
  };

  void add(Entry& entry, Values& values, const std::string& key, const Item& item) const {
    const Expanded expanded =
        app_.expands ? expand(system_, item.value) : Expanded{.text = item.value};
    if (!expanded.unset.empty()) {
      entry.unset.push_back(item.name + " refers to " + expanded.unset);
    }
    if (expanded.run_time) {
      entry.run_time.push_back(key);
      return;
    }
    values[key] = {.value = expanded.text,
                   .source = note_.file + " " + item.place,
                   .file = note_.file,
                   .project = app_.project,
                   .borrowed = expanded.text != item.value};
  }

  const System& system_;
  const App& app_;
  const FileNote& note_;
};

}  // namespace

std::vector<Entry> read_entries(const System& system,
                                const App& app,
                                const FileNote& note,
                                std::string_view content) {
  const auto raws = app.format == Format::yaml ? raw_from_yaml(app, content)
                                               : raw_from_json(system, app, content);
  const EntryMaker maker{system, app, note};
  std::vector<Entry> entries;
  for (const Raw& raw : raws) {
    if (is_ours(raw)) {
      entries.push_back(maker.make(raw));
    }
  }
  return entries;
}

}  // namespace doctor::setup
