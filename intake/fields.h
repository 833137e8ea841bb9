#pragma once
// A log record as values with roles, whatever nested it. Internal to intake/.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "intake/paths.h"

namespace doctor::intake {

/// The best value for each role so far. Cheap to reuse: clear() keeps the buffers.
class Fields {
 public:
  void clear();  ///< for the next record
  /// Called for every scalar of the record whose path matters.
  void text(const Path& path, std::string_view value);
  /// The same for a number.
  void number(const Path& path, double value);

  /// The value that has this role; empty when none has.
  const std::string& of(Role role) const { return values_[static_cast<std::size_t>(role)]; }
  /// Whether any value has it.
  bool has(Role role) const { return ranks_[static_cast<std::size_t>(role)] != none; }
  /// The HTTP status the record tells; 0 when it tells none.
  int status() const { return status_; }
  /// The telling headers of the answer.
  std::vector<std::pair<std::string, std::string>> headers() const;
  /// The body of the request: as text, or what a record holds as an object put together from its
  /// scalars, whatever nested them; empty when the record does not show it.
  std::string request_body() const;
  /// All that is known but the time: records of the same key differ in nothing else.
  void append_key(std::string& out) const;
  /// The envelope put together again from its members; empty when there was none.
  std::string envelope() const;

 private:
  static constexpr std::uint32_t none = 0xffffffffU;
  void offer_status(std::uint32_t rank, std::string_view value);

  std::array<std::string, role_count> values_;
  std::array<std::uint32_t, role_count> ranks_ = filled();
  std::array<std::string, member_count> members_;
  struct Named {
    std::string_view name;
    std::string value;
  };
  /// The first `count` are the record's; the others are kept for their buffers.
  struct List {
    std::vector<Named> all;
    std::size_t count = 0;
    void add(std::string_view name, std::string_view value);
  };
  List headers_;
  List sent_;  ///< the scalars of the request's body
  int status_ = 0;
  std::uint32_t status_rank_ = none;

  static constexpr std::array<std::uint32_t, role_count> filled() {
    std::array<std::uint32_t, role_count> out{};
    out.fill(none);
    return out;
  }
};

/// Deeper nested records are refused, by every way of reading them.
inline constexpr std::size_t deepest_record = 64;

/// Reads records, one after the other. Not for several threads at once.
class FieldReader {
 public:
  /// `plain`: the JSON library that is always there; `fastest`: simdjson where the build has it.
  enum class With : std::uint8_t { fastest, plain };
  /// Tests choose; everybody else takes the fastest one.
  explicit FieldReader(With with = With::fastest);
  FieldReader(const FieldReader&) = delete;
  FieldReader& operator=(const FieldReader&) = delete;
  ~FieldReader();

  /// One JSON object; false when the text is none. `slack`: how many bytes behind the text may be
  /// read (not: believed).
  bool read(std::string_view json, std::size_t slack);
  const Fields& fields() const { return fields_; }  ///< of the record that was read last

 private:
  struct Fast;

  Fields fields_;
  Paths paths_;
  std::unique_ptr<Fast> fast_;  ///< none: plain
};

/// FieldReader's plain way.
bool read_plainly(std::string_view json, Paths& paths, Fields& fields);

}  // namespace doctor::intake
