#include "intake/fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/text.h"

namespace doctor::intake {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_value = std::size_t{16} * 1024;
constexpr std::array<std::string_view, role_count> role_names{"status",
                                                              "url",
                                                              "host",
                                                              "path",
                                                              "method",
                                                              "body",
                                                              "message",
                                                              "time",
                                                              "agent",
                                                              "authorization",
                                                              "retryafter"};

struct Meaning {
  Role role;
  std::uint32_t rank;
};

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

/// Names may mean two things (`error` is a message and a member), so each role has its own map.
using Layouts = std::unordered_map<std::string, std::vector<Meaning>, Hash, std::equal_to<>>;

Layouts load() {
  Layouts out;
  for (const EmbeddedFile& file : layout_files()) {
    const Json root = Json::parse(file.bytes, file.bytes + file.size);
    for (std::size_t role = 0; role < role_count; ++role) {
      std::uint32_t rank = 0;
      for (const Json& name : root.at(std::string{role_names.at(role)})) {
        out[name.get<std::string>()].push_back({.role = static_cast<Role>(role), .rank = rank++});
      }
    }
  }
  return out;
}

const Layouts& layouts() {
  static const Layouts loaded = load();
  return loaded;
}

/// Lower case, without `_` and `-`: `http.response.status_code` → `http.response.statuscode`.
std::size_t normalise(std::string_view path, std::array<char, 128>& out) {
  std::size_t size = 0;
  for (const char c : path) {
    if (c == '_' || c == '-') {
      continue;
    }
    if (size == out.size()) {
      return 0;
    }
    out[size++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return size;
}

std::optional<Member> member_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Member>, 12> names{
      {{"type", Member::type},
       {"title", Member::title},
       {"detail", Member::detail},
       {"error", Member::error},
       {"message", Member::message},
       {"code", Member::code},
       {"x402version", Member::x402},
       {"approvalrequestid", Member::approval},
       {"approvalid", Member::approval},
       {"pendingapprovalid", Member::approval},
       {"reasoncode", Member::reason},
       {"details", Member::detail}}};
  for (const auto& [known, member] : names) {
    if (name == known) {
      return member;
    }
  }
  return std::nullopt;
}

/// Does a path lie below what holds a response's body?
bool is_below_body(std::string_view path) {
  constexpr std::array<std::string_view, 8> parts{
      "body", "response", "res.", "error.", "err.", "problem", "payload", "data."};
  return std::ranges::any_of(
      parts, [path](std::string_view part) { return path.find(part) != std::string_view::npos; });
}

}  // namespace

void Fields::clear() {
  for (std::string& value : values_) {
    value.clear();
  }
  for (std::string& member : members_) {
    member.clear();
  }
  ranks_.fill(none);
  status_ = 0;
  status_rank_ = none;
}

void Fields::offer(std::string_view path, std::string_view value) {
  std::array<char, 128> buffer{};
  const std::size_t size = normalise(path, buffer);
  if (size == 0 || value.empty()) {
    return;
  }
  std::string_view name{buffer.data(), size};
  const std::string_view leaf =
      name.substr(name.rfind('.') == std::string_view::npos ? 0 : name.rfind('.') + 1);
  if (const auto member = member_named(leaf);
      member && (leaf == "detail" || leaf == "title" || is_below_body(name))) {
    std::string& place = members_[static_cast<std::size_t>(*member)];
    if (place.empty()) {
      place = value.substr(0, longest_value);
    }
  }
  // The whole path first, then without what logs put around it.
  for (std::uint32_t stripped = 0;; ++stripped) {
    offer_as(name, stripped * 64, value);
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) {
      return;
    }
    name.remove_prefix(dot + 1);
  }
}

void Fields::offer_as(std::string_view name, std::uint32_t handicap, std::string_view value) {
  const auto found = layouts().find(name);
  if (found == layouts().end()) {
    return;
  }
  for (const Meaning& meaning : found->second) {
    const std::uint32_t rank = meaning.rank + handicap;
    const auto role = static_cast<std::size_t>(meaning.role);
    if (meaning.role == Role::status) {
      offer_status(rank, value);
    } else if (rank < ranks_.at(role)) {
      ranks_.at(role) = rank;
      values_.at(role) = value.substr(0, longest_value);
    }
  }
}

void Fields::offer_status(std::uint32_t rank, std::string_view value) {
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = error == std::errc{} && end == value.data() + value.size();
  if (whole && number >= 100 && number <= 599 && rank < status_rank_) {
    status_ = number;
    status_rank_ = rank;
  }
}

void Fields::text(std::string_view path, std::string_view value) {
  offer(path, value);
}

void Fields::number(std::string_view path, double value) {
  constexpr double exact = 9e15;
  if (std::abs(value) < exact && value == std::floor(value)) {
    offer(path, fmt::format("{:.0f}", value));
  } else {
    offer(path, fmt::format("{:.6f}", value));
  }
}

void Fields::flag(std::string_view, bool) {}

void Fields::json(std::string_view path, std::string_view value) {
  std::array<char, 128> buffer{};
  const std::size_t size = normalise(path, buffer);
  const std::string_view name{buffer.data(), size};
  const auto found = layouts().find(name);
  if (found == layouts().end()) {
    return;
  }
  for (const Meaning& meaning : found->second) {
    const auto role = static_cast<std::size_t>(meaning.role);
    if (meaning.role == Role::body && meaning.rank < ranks_.at(role)) {
      ranks_.at(role) = meaning.rank;
      values_.at(role) = value.substr(0, longest_value);
    }
  }
}

std::string Fields::envelope() const {
  constexpr std::array<const char*, member_count> names{"type",
                                                        "title",
                                                        "detail",
                                                        "error",
                                                        "message",
                                                        "code",
                                                        "x402Version",
                                                        "approval_request_id",
                                                        "reason_code"};
  Json out = Json::object();
  for (std::size_t i = 0; i < member_count; ++i) {
    if (!members_.at(i).empty()) {
      out[names.at(i)] = members_.at(i);
    }
  }
  return out.empty() ? std::string{} : out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace doctor::intake
