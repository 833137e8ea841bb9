#include "api/hosts.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "api/url.h"
#include "core/text.h"

namespace doctor::api {
namespace {

struct KnownHost {
  std::string_view first_label;  ///< empty: the zone itself
  HostRole role;
};

// In order of preference when a near miss is equally near to two of them.
constexpr std::array known_hosts{
    KnownHost{"api", HostRole::api},
    KnownHost{"mcp", HostRole::mcp},
    KnownHost{"", HostRole::dashboard},
    KnownHost{"www", HostRole::dashboard},
    KnownHost{"docs", HostRole::docs},
    KnownHost{"shroud", HostRole::shroud},
    KnownHost{"intents", HostRole::intents},
    KnownHost{"run", HostRole::runtimes},
};

constexpr std::array<std::string_view, 2> zones{"1claw.xyz", "1claw.co"};

// Endings people write from habit. Reserved and private ones (internal, local, test, example) are
// left out on purpose: such a host may well be someone's own installation.
constexpr std::array<std::string_view, 12> habitual_endings{
    "com", "io", "net", "org", "dev", "app", "ai", "cloud", "sh", "tech", "xyz", "co"};

constexpr std::array<std::string_view, 11> role_names{"api",
                                                      "dashboard",
                                                      "docs",
                                                      "mcp",
                                                      "shroud",
                                                      "intents",
                                                      "runtimes",
                                                      "loopback",
                                                      "cloud_run",
                                                      "foreign",
                                                      "other"};

std::string normal(std::string_view host) {
  if (host.ends_with('.')) {
    host.remove_suffix(1);
  }
  return lower(host);
}

bool is_below(std::string_view host, std::string_view zone) {
  return host == zone || (host.size() > zone.size() && host.ends_with(zone) &&
                          host[host.size() - zone.size() - 1] == '.');
}

std::string full_name(std::string_view first_label, std::string_view zone) {
  std::string out{first_label};
  return out.append(first_label.empty() ? "" : ".").append(zone);
}

/// The first labels of an official name, or nullopt for other hosts: `api` of `api.1claw.co`.
std::optional<std::string> label_in_zone(std::string_view host) {
  for (const std::string_view zone : zones) {
    if (host == zone) {
      return std::string{};
    }
    if (is_below(host, zone)) {
      return std::string{host.substr(0, host.size() - zone.size() - 1)};
    }
  }
  return std::nullopt;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// Characters that look alike become one, so that `lclaw`, `Iclaw` and `1c1aw` equal `1claw`.
std::string folded(std::string_view host) {
  std::string out{host};
  replace_all(out, "rn", "m");
  replace_all(out, "vv", "w");
  std::ranges::replace_if(
      out, [](char c) { return c == 'l' || c == 'i' || c == '|'; }, '1');
  std::ranges::replace(out, 'o', '0');
  return out;
}

bool is_product(std::string_view label) {
  return folded(label) == folded("1claw") || label == "oneclaw";
}

/// A whole-name typo: few edits away from an official name.
std::optional<std::string> by_distance(std::string_view host) {
  std::optional<std::string> best;
  std::size_t best_distance = 3;
  const std::string folded_host = folded(host);
  for (const std::string_view zone : zones) {
    for (const KnownHost& known : known_hosts) {
      const std::string name = full_name(known.first_label, zone);
      const std::size_t distance = edit_distance(folded_host, folded(name));
      // A short name, or a name inside the zone, needs a closer match: two edits turn `pay` into
      // `api` and `law.co` into `1claw.co`.
      const std::size_t limit = known.first_label.empty() || is_below(host, zone) ? 1 : 2;
      if (distance <= limit && distance < best_distance) {
        best = name;
        best_distance = distance;
      }
    }
  }
  return best;
}

std::string_view known_label(std::string_view label) {
  const auto* const found = std::ranges::find(known_hosts, label, &KnownHost::first_label);
  return found == known_hosts.end() ? std::string_view{} : found->first_label;
}

/// The right words in the wrong order, with the wrong ending or joined wrongly: `1claw.api`,
/// `api-1claw.com`, `mcp.1claw.io`. Every word has to be one we know.
std::optional<std::string> by_words(std::string_view host) {
  if (host.find('.') == std::string_view::npos) {
    return std::nullopt;  // one label is a name inside someone's own network
  }
  std::string words{host};
  std::ranges::replace(words, '-', '.');
  std::string first_label;
  std::string_view zone = zones.front();
  bool product = false;
  if (words.starts_with("app.")) {
    words.replace(0, 3, "api");  // how other products name it
  }
  for (const std::string& word : split(words, '.')) {
    const std::string_view known = known_label(word);
    if (!product && is_product(word)) {
      product = true;
    } else if (first_label.empty() && !known.empty()) {
      first_label = known;
    } else if (std::ranges::find(habitual_endings, word) == habitual_endings.end()) {
      return std::nullopt;
    } else if (word == "co") {
      zone = zones.back();
    }
  }
  if (!product) {
    return std::nullopt;
  }
  return full_name(first_label, zone);
}

}  // namespace

std::string_view name_of(HostRole role) {
  return role_names.at(static_cast<std::size_t>(role));
}

HostRole role_of(std::string_view host) {
  const std::string name = normal(host);
  if (is_loopback(name)) {
    return HostRole::loopback;
  }
  if (const auto label = label_in_zone(name)) {
    const auto* const found = std::ranges::find(known_hosts, *label, &KnownHost::first_label);
    return found == known_hosts.end() ? HostRole::other : found->role;
  }
  if (is_below(name, "run.app")) {
    return HostRole::cloud_run;
  }
  return is_below(name, "1claw.ai") ? HostRole::foreign : HostRole::other;
}

bool is_official(std::string_view host) {
  return label_in_zone(normal(host)).has_value();
}

bool same_service(std::string_view a, std::string_view b) {
  const std::string first = normal(a);
  const std::string second = normal(b);
  const auto first_label = label_in_zone(first);
  const auto second_label = label_in_zone(second);
  if (!first_label || !second_label) {
    return first == second;
  }
  const auto without_www = [](const std::string& label) {
    return label == "www" ? std::string{} : label;
  };
  return without_www(*first_label) == without_www(*second_label);
}

std::optional<std::string> meant_host(std::string_view host) {
  const std::string name = normal(host);
  const HostRole role = role_of(name);
  if ((role != HostRole::other && role != HostRole::foreign) || is_ip_literal(name)) {
    return std::nullopt;
  }
  auto words = is_official(name) ? std::nullopt : by_words(name);
  return words ? words : by_distance(name);
}

}  // namespace doctor::api
