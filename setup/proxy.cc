#include "setup/proxy.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "core/text.h"

namespace doctor::setup {
namespace {

constexpr std::array<std::string_view, 4> for_https{
    "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
constexpr std::array<std::string_view, 3> for_http{"http_proxy", "all_proxy", "ALL_PROXY"};

/// `.example.com` and `example.com` cover the host and everything below; `*` covers all.
bool covers(std::string_view entry, const std::string& host) {
  if (entry == "*") {
    return true;
  }
  if (entry.starts_with("*.")) {
    entry.remove_prefix(1);
  }
  if (entry.starts_with('.')) {
    entry.remove_prefix(1);
  }
  const std::string name = lower(entry);
  return !name.empty() && (host == name || host.ends_with("." + name));
}

std::string exemption(const System& system, const std::string& host) {
  for (const std::string_view variable : {"no_proxy", "NO_PROXY"}) {
    const auto list = system.variable(variable);
    if (!list) {
      continue;
    }
    for (const std::string& part : split(*list, ',')) {
      if (covers(trim(part), host)) {
        return std::string{trim(part)};
      }
    }
    return {};
  }
  return {};
}

/// host:port of a proxy URL, which may come without a scheme.
std::string shown_proxy(const std::string& value) {
  const std::string full = value.find("://") == std::string::npos ? "http://" + value : value;
  const auto end = full.find("://");
  const std::string scheme = lower(full.substr(0, end));
  const bool socks = scheme == "socks4" || scheme == "socks4a" || scheme == "socks5" ||
                     scheme == "socks5h" || scheme == "socks";
  const auto url = api::parse_url((socks ? "http" : scheme) + full.substr(end));
  if (!url || url->host.empty()) {
    return "(unreadable)";
  }
  constexpr std::uint16_t usual_for_socks = 1080;
  const bool named = !socks || full.find(":80", end + 3) != std::string::npos || url->port != 80;
  return fmt::format("{}:{}", url->host, named ? url->port : usual_for_socks);
}

}  // namespace

ProxyChoice choose_proxy(const System& system, const api::Url& url) {
  const std::span<const std::string_view> variables =
      url.scheme == "https" ? std::span<const std::string_view>{for_https}
                            : std::span<const std::string_view>{for_http};
  for (const std::string_view variable : variables) {
    const auto value = system.variable(variable);
    if (value && !trim(*value).empty()) {
      const std::string clean{trim(*value)};
      // Loopback through a proxy is never meant: every client here would miss its own machine.
      const std::string bypass =
          api::is_loopback(url.host) ? url.host : exemption(system, url.host);
      return ProxyChoice{.url = clean,
                         .shown = shown_proxy(clean),
                         .variable = std::string{variable},
                         .bypass = bypass};
    }
  }
  return {};
}

}  // namespace doctor::setup
