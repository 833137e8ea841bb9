#include "api/problem.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

#include "core/document.h"
#include "core/text.h"

namespace doctor::api {
namespace {

constexpr std::size_t longest_text = 300;
constexpr std::size_t largest_json = std::size_t{1024} * 1024;

std::string_view without_mark(std::string_view body) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (body.starts_with(byte_order_mark)) {
    body.remove_prefix(byte_order_mark.size());
  }
  return body;
}

bool starts_like_html(std::string_view body) {
  constexpr std::array<std::string_view, 6> starts{
      "<!doctype html", "<html", "<head", "<body", "<title", "<!--"};
  return std::ranges::any_of(starts, [&](std::string_view start) {
    return equal_ignoring_case(body.substr(0, start.size()), start);
  });
}

bool starts_like_events(std::string_view body) {
  return body.starts_with("event:") || body.starts_with("data:") || body.starts_with("id:") ||
         body.starts_with("retry:");
}

bool holds_binary(std::string_view body) {
  constexpr std::size_t sample = 512;
  return std::ranges::any_of(body.substr(0, sample), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1b';
  });
}

/// A word made for programs, such as `resource_limit_exceeded`; empty for sentences.
std::string machine_word(const Node& node) {
  constexpr std::size_t longest_word = 64;
  const std::string text = node.text_or("");
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == ':' || c == '/';
  };
  return text.size() <= longest_word && std::ranges::all_of(text, fits) ? text : std::string{};
}

std::string first_text(std::initializer_list<Node> nodes) {
  for (const Node& node : nodes) {
    if (const std::string text = node.text_or(""); !trim(text).empty()) {
      return shown(trim(text), longest_text);
    }
  }
  return {};
}

std::string type_of(const Node& root) {
  for (const Node& node : {root["type"], root["error"]["type"]}) {
    if (node.is_text() && !node.text_or("").empty()) {
      return shown(node.text_or(""), longest_text);
    }
  }
  for (const Node& node : {root["error"], root["code"], root["error"]["code"]}) {
    if (std::string word = machine_word(node); !word.empty()) {
      return word;
    }
  }
  return {};
}

bool asks_for_payment(const Node& root, const Problem& problem) {
  return root["x402Version"].exists() || root["accepts"].is_array() ||
         equal_ignoring_case(problem.type, "payment_required") ||
         root["code"].text_or("") == "payment_required" ||
         contains_ignoring_case(problem.detail, "x-payment");
}

void read_object(const Node& root, Problem& out) {
  constexpr std::array known{"type",
                             "title",
                             "detail",
                             "error",
                             "message",
                             "code",
                             "reason_code",
                             "x402Version",
                             "accepts",
                             "approval_id",
                             "approval_request_id",
                             "pending_approval_id"};
  out.parsed = true;
  out.type = type_of(root);
  out.title = first_text({root["title"], root["error"]["title"]});
  out.detail = first_text({root["detail"],
                           root["message"],
                           root["error_description"],
                           root["error"]["message"],
                           root["error"]["detail"],
                           root["error"],
                           root["description"]});
  out.approval_id = first_text({root["approval_request_id"],
                                root["approval_id"],
                                root["pending_approval_id"],
                                root["error"]["approval_request_id"]});
  out.reason_code = first_text({root["reason_code"], root["error"]["reason_code"]});
  out.x402 = asks_for_payment(root, out);
  out.resembles_1claw =
      std::ranges::any_of(known, [&](const char* member) { return root[member].exists(); });
}

/// White space runs become one space, as a browser shows them.
std::string collapsed(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    const bool space = trim(std::string_view{&c, 1}).empty();
    if (!space) {
      out += c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return out;
}

std::string title_of_html(std::string_view body) {
  constexpr std::size_t searched = std::size_t{64} * 1024;
  const std::string small = lower(body.substr(0, searched));
  const auto tag = small.find("<title");
  const auto start = tag == std::string::npos ? tag : small.find('>', tag);
  const auto end = start == std::string::npos ? start : small.find("</title", start);
  if (end == std::string::npos) {
    return {};
  }
  return shown(collapsed(body.substr(start + 1, end - start - 1)), longest_text);
}

/// What the first event of a stream carries.
std::string first_event(std::string_view body) {
  std::string out;
  for (const std::string& line : split(body, '\n')) {
    const std::string_view text = trim(line);
    if (text.starts_with("data:")) {
      out += trim(text.substr(5));
    } else if (text.empty() && !out.empty()) {
      break;
    }
  }
  return out;
}

void read_json(std::string_view text, Problem& out) {
  if (text.size() > largest_json) {
    return;
  }
  const auto document = Document::parse(text);
  if (document && document->root().is_object()) {
    read_object(document->root(), out);
  }
}

std::optional<std::int64_t> number_of(const std::string& text) {
  constexpr std::size_t most_digits = 15;
  if (text.empty() || text.size() > most_digits) {
    return std::nullopt;
  }
  return std::stoll(text);
}

}  // namespace

std::string_view word_of(Media media) {
  constexpr std::array<std::string_view, 6> words{
      "none", "json", "html", "text", "event_stream", "binary"};
  return words.at(static_cast<std::size_t>(media));
}

Media media_of(std::string_view content_type, std::string_view body) {
  const std::string_view text = trim(without_mark(body));
  if (text.empty()) {
    return Media::none;
  }
  if (text.front() == '{' || text.front() == '[') {
    return Media::json;
  }
  if (starts_like_html(text)) {
    return Media::html;
  }
  if (holds_binary(body)) {
    return Media::binary;
  }
  if (starts_like_events(text)) {
    return Media::event_stream;
  }
  if (contains_ignoring_case(content_type, "html") && text.front() == '<') {
    return Media::html;
  }
  const bool labelled = contains_ignoring_case(content_type, "json");
  return labelled && Document::parse(text.substr(0, largest_json)) ? Media::json : Media::text;
}

Problem read_problem(std::string_view content_type, std::string_view body) {
  Problem out;
  out.media = media_of(content_type, body);
  const std::string_view text = trim(without_mark(body));
  switch (out.media) {
    case Media::json:
      read_json(text, out);
      break;
    case Media::event_stream:
      read_json(first_event(text.substr(0, largest_json)), out);
      break;
    case Media::html:
      out.html_title = title_of_html(text);
      break;
    case Media::text:
      out.detail = shown(text, longest_text);
      break;
    case Media::none:
    case Media::binary:
      break;
  }
  return out;
}

std::optional<ResourceLimit> read_resource_limit(const Problem& problem) {
  static const RE2 pattern{
      R"((?i)\b([a-z]+) limit reached \((\d+) ?/ ?(\d+)(?: on (?:the )?([a-z0-9_-]+))?)"};
  ResourceLimit out;
  std::string used;
  std::string limit;
  if (RE2::PartialMatch(problem.detail, pattern, &out.resource, &used, &limit, &out.tier)) {
    out.resource = lower(out.resource);
    out.tier = lower(out.tier);
    out.used = number_of(used);
    out.limit = number_of(limit);
    return out;
  }
  if (equal_ignoring_case(problem.type, "resource_limit_exceeded")) {
    return out;
  }
  return std::nullopt;
}

}  // namespace doctor::api
