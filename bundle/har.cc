#include "bundle/har.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "bundle/json_filter.h"
#include "core/document.h"
#include "core/exchange.h"

namespace doctor::bundle {
namespace {

struct Row {
  std::string_view path;
  Keep keep;
};

// Source: the members of HAR 1.2. What is not here is not kept: cookies, comments, what browsers
// add of their own.
constexpr auto rows = std::to_array<Row>({
    {"", Keep::members},
    {"log", Keep::members},
    {"log.version", Keep::text},
    {"log.creator", Keep::members},
    {"log.creator.name", Keep::text},
    {"log.creator.version", Keep::text},
    {"log.browser", Keep::members},
    {"log.browser.name", Keep::text},
    {"log.browser.version", Keep::text},
    {"log.entries", Keep::members},
    {"log.entries[]", Keep::members},
    {"log.entries[].startedDateTime", Keep::text},
    {"log.entries[].time", Keep::number},
    {"log.entries[].serverIPAddress", Keep::text},
    {"log.entries[].timings", Keep::members},
    {"log.entries[].timings.blocked", Keep::number},
    {"log.entries[].timings.dns", Keep::number},
    {"log.entries[].timings.connect", Keep::number},
    {"log.entries[].timings.ssl", Keep::number},
    {"log.entries[].timings.send", Keep::number},
    {"log.entries[].timings.wait", Keep::number},
    {"log.entries[].timings.receive", Keep::number},
    {"log.entries[].request", Keep::members},
    {"log.entries[].request.method", Keep::text},
    {"log.entries[].request.url", Keep::special},
    {"log.entries[].request.httpVersion", Keep::text},
    {"log.entries[].request.headers", Keep::members},
    {"log.entries[].request.headers[]", Keep::pair},
    {"log.entries[].request.queryString", Keep::members},
    {"log.entries[].request.queryString[]", Keep::pair},
    {"log.entries[].request.headersSize", Keep::number},
    {"log.entries[].request.bodySize", Keep::number},
    {"log.entries[].request.postData", Keep::members},
    {"log.entries[].request.postData.mimeType", Keep::text},
    {"log.entries[].request.postData.text", Keep::special},
    {"log.entries[].response", Keep::members},
    {"log.entries[].response.status", Keep::number},
    {"log.entries[].response.statusText", Keep::text},
    {"log.entries[].response.httpVersion", Keep::text},
    {"log.entries[].response.headers", Keep::members},
    {"log.entries[].response.headers[]", Keep::pair},
    {"log.entries[].response.redirectURL", Keep::special},
    {"log.entries[].response.headersSize", Keep::number},
    {"log.entries[].response.bodySize", Keep::number},
    {"log.entries[].response._error", Keep::text},
    {"log.entries[].response.content", Keep::members},
    {"log.entries[].response.content.size", Keep::number},
    {"log.entries[].response.content.mimeType", Keep::text},
    {"log.entries[].response.content.text", Keep::special},
});

Keep keep_of(std::string_view path) {
  const auto* const found = std::ranges::find(rows, path, &Row::path);
  return found == rows.end() ? Keep::nothing : found->keep;
}

/// Scheme, host and path; of the query only that there is one.
std::string reduced_url(std::string_view url, Redactor& redactor) {
  const auto scheme = url.find("://");
  const auto authority = scheme == std::string_view::npos ? 0 : scheme + 3;
  const auto end = url.find_first_of("?#", authority);
  std::string_view host = url.substr(authority, end - authority);
  const auto slash = host.find('/');
  const std::string_view path = slash == std::string_view::npos ? "" : host.substr(slash);
  host = host.substr(0, slash);
  const auto login = host.rfind('@');
  host = login == std::string_view::npos ? host : host.substr(login + 1);
  std::string out{url.substr(0, authority)};
  out.append(host).append(path);
  out = redactor.redact(out);
  return end == std::string_view::npos ? out : out + url[end] + size_alone(url.substr(end + 1));
}

/// Texts through the redactor and whole numbers; empty for what is neither.
std::string json_of(const Node& member, Redactor& redactor) {
  if (member.is_text()) {
    return json_text(redactor.redact(member.text_or("")));
  }
  return member.is_integer() ? std::to_string(member.integer().value_or(0)) : "";
}

/// The members of an error that say what went wrong; of everything else the size.
std::string reduced_body(std::string_view text, Redactor& redactor) {
  constexpr std::size_t largest = std::size_t{1} << 20U;
  const auto document = text.size() <= largest ? Document::parse(text) : std::optional<Document>{};
  std::string out;
  for (const std::string_view name : telling_members()) {
    const std::string member = document ? json_of(document->root()[name], redactor) : "";
    if (!member.empty()) {
      out += out.empty() ? "{" : ",";
      out += json_text(name) + ":" + member;
    }
  }
  return out.empty() ? size_alone(text) : out + "}";
}

std::string special(std::string_view path, std::string_view text, Redactor& redactor) {
  if (path.ends_with("text")) {
    // What was asked may hold the secret itself: only answers say what went wrong.
    return path.find(".response.") == std::string_view::npos ? size_alone(text)
                                                             : reduced_body(text, redactor);
  }
  return reduced_url(text, redactor);
}

std::string header_value(std::string_view path,
                         std::string_view name,
                         std::string_view value,
                         Redactor& redactor) {
  const bool harmless = path.ends_with("headers[]") && is_telling_header(name);
  return harmless ? redactor.redact(value) : size_alone(value);
}

}  // namespace

bool looks_like_har(std::string_view beginning) {
  constexpr std::string_view space = " \t\r\n\xef\xbb\xbf";
  const auto brace = beginning.find_first_not_of(space);
  if (brace == std::string_view::npos || beginning[brace] != '{') {
    return false;
  }
  const auto name = beginning.find_first_not_of(space, brace + 1);
  if (name == std::string_view::npos || !beginning.substr(name).starts_with("\"log\"")) {
    return false;
  }
  const auto colon = beginning.find_first_not_of(space, name + 5);
  const auto open = colon == std::string_view::npos || beginning[colon] != ':'
                        ? std::string_view::npos
                        : beginning.find_first_not_of(space, colon + 1);
  return open != std::string_view::npos && beginning[open] == '{';
}

Result<void> reduce_har(const Source& from, Redactor& redactor, const Sink& to) {
  const JsonRules rules{
      .keep = keep_of,
      .special = [&redactor](std::string_view path,
                             std::string_view text) { return special(path, text, redactor); },
      .value_of =
          [&redactor](std::string_view path, std::string_view name, std::string_view value) {
            return header_value(path, name, value, redactor);
          }};
  return filter_json(from, redactor, rules, to);
}

}  // namespace doctor::bundle
