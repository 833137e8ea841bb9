#pragma once
// A log record as pairs of path and value, whatever nested it, and what the paths mean
// (intake/layouts.json). Internal to intake/.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/embedded.h"

namespace doctor::intake {

enum class Role : std::uint8_t {
  status,
  url,
  host,
  path,
  method,
  body,
  message,
  time,
  agent,
  authorization,
  retry_after,
};
inline constexpr std::size_t role_count = 11;

/// A member of an error envelope, which may stand anywhere below a body.
enum class Member : std::uint8_t {
  type,
  title,
  detail,
  error,
  message,
  code,
  x402,
  approval,
  reason
};
inline constexpr std::size_t member_count = 9;

/// The best value for each role so far. Cheap to reuse: clear() keeps the buffers.
class Fields {
 public:
  void clear();
  /// `path`: names joined by dots, as written. Called for every scalar of the record.
  void text(std::string_view path, std::string_view value);
  void number(std::string_view path, double value);
  void flag(std::string_view path, bool value);
  /// An object or list that may be a body, as JSON.
  void json(std::string_view path, std::string_view value);

  const std::string& of(Role role) const { return values_[static_cast<std::size_t>(role)]; }
  bool has(Role role) const { return ranks_[static_cast<std::size_t>(role)] != none; }
  int status() const { return status_; }
  /// The envelope put together again from its members; empty when there was none.
  std::string envelope() const;

 private:
  static constexpr std::uint32_t none = 0xffffffffU;
  void offer(std::string_view path, std::string_view value);
  void offer_as(std::string_view name, std::uint32_t handicap, std::string_view value);
  void offer_status(std::uint32_t rank, std::string_view value);

  std::array<std::string, role_count> values_;
  std::array<std::uint32_t, role_count> ranks_ = filled();
  std::array<std::string, member_count> members_;
  int status_ = 0;
  std::uint32_t status_rank_ = none;

  static constexpr std::array<std::uint32_t, role_count> filled() {
    std::array<std::uint32_t, role_count> out{};
    out.fill(none);
    return out;
  }
};

std::span<const EmbeddedFile> layout_files();

/// Fills `fields` from one JSON object; false when the text is none.
bool read_fields(std::string_view json, Fields& fields);

}  // namespace doctor::intake
