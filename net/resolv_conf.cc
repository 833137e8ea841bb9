#include "net/resolv_conf.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"

namespace doctor::net {
namespace {

constexpr std::size_t most_servers = 3;   // glibc's MAXNS
constexpr std::size_t most_suffixes = 6;  // glibc's old MAXDNSRCH; more are a mistake
constexpr std::size_t most_dots = 15;

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : line) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
    if (!blank) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) {
    words.push_back(word);
  }
  return words;
}

void read_option(std::string_view option, ResolvConf& out) {
  constexpr std::string_view name = "ndots:";
  if (!option.starts_with(name)) {
    return;
  }
  const std::string_view digits = option.substr(name.size());
  std::size_t value = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{}) {
    out.dots = std::min(value, most_dots);
  }
}

void read_line(const std::vector<std::string>& words, ResolvConf& out) {
  if (words.size() < 2 || words.front().front() == '#' || words.front().front() == ';') {
    return;
  }
  const std::string& keyword = words.front();
  if (keyword == "nameserver" && out.servers.size() < most_servers) {
    out.servers.push_back(words[1]);
  } else if (keyword == "search" || keyword == "domain") {
    out.search.clear();  // the last line counts
    for (std::size_t i = 1; i < words.size() && out.search.size() < most_suffixes; ++i) {
      std::string suffix = lower(words[i]);
      while (suffix.ends_with('.')) {
        suffix.pop_back();
      }
      if (!suffix.empty()) {
        out.search.push_back(std::move(suffix));
      }
    }
  } else if (keyword == "options") {
    for (const std::string& word : words) {
      read_option(word, out);
    }
  }
}

}  // namespace

ResolvConf read_resolv_conf(std::string_view text) {
  ResolvConf out;
  for (const std::string& line : split(text, '\n')) {
    read_line(words_of(line), out);
  }
  return out;
}

std::vector<std::string> candidate_names(const ResolvConf& settings, const std::string& host) {
  std::vector<std::string> names;
  const auto dots = static_cast<std::size_t>(std::ranges::count(host, '.'));
  if (host.ends_with('.')) {
    return {host};  // a closing dot says that nothing is to be added
  }
  for (const std::string& suffix : settings.search) {
    names.push_back(fmt::format("{}.{}", host, suffix));
  }
  names.insert(dots >= settings.dots ? names.begin() : names.end(), host);
  return names;
}

std::vector<std::string> hosts_file_addresses(std::string_view text, std::string_view host) {
  std::vector<std::string> addresses;
  for (const std::string& line : split(text, '\n')) {
    const std::vector<std::string> words =
        words_of(std::string_view{line}.substr(0, line.find('#')));
    const bool named =
        words.size() > 1 && std::any_of(words.begin() + 1, words.end(), [&](const auto& word) {
          return equal_ignoring_case(word, host);
        });
    if (named && std::ranges::find(addresses, words.front()) == addresses.end()) {
      addresses.push_back(words.front());
    }
  }
  return addresses;
}

}  // namespace doctor::net
