#include "intake/lines.h"

#include <charconv>
#include <cstring>
#include <vector>

#include "core/text.h"

namespace doctor::intake {
namespace {

bool is_method(std::string_view word) {
  constexpr std::string_view known = " GET POST PUT PATCH DELETE HEAD OPTIONS CONNECT ";
  return !word.empty() && word.find(' ') == std::string_view::npos &&
         known.find(" " + std::string{word} + " ") != std::string_view::npos;
}

/// Shell words, as far as quotes matter.
std::vector<std::string> shell_words(std::string_view line) {
  std::vector<std::string> out;
  std::string word;
  bool inside = false;
  char quote = 0;
  for (const char c : line) {
    if ((c == '$' || c == '`') && quote != '\'') {
      word += "***";  // the shell puts something in its place, which the line does not show
      word += c;
      inside = true;
    } else if (quote != 0) {
      quote = c == quote ? '\0' : quote;
      word += c == quote || quote == 0 ? "" : std::string(1, c);
    } else if (c == '"' || c == '\'') {
      quote = c;
      inside = true;
    } else if (c == ' ' || c == '\t') {
      if (inside) {
        out.push_back(std::move(word));
      }
      word.clear();
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (inside) {
    out.push_back(std::move(word));
  }
  return out;
}

/// Whether `word` is an option of curl that matters, and takes `value`.
bool take_option(const std::string& word, const std::string& value, Exchange& out) {
  if (word == "-X" || word == "--request") {
    out.method = value;
  } else if (word == "-H" || word == "--header") {
    if (auto header = header_line(value)) {
      out.request_headers->push_back(std::move(*header));
    }
  } else if (word == "-d" || word.starts_with("--data") || word == "--json") {
    out.request_body = value;
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool Lines::next() {
  if (rest_.empty()) {
    return false;
  }
  const auto end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  rest_ = end == std::string_view::npos ? rest_.substr(rest_.size()) : rest_.substr(end + 1);
  if (line_.ends_with('\r')) {
    line_.remove_suffix(1);
  }
  ++number_;
  return true;
}

std::size_t lines_in(std::string_view text) {
  std::size_t count = 0;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end; ++count, ++at) {
    at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (at == nullptr) {
      break;
    }
  }
  return count;
}

std::optional<StatusLine> status_line(std::string_view line) {
  line = trim(line);
  if (!line.starts_with("HTTP/")) {
    return std::nullopt;
  }
  const auto space = line.find(' ');
  const std::string_view version = line.substr(5, space == std::string_view::npos ? 0 : space - 5);
  if (version.empty() || version.size() > 3 ||
      version.find_first_not_of("0123456789.") != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view rest = trim(line.substr(space));
  int status = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), status);
  const bool whole = error == std::errc{} && end - rest.data() == 3;
  const bool ends = whole && (rest.size() == 3 || rest[3] == ' ');
  if (!ends || status < 100 || status > 599) {
    return std::nullopt;
  }
  return StatusLine{.version = std::string{version == "2.0" ? "2" : version}, .status = status};
}

std::optional<RequestLine> request_line(std::string_view line) {
  line = trim(line);
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || last == first ||
      !line.substr(last + 1).starts_with("HTTP/") || !is_method(line.substr(0, first))) {
    return std::nullopt;
  }
  return RequestLine{.method = std::string{line.substr(0, first)},
                     .target = std::string{trim(line.substr(first, last - first))}};
}

std::optional<std::pair<std::string, std::string>> header_line(std::string_view line) {
  const auto colon = line.find(':', line.starts_with(':') ? 1 : 0);
  if (colon == std::string_view::npos || colon == 0) {
    return std::nullopt;
  }
  const std::string_view name = line.substr(0, colon);
  constexpr std::string_view odd = " \t\"{}[]()<>,;/\\@?=";
  if (name.find_first_of(odd) != std::string_view::npos) {
    return std::nullopt;
  }
  return std::pair{std::string{name}, std::string{trim(line.substr(colon + 1))}};
}

std::optional<Exchange> curl_command(std::string_view line) {
  const auto at = line.find("curl ");
  constexpr std::size_t longest_prompt = 60;
  if (at > longest_prompt || (at > 0 && line[at - 1] != ' ' && line[at - 1] != '/')) {
    return std::nullopt;
  }
  const std::vector<std::string> words = shell_words(line.substr(at));
  Exchange out{.request_headers = Headers{}};
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (i + 1 < words.size() && take_option(word, words[i + 1], out)) {
      ++i;
    } else if (word.starts_with("http://") || word.starts_with("https://")) {
      out.url = word;
    } else if ((word == "-I" || word == "--head") && out.method.empty()) {
      out.method = "HEAD";
    }
  }
  if (out.url.empty()) {
    return std::nullopt;
  }
  if (out.method.empty()) {
    out.method = out.request_body.empty() ? "GET" : "POST";
  }
  return out;
}

}  // namespace doctor::intake
