#include "setup/base_url.h"

#include <algorithm>
#include <utility>

#include "api/credential.h"
#include "api/hosts.h"
#include "core/text.h"
#include "setup/situation.h"

namespace doctor::setup {
namespace {

constexpr std::size_t shown_length = 200;

std::string without_keys(std::string_view path) {
  auto segments = split(path, '/');
  for (std::string& segment : segments) {
    segment = holds_key(segment) ? "****" : segment;
  }
  return join(segments, "/");
}

std::string_view without_trailing_slashes(std::string_view text, std::size_t most) {
  while (most-- > 0 && text.ends_with('/')) {
    text.remove_suffix(1);
  }
  return text;
}

std::string_view top_of(std::string_view host) {
  return host.ends_with(".co") || host.ends_with(".co.") ? "co" : "xyz";
}

std::string api_host_beside(std::string_view host) {
  return "api.1claw." + std::string{top_of(host)};
}

Base behind_hosted(const Pick& mcp) {
  const auto url = api::parse_url(trim(mcp.found.value));
  const std::string source = "the API behind " + mcp.found.source;
  std::string text;
  if (!url || api::is_official(url->host)) {
    text = "https://" + (url ? api_host_beside(url->host) : std::string{"api.1claw.xyz"});
  } else if (api::is_loopback(url->host)) {
    text = api::origin(*url);
  }
  Base base = make_base(std::move(text), source, Joining::strip_one_slash);
  base.is_default = true;
  base.project = mcp.found.project;
  return base;
}

/// The service a host gives, for comparing: the dashboard's /api is the API.
std::string service_host(const api::Url& url) {
  const bool proxied = api::role_of(url.host) == api::HostRole::dashboard &&
                       (url.path == "/api" || url.path.starts_with("/api/"));
  return proxied ? api_host_beside(url.host) : url.host;
}

std::string_view comparable_path(std::string_view path) {
  path = without_trailing_slashes(path, path.size());
  return path.ends_with("/v1") ? path.substr(0, path.size() - 3) : path;
}

/// The host meant instead of this one; the host itself when nothing is wrong with it.
std::string right_host(const std::string& host) {
  using enum api::HostRole;
  std::string best = api::meant_host(host).value_or(host);
  switch (api::role_of(best)) {
    case dashboard:
    case docs:
    case mcp:
    case runtimes:
    case intents:
      return api_host_beside(best);
    case foreign:
      return api_host_beside({});
    case cloud_run:
      return best.find("xxxx") == std::string::npos ? best : api_host_beside({});
    case api:
    case shroud:
    case loopback:
    case other:
      break;
  }
  return best;
}

}  // namespace

Base make_base(std::string text, std::string source, Joining joining) {
  Base base{.text = std::move(text), .source = std::move(source), .joining = joining};
  auto url = api::parse_url(base.text);
  if (url && !holds_key(url->host)) {
    base.url = std::move(*url);
  }
  return base;
}

Base base_of(const View& view) {
  const Joining joining = view.client == nullptr ? Joining::strip_one_slash : view.client->joining;
  if (const Pick* pick = view.pick(Meaning::base_url)) {
    Base base = make_base(pick->found.value, pick->found.source, joining);
    base.project = pick->found.project;
    return base;
  }
  if (view.at_run_time(Meaning::base_url)) {
    return make_base({}, "known at run time only", joining);
  }
  const Pick* mcp = view.pick(Meaning::mcp_url);
  const bool hosted_only = view.client == nullptr || view.client->default_base_url.empty();
  if (mcp != nullptr && hosted_only) {
    return behind_hosted(*mcp);
  }
  const std::string_view text = hosted_only ? api::default_base_url : view.client->default_base_url;
  Base base = make_base(std::string{text}, std::string{default_source}, joining);
  base.is_default = true;
  return base;
}

std::string shown_base(std::string_view text) {
  if (is_recognised(api::kind_of(text))) {
    return api::masked(text);
  }
  const auto scheme = text.find("://");
  const auto start = scheme == std::string_view::npos ? 0 : scheme + 3;
  text = text.substr(0, text.find_first_of("?#"));
  std::string rest{text.substr(std::min(start, text.size()))};
  const auto at = rest.substr(0, rest.find('/')).rfind('@');
  rest.erase(0, at == std::string::npos ? 0 : at + 1);
  return shown(std::string{text.substr(0, start)} + without_keys(rest), shown_length);
}

std::string safe_url(const api::Url& url) {
  return api::origin(url) + without_keys(url.path);
}

std::string used_base(const Base& base) {
  if (!base.url) {
    return shown_base(base.text);
  }
  const std::string clean = without_keys(base.url->path);
  const std::string_view path = clean;
  std::string used = api::origin(*base.url);
  switch (base.joining) {
    case Joining::drop_path:
      break;
    case Joining::strip_one_slash:
      used += without_trailing_slashes(path, 1);
      break;
    case Joining::strip_all_slashes:
      used += without_trailing_slashes(path, path.size());
      break;
    case Joining::as_is:
      used += path;
      break;
  }
  return used;
}

std::optional<std::string> suggested_base(const Base& base) {
  std::string text = api::cleaned(base.text);
  if (holds_key(text) || text.empty()) {
    return std::string{api::default_base_url};
  }
  if (text.find("://") == std::string::npos) {
    text.insert(0, "https://");
  }
  auto url = api::parse_url(text);
  if (!url) {
    return std::nullopt;
  }
  const std::string host = right_host(url->host);
  std::string_view path = comparable_path(url->path);
  const bool dashboard_proxy = base.joining != Joining::drop_path && path == "/api" &&
                               api::role_of(url->host) == api::HostRole::dashboard;
  if (!dashboard_proxy && host != url->host) {
    path = {};
    url->default_port = true;
    url->host = host;
  }
  if (path.ends_with("/mcp")) {
    path.remove_suffix(4);
  }
  if (base.joining == Joining::drop_path) {
    path = {};
  }
  if (!api::is_loopback(url->host)) {
    url->default_port = url->default_port || url->port == 80;
    url->scheme = "https";
  }
  std::string best = api::origin(*url) + std::string{path};
  const bool same = best == without_trailing_slashes(base.text, 1);
  return same ? std::nullopt : std::optional{shown_base(best)};
}

bool is_1claw_or_local(const api::Url& url) {
  return api::is_official(url.host) || api::is_loopback(url.host);
}

Relation relation(const Base& a, const Base& b) {
  if (!a.url || !b.url) {
    return a.text == b.text ? Relation::same : Relation::unknown;
  }
  const std::string first = service_host(*a.url);
  const std::string second = service_host(*b.url);
  if (api::is_official(first) && api::is_official(second) && api::same_service(first, second)) {
    return lower(first) == lower(second) && a.url->host == b.url->host ? Relation::same
                                                                       : Relation::mirror;
  }
  const bool same_origin = api::origin(*a.url) == api::origin(*b.url);
  return same_origin && comparable_path(a.url->path) == comparable_path(b.url->path)
             ? Relation::same
             : Relation::different;
}

}  // namespace doctor::setup
