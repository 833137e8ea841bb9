#include "mock/placeholders.h"

#include <charconv>
#include <functional>

#include <fmt/format.h>

#include "mock/fields.h"
#include "mock/mock.h"
#include "mock/tokens.h"

namespace doctor::mock {
namespace {

struct Placeholder {
  std::string kind;
  std::string argument;
};

using Resolve = std::function<std::string(const Placeholder&)>;

/// One pass: what a placeholder becomes is not looked at again.
std::string replaced(const std::string& text, const Resolve& resolve) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t open = text.find("{{"); open != std::string::npos; open = text.find("{{", at)) {
    const std::size_t close = text.find("}}", open);
    const std::size_t colon = text.find(':', open);
    if (close == std::string::npos || colon == std::string::npos || colon > close) {
      break;
    }
    out += text.substr(at, open - at);
    out += resolve({.kind = text.substr(open + 2, colon - open - 2),
                    .argument = text.substr(colon + 1, close - colon - 1)});
    at = close + 2;
  }
  return out + text.substr(at);
}

std::chrono::seconds seconds_of(const Placeholder& placeholder, const std::string& place) {
  const std::string& text = placeholder.argument;
  const std::size_t sign = text.starts_with('+') ? 1 : 0;
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data() + sign, text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw ScenarioError(
        fmt::format("{}: seconds are expected in {{{{{}:{}}}}}", place, placeholder.kind, text));
  }
  return std::chrono::seconds(value);
}

[[noreturn]] void unknown(const Placeholder& placeholder, const std::string& place) {
  throw ScenarioError(fmt::format(
      "{}: nothing is called {{{{{}:{}}}}}", place, placeholder.kind, placeholder.argument));
}

std::chrono::seconds clock_offset(const std::string& world_json, const std::string& place) {
  int offset = 0;
  read_strictly(world_json, place, [&offset](Fields& in) {
    in.accept_all();
    if (in.has("clock")) {
      in.object("clock", [&offset](Fields& clock) {
        clock.accept_all();
        clock.read("offset_seconds", offset);
      });
    }
  });
  return std::chrono::seconds(offset);
}

std::string key_of(const World& world, const std::string& name) {
  if (const auto agent = world.agents.find(name); agent != world.agents.end()) {
    return agent->second.key;
  }
  const auto user = world.users.find(name);
  const bool found = user != world.users.end() && !user->second.keys.empty();
  return found ? user->second.keys.front().key : std::string();
}

std::string id_of(const World& world, const std::string& name) {
  if (const auto agent = world.agents.find(name); agent != world.agents.end()) {
    return agent->second.id;
  }
  if (const auto vault = world.vaults.find(name); vault != world.vaults.end()) {
    return vault->second.id;
  }
  const auto user = world.users.find(name);
  return user == world.users.end() ? std::string() : user->second.id;
}

std::string record_text(const World& world, const Placeholder& placeholder) {
  if (placeholder.kind == "key") {
    return key_of(world, placeholder.argument);
  }
  if (placeholder.kind == "id") {
    return id_of(world, placeholder.argument);
  }
  if (placeholder.kind == "token") {
    return mint(Signer(), world, placeholder.argument, now_shifted(world.clock_offset));
  }
  const auto user = world.users.find(placeholder.argument);
  const bool password = placeholder.kind == "password" && user != world.users.end();
  return password ? user->second.password : std::string();
}

/// `"{{epoch:0}}"` → a number: its quotes go too.
std::string unquote_numbers(std::string text) {
  for (const std::string_view open : {"\"{{epoch:", "\"{{epoch_ms:"}) {
    for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
      const std::size_t close = text.find("}}", at);
      if (close != std::string::npos && text.substr(close + 2, 1) == "\"") {
        text.erase(close + 2, 1);
        text.erase(at, 1);
      } else {
        ++at;
      }
    }
  }
  return text;
}

}  // namespace

std::string resolve_times(const std::string& world_json, const std::string& place) {
  const Time now = now_shifted(clock_offset(world_json, place));
  return replaced(world_json, [&](const Placeholder& placeholder) {
    if (placeholder.kind != "time") {
      unknown(placeholder, place);
    }
    return rfc3339(now + seconds_of(placeholder, place));
  });
}

std::string resolve_references(const std::string& json,
                               const World& world,
                               const std::string& place) {
  const Time now = now_shifted(world.clock_offset);
  return replaced(unquote_numbers(json), [&](const Placeholder& placeholder) {
    if (placeholder.kind == "time") {
      return rfc3339(now + seconds_of(placeholder, place));
    }
    if (placeholder.kind == "epoch" || placeholder.kind == "epoch_ms") {
      const auto seconds = (now + seconds_of(placeholder, place)).time_since_epoch().count();
      return std::to_string(placeholder.kind == "epoch" ? seconds : seconds * 1000);
    }
    std::string text = record_text(world, placeholder);
    if (text.empty()) {
      unknown(placeholder, place);
    }
    return text;
  });
}

}  // namespace doctor::mock
