#include <algorithm>
#include <array>

#include "core/document.h"
#include "core/text.h"
#include "intake/lines.h"
#include "intake/readers.h"

namespace doctor::intake {
namespace {

constexpr std::size_t looked_at = std::size_t{64} * 1024;

bool is_curl_mark(std::string_view line) {
  constexpr std::array<std::string_view, 9> marks{"< HTTP/",
                                                  "> GET ",
                                                  "> POST ",
                                                  "> PUT ",
                                                  "> DELETE ",
                                                  "> PATCH ",
                                                  "<= Recv header",
                                                  "=> Send header",
                                                  "== Info:"};
  return std::ranges::any_of(marks, [&](std::string_view mark) { return line.starts_with(mark); });
}

bool is_connecting(std::string_view line) {
  constexpr std::array<std::string_view, 6> marks{"*   Trying ",
                                                  "* Trying ",
                                                  "* Could not resolve host",
                                                  "* Connected to ",
                                                  "* SSL certificate problem",
                                                  "* Host "};
  return std::ranges::any_of(marks, [&](std::string_view mark) { return line.starts_with(mark); });
}

/// Of JSON that is one document: what it holds.
Kind kind_of_document(const Document& document) {
  const Node root = document.root();
  const Node first = root.is_array() ? root[std::size_t{0}] : root;
  if (root["log"]["entries"].is_array()) {
    return Kind::har;
  }
  if (first["jsonrpc"].exists()) {
    return Kind::rpc;
  }
  const bool logged =
      first["level"].exists() || first["time"].exists() || first["timestamp"].exists() ||
      first["@timestamp"].exists() || first["ts"].exists() || first["msg"].exists() ||
      first["severity"].exists() || first["log.level"].exists() || first["http"].exists() ||
      first["res"].exists() || first["httpRequest"].exists() || first["request"].exists() ||
      first["response"].exists() || first["status_code"].exists() || first["statusCode"].exists() ||
      first["url"].exists() || first["path"].exists();
  return logged ? Kind::jsonl : Kind::body;
}

Kind kind_of_json(std::string_view text, bool whole) {
  if (whole) {
    if (const auto document = Document::parse(text)) {
      return kind_of_document(*document);
    }
  }
  // Several documents, or one that is cut off: by its beginning.
  const std::string_view head = text.substr(0, looked_at);
  if (head.find("\"log\"") < 200 && head.find("\"entries\"") != std::string_view::npos) {
    return Kind::har;
  }
  Lines lines{head};
  while (lines.next()) {
    const std::string_view line = trim(lines.line());
    if (line.empty()) {
      continue;
    }
    if (const auto document = Document::parse(line); document && document->root().is_object()) {
      return kind_of_document(*document) == Kind::rpc    ? Kind::rpc
             : kind_of_document(*document) == Kind::body ? Kind::body
                                                         : Kind::jsonl;
    }
    break;
  }
  return Kind::text;
}

/// Are at least half of the first lines, and no fewer than `least`, JSON objects?
bool mostly_json(std::string_view head, std::size_t least) {
  constexpr std::size_t most = 50;
  std::size_t good = 0;
  std::size_t seen = 0;
  for (Lines lines{head}; lines.next() && seen < most;) {
    const std::string_view line = trim(lines.line());
    if (line.empty()) {
      continue;
    }
    ++seen;
    if (line.starts_with('{') && line.ends_with('}') && Document::parse(line)) {
      ++good;
    }
  }
  return good >= least && good * 2 >= seen;
}

}  // namespace

Kind detect(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  const bool whole = text.size() <= std::size_t{32} * 1024 * 1024;
  const std::string_view head = trim(text.substr(0, looked_at));
  bool response = false;
  bool connecting = false;
  for (Lines lines{head}; lines.next();) {
    const std::string_view line = lines.line();
    if (is_curl_mark(line)) {
      return Kind::curl;
    }
    connecting = connecting || is_connecting(line);
    response = response || status_line(line).has_value();
  }
  if (connecting) {
    return Kind::curl;
  }
  const bool json = head.starts_with('{') || head.starts_with('[');
  if (json) {
    const Kind kind = kind_of_json(trim(text), whole);
    if (kind != Kind::text) {
      return kind;
    }
    // A log may begin with `[2026-…]`, and lines of JSON with one that is broken.
    if (mostly_json(head, 1)) {
      return Kind::jsonl;
    }
  }
  if (response) {
    return Kind::http;
  }
  const bool stream = head.starts_with("event:") || head.starts_with("data:");
  if (stream && head.find("\"jsonrpc\"") != std::string_view::npos) {
    return Kind::rpc;
  }
  if (head.starts_with("<!DOCTYPE") || head.starts_with("<!doctype") || head.starts_with("<html")) {
    return Kind::body;
  }
  // Lines of JSON after a first line of something else.
  return mostly_json(head, 2) ? Kind::jsonl : Kind::text;
}

}  // namespace doctor::intake
