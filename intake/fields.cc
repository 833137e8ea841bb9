#include "intake/fields.h"

#include <array>
#include <charconv>
#include <cmath>
#include <span>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "intake/quota_share.h"

namespace doctor::intake {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_value = std::size_t{16} * 1024;
constexpr std::size_t longest_header = 256;
constexpr std::size_t most_named = 40;  ///< headers, or members of a request

}  // namespace

void Fields::clear() {
  for (std::string& value : values_) {
    value.clear();
  }
  for (std::string& member : members_) {
    member.clear();
  }
  ranks_.fill(none);
  headers_.count = 0;
  sent_.count = 0;
  status_ = 0;
  status_rank_ = none;
}

void Fields::List::add(std::string_view name, std::string_view value) {
  if (count == most_named) {
    return;
  }
  if (count == all.size()) {
    all.emplace_back();
  }
  Named& one = all[count++];
  one.name = name;
  one.value = value;
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

void Fields::text(const Path& path, std::string_view value) {
  if (value.empty()) {
    return;
  }
  if (path.member) {
    std::string& place = members_[static_cast<std::size_t>(*path.member)];
    if (place.empty()) {
      place = value.substr(0, longest_value);
    }
  }
  if (!path.header.empty()) {
    headers_.add(path.header, value.substr(0, longest_header));
  }
  if (path.sent) {
    sent_.add(path.key, value.substr(0, longest_value));
  }
  for (const Ranked& ranked : path.roles) {
    const auto role = static_cast<std::size_t>(ranked.role);
    if (ranked.role == Role::status) {
      offer_status(ranked.rank, value);
    } else if (ranked.rank < ranks_.at(role)) {
      ranks_.at(role) = ranked.rank;
      values_.at(role) = value.substr(0, longest_value);
    }
  }
}

void Fields::number(const Path& path, double value) {
  constexpr double exact = 9e15;
  if (std::abs(value) < exact && value == std::floor(value)) {
    std::array<char, 24> digits{};
    const auto [end, error] = std::to_chars(
        digits.data(), digits.data() + digits.size(), static_cast<std::int64_t>(value));
    text(path, {digits.data(), static_cast<std::size_t>(end - digits.data())});
  } else {
    text(path, fmt::format("{:.6f}", value));
  }
}

void Fields::append_key(std::string& out) const {
  constexpr char separator = '\0';
  out += std::to_string(status_);
  for (std::size_t role = 0; role < role_count; ++role) {
    out += separator;
    out += role == static_cast<std::size_t>(Role::time) ? std::string{} : values_.at(role);
  }
  for (const std::string& member : members_) {
    out += separator;
    out += member;
  }
  const auto append = [&out](const Named& one) {
    out += separator;
    out += one.name;
    out += separator;
    out += one.value;
  };
  std::string_view used;
  std::string_view limit;
  for (const Named& header : std::span{headers_.all}.first(headers_.count)) {
    if (header.name == used_header) {
      used = header.value;
    } else if (header.name == limit_header) {
      limit = header.value;
    } else {
      append(header);
    }
  }
  for (const Named& member : std::span{sent_.all}.first(sent_.count)) {
    append(member);
  }
  out += separator;
  out += quota_share(used, limit);
}

std::vector<std::pair<std::string, std::string>> Fields::headers() const {
  std::vector<std::pair<std::string, std::string>> out;
  for (const Named& header : std::span{headers_.all}.first(headers_.count)) {
    out.emplace_back(header.name, header.value);
  }
  return out;
}

std::string Fields::request_body() const {
  if (has(Role::sent)) {
    return of(Role::sent);
  }
  Json out = Json::object();
  for (const Named& member : std::span{sent_.all}.first(sent_.count)) {
    Json& place = out[std::string{member.name}];
    if (place.is_null()) {
      place = member.value;
    } else {
      place = place.is_array() ? std::move(place) : Json::array({std::move(place)});
      place.push_back(member.value);
    }
  }
  return out.empty() ? std::string{} : out.dump(-1, ' ', false, Json::error_handler_t::replace);
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
