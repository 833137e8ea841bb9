#include "core/exchange.h"

#include <algorithm>
#include <array>

#include "core/document.h"
#include "core/text.h"

namespace doctor {
namespace {

constexpr std::size_t longest_text = 500;

constexpr auto headers = std::to_array<std::string_view>({
    "accept",
    "age",
    "cache-control",
    "cf-mitigated",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "retry-after",
    "server",
    "transfer-encoding",
    "user-agent",
    "vary",
    "via",
    "x-cache",
    "x-quota-limit",
    "x-quota-remaining",
    "x-quota-used",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
});

constexpr auto members = std::to_array<std::string_view>(
    {"type", "title", "status", "detail", "error", "error_description", "message", "code"});

using Members = std::vector<std::pair<std::string, FactValue>>;

void add_members(const Node& object, const std::string& before, Members& out) {
  for (const std::string_view name : telling_members()) {
    const Node member = object[name];
    std::string whole = before + std::string{name};
    if (member.is_text()) {
      out.emplace_back(std::move(whole), shown(member.text_or(""), longest_text));
    } else if (member.is_integer()) {
      out.emplace_back(std::move(whole), member.integer().value_or(0));
    } else if (member.is_object() && before.empty()) {
      add_members(member, whole + ".", out);
    }
  }
}

}  // namespace

bool is_telling_header(std::string_view name) {
  return std::ranges::find(headers, lower(name)) != headers.end();
}

std::span<const std::string_view> telling_members() {
  return members;
}

Members telling_members_of(std::string_view body) {
  constexpr std::size_t largest = std::size_t{1} << 20U;
  Members out;
  if (body.size() <= largest) {
    if (const auto document = Document::parse(body)) {
      add_members(document->root(), "", out);
    }
  }
  return out;
}

}  // namespace doctor
