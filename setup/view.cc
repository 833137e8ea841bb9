#include "setup/view.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace doctor::setup {
namespace {

const Values& values_of(const Machine& machine, const View& view, Place place) {
  static const Values nothing;
  switch (place) {
    case Place::environment:
      return view.environment;
    case Place::dotenv:
      return machine.dotenv_values;
    case Place::cli_file:
      return machine.cli.values;
    case Place::plugin_file:
      return machine.plugin;
    case Place::workflow:
      return machine.workflow;
    case Place::entry:
    case Place::flag:
      break;
  }
  return nothing;
}

void add(View& view, const Reading& reading, const Values& values) {
  const auto found = values.find(reading.name);
  if (found == values.end() || found->second.value.empty()) {
    return;
  }
  auto& pick = view.picks.at(static_cast<std::size_t>(reading.meaning));
  if (pick) {
    pick->weaker.push_back(found->second);
  } else {
    pick = Pick{.found = found->second, .reading = &reading};
  }
}

/// Whether one of these variables is set, to whatever.
bool sees_credential(const View& view) {
  return view.pick(Meaning::credential) != nullptr;
}

}  // namespace

const Pick* View::pick(Meaning meaning) const {
  const auto& found = picks.at(static_cast<std::size_t>(meaning));
  return found ? &*found : nullptr;
}

bool View::at_run_time(Meaning meaning) const {
  return pick(meaning) == nullptr && client != nullptr &&
         std::ranges::any_of(client->readings, [&](const Reading& reading) {
           return reading.meaning == meaning &&
                  std::ranges::find(run_time, reading.name) != run_time.end();
         });
}

void View::put(const Reading& reading, Found found) {
  auto& pick = picks.at(static_cast<std::size_t>(reading.meaning));
  std::vector<Found> weaker;
  if (pick) {
    weaker = std::move(pick->weaker);
    weaker.insert(weaker.begin(), std::move(pick->found));
  }
  pick = Pick{.found = std::move(found), .reading = &reading, .weaker = std::move(weaker)};
}

View view_of(const Machine& machine, const Client& client) {
  View view{.client = &client, .name = std::string{client.name}};
  view.environment = machine.environment;
  if (client.name == "action") {
    view.run_time = machine.workflow_run_time;
  }
  for (const Reading& reading : client.readings) {
    add(view, reading, values_of(machine, view, reading.place));
  }
  return view;
}

View view_of(const Entry& entry) {
  const bool hosted = entry.transport == Transport::hosted;
  const Client* client = find_client(hosted ? "mcp-hosted" : "mcp");
  View view{.client = client, .name = std::string{client->name}, .entry = &entry};
  view.environment = entry.env;
  view.run_time = entry.run_time;
  Values remote = entry.remote;
  if (const auto header = remote.find("Authorization"); header != remote.end()) {
    header->second.value = without_bearer(header->second.value);
  }
  for (const Reading& reading : client->readings) {
    add(view, reading, reading.place == Place::entry ? remote : view.environment);
  }
  return view;
}

std::string label_of(const View& view) {
  if (view.entry == nullptr) {
    return view.name;
  }
  return std::string{view.entry->app->family} + " (" + view.entry->file + ")";
}

bool same_view(const View& a, const View& b) {
  return a.client == b.client && a.entry == b.entry;
}

std::vector<View> configured_views(const Machine& machine) {
  std::vector<View> views;
  const auto add_if = [&](bool configured, View view) {
    if (configured) {
      views.push_back(std::move(view));
    }
  };
  View mcp = view_of(machine, *find_client("mcp"));
  View cli = view_of(machine, *find_client("cli"));
  View action = view_of(machine, *find_client("action"));
  const bool has_mcp = sees_credential(mcp);
  const bool has_cli = sees_credential(cli) || machine.cli.present;
  const bool has_action = sees_credential(action);
  add_if(has_mcp, std::move(mcp));
  add_if(has_cli, std::move(cli));
  add_if(has_action, std::move(action));
  for (const Entry& entry : machine.entries) {
    add_if(!entry.disabled, view_of(entry));
  }
  add_if(machine.has_plugin, view_of(machine, *find_client("openclaw")));
  return views;
}

std::string_view without_bearer(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (equal_ignoring_case(authorization.substr(0, scheme.size()), scheme)) {
    authorization.remove_prefix(scheme.size());
  }
  return authorization;
}

Use use_of(const View& view, const Pick& credential) {
  const Use use = credential.reading->use;
  const bool has_agent = view.pick(Meaning::agent_id) != nullptr;
  const bool is_agent_key = api::kind_of(credential.found.value) == api::CredentialKind::agent_key;
  if (use == Use::by_prefix) {
    return has_agent || is_agent_key ? Use::agent_token : Use::user_token;
  }
  if (use == Use::by_agent_id) {
    return has_agent ? Use::agent_token : Use::user_token;
  }
  return use;
}

}  // namespace doctor::setup
