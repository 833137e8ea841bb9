#include "setup/choice.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

#include "core/text.h"

namespace doctor::setup {
namespace {

constexpr Reading base_url_flag{Meaning::base_url, Place::flag, "--base-url"};
constexpr Reading mcp_url_flag{Meaning::mcp_url, Place::flag, "--mcp-url"};
constexpr Reading agent_id_flag{Meaning::agent_id, Place::flag, "--agent-id"};
constexpr Reading vault_flag{Meaning::vault, Place::flag, "--vault"};

/// A key file's content and which option named it.
struct KeyFile {
  const Reading* reading = nullptr;
  std::string content;
};

const std::string& option_of(const Options& options, std::string_view flag) {
  if (flag == "--agent-key-file") {
    return options.agent_key_file;
  }
  return flag == "--api-key-file" ? options.api_key_file : options.token_file;
}

Result<KeyFile> read_key_file(const System& system, const Options& options) {
  KeyFile key;
  for (const Reading& reading : flag_readings()) {
    if (option_of(options, reading.name).empty()) {
      continue;
    }
    if (key.reading != nullptr) {
      return failure(std::string{key.reading->name} + " and " + std::string{reading.name} +
                     " exclude each other: one credential is examined");
    }
    key.reading = &reading;
  }
  if (key.reading == nullptr) {
    return key;
  }
  const std::string& path = option_of(options, key.reading->name);
  auto content = path == "-" ? system.standard_input() : std::nullopt;
  if (auto file = path == "-" ? std::nullopt : system.file(path)) {
    content = std::move(file->content);
  }
  if (!content) {
    return failure(std::string{key.reading->name} + ": cannot read " + shown(path, 200));
  }
  if (content->size() > longest_credential) {
    return failure(std::string{key.reading->name} + ": " + shown(path, 200) +
                   " holds more than any credential does");
  }
  // The line end that every editor and `echo` writes is the file's, not the key's.
  if (content->ends_with('\n')) {
    content->pop_back();
  }
  if (content->ends_with('\r')) {
    content->pop_back();
  }
  key.content = std::move(*content);
  return key;
}

bool has(const Values& values, std::string_view name) {
  const auto found = values.find(name);
  return found != values.end() && !found->second.value.empty();
}

const Entry* find_entry(const Machine& machine, const std::function<bool(const Entry&)>& wanted) {
  const auto found = std::ranges::find_if(machine.entries, wanted);
  return found == machine.entries.end() ? nullptr : &*found;
}

/// The first entry its application really starts, else the first at all.
const Entry* first_entry(const Machine& machine) {
  const Entry* working = find_entry(
      machine, [](const Entry& entry) { return !entry.disabled && entry.root == entry.app->root; });
  return working != nullptr || machine.entries.empty() ? working : &machine.entries.front();
}

/// The entry that stands for a client whose own variables and files hold no credential.
const Entry* entry_for(const Machine& machine, std::string_view client) {
  return find_entry(machine, [client](const Entry& entry) {
    const bool hosted = entry.transport == Transport::hosted;
    return (client == "mcp" && !hosted) || (client == "mcp-hosted" && hosted) ||
           entry.app->family == client;
  });
}

std::string profile_names() {
  std::string names;
  for (const std::string_view name : profiles()) {
    names.append(names.empty() ? "" : ", ").append(name);
  }
  return names;
}

Result<Choice> by_profile(const Machine& machine, const std::string& profile) {
  Choice choice{.view = {}, .reason = "--profile " + profile, .from_profile = true};
  const Client* client = find_client(profile);
  if (client != nullptr) {
    choice.view = view_of(machine, *client);
    const Entry* entry = entry_for(machine, client->name);
    if (choice.view.pick(Meaning::credential) == nullptr && entry != nullptr) {
      choice.view = view_of(*entry);
    }
    return choice;
  }
  const auto is_app = [&profile](const App& app) {
    return app.name == profile || app.family == profile;
  };
  if (std::ranges::none_of(apps(), is_app)) {
    return failure("--profile: no client `" + shown(profile, 40) + "`; known are " +
                   profile_names());
  }
  const Entry* entry =
      find_entry(machine, [&](const Entry& candidate) { return candidate.app->name == profile; });
  if (entry == nullptr) {
    entry = find_entry(machine, [&](const Entry& candidate) { return is_app(*candidate.app); });
  }
  if (entry != nullptr) {
    choice.view = view_of(*entry);
  } else {
    choice.view = {.client = find_client("mcp"), .name = "mcp"};
  }
  return choice;
}

struct Clue {
  std::string_view client;
  std::string_view variable;
};

/// Credentials first, then whatever else only one client reads.
constexpr std::array credential_clues{
    Clue{"mcp", "ONECLAW_AGENT_API_KEY"},
    Clue{"mcp", "ONECLAW_AGENT_TOKEN"},
    Clue{"cli", "ONECLAW_TOKEN"},
    Clue{"cli", "ONECLAW_API_KEY"},
};
constexpr std::array weak_clues{
    Clue{"action", "INPUT_API-KEY"},
    Clue{"mcp", "ONECLAW_BASE_URL"},
    Clue{"cli", "ONECLAW_API_URL"},
    Clue{"hermes", "ONECLAW_API_BASE"},
    Clue{"hermes", "ONECLAW_MCP_URL"},
    Clue{"mcp", "ONECLAW_LOCAL_VAULT"},
    Clue{"mcp", "ONECLAW_LOCAL_ONLY"},
    Clue{"mcp", "ONECLAW_AGENT_ID"},
};

std::optional<Choice> by_variables(const Machine& machine, std::span<const Clue> clues) {
  for (const Clue& clue : clues) {
    if (has(machine.environment, clue.variable)) {
      return Choice{.view = view_of(machine, *find_client(clue.client)),
                    .reason = std::string{clue.variable} + " is set"};
    }
  }
  return std::nullopt;
}

/// A variable set to nothing still tells what the user wanted to set.
std::optional<Choice> by_empty_variables(const Machine& machine) {
  for (const Clue& clue : credential_clues) {
    if (machine.environment.contains(clue.variable)) {
      return Choice{.view = view_of(machine, *find_client(clue.client)),
                    .reason = std::string{clue.variable} + " is set, but empty"};
    }
  }
  return std::nullopt;
}

Choice by_discovery(const Machine& machine) {
  if (auto choice = by_variables(machine, credential_clues)) {
    return std::move(*choice);
  }
  const Client& cli = *find_client("cli");
  if (has(machine.cli.values, "auth.token")) {
    return {.view = view_of(machine, cli), .reason = machine.cli.file + " holds a login"};
  }
  const Entry* entry = first_entry(machine);
  if (entry != nullptr) {
    return {.view = view_of(*entry), .reason = entry->file + " names 1Claw"};
  }
  if (machine.has_plugin) {
    return {.view = view_of(machine, *find_client("openclaw")),
            .reason = machine.plugin_file + " names 1Claw"};
  }
  if (auto choice = by_variables(machine, weak_clues)) {
    return std::move(*choice);
  }
  if (machine.cli.present) {
    return {.view = view_of(machine, cli), .reason = machine.cli.file + " exists"};
  }
  if (auto choice = by_empty_variables(machine)) {
    return std::move(*choice);
  }
  return {.view = {.client = nullptr, .name = "none", .environment = machine.environment},
          .reason = "nothing is configured"};
}

/// An option's credential is presented as the client would that takes this kind; the client's other
/// settings (base URL, vault) are used along.
Choice by_key_file(const Machine& machine, const KeyFile& key) {
  const std::string_view client = key.reading->use == Use::agent_token ? "mcp" : "cli";
  Choice choice{.view = view_of(machine, *find_client(client)),
                .reason = std::string{key.reading->name}};
  choice.view.name = "flags";
  return choice;
}

void put_flags(View& view, const Options& options) {
  const std::array<std::pair<const Reading*, const std::string*>, 4> flags{{
      {&base_url_flag, &options.base_url},
      {&mcp_url_flag, &options.mcp_url},
      {&agent_id_flag, &options.agent_id},
      {&vault_flag, &options.vault},
  }};
  for (const auto& [reading, value] : flags) {
    if (!value->empty()) {
      view.put(*reading, {.value = *value, .source = std::string{reading->name}});
    }
  }
}

}  // namespace

std::vector<std::string_view> profiles() {
  std::vector<std::string_view> out;
  const auto add = [&out](std::string_view name) {
    if (std::ranges::find(out, name) == out.end()) {
      out.push_back(name);
    }
  };
  std::ranges::for_each(clients(), add, &Client::name);
  std::ranges::for_each(apps(), add, &App::name);
  return out;
}

Result<Choice> choose(const System& system, const Machine& machine, const Options& options) {
  auto key = read_key_file(system, options);
  if (!key) {
    return tl::unexpected<Error>{key.error()};
  }
  Choice choice;
  if (!options.profile.empty()) {
    auto found = by_profile(machine, options.profile);
    if (!found) {
      return found;
    }
    choice = std::move(*found);
  } else if (key->reading != nullptr) {
    choice = by_key_file(machine, *key);
  } else {
    choice = by_discovery(machine);
  }
  const bool only_flags =
      choice.view.client == nullptr && !(options.base_url.empty() && options.mcp_url.empty());
  if (only_flags) {
    choice.view.name = "flags";
    choice.reason = options.base_url.empty() ? "--mcp-url" : "--base-url";
  }
  if (key->reading != nullptr) {
    choice.view.put(*key->reading,
                    {.value = std::move(key->content),
                     .source = std::string{key->reading->name} + " " +
                               shown(option_of(options, key->reading->name), 200)});
  }
  put_flags(choice.view, options);
  return choice;
}

}  // namespace doctor::setup
