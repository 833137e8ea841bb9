#pragma once
// The paths of names in records (`http.response.status_code`) and what each means
// (intake/layouts.json). The records of a log repeat a few paths, so each is understood once.
// Internal to intake/.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/embedded.h"

namespace doctor::intake {

/// What a value in a record is.
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
  sent,  ///< the body of the request, as text
};
inline constexpr std::size_t role_count = 12;

/// The headers of an answer that say anything of it or of whose it is, in lower case.
std::span<const std::string_view> telling_headers();

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

/// A role that a value may have; of several values the one of the lowest rank counts.
struct Ranked {
  Role role = Role::status;
  std::uint32_t rank = 0;
};

/// A path, and what it means.
struct Path {
  const Path* parent = nullptr;
  std::string key;   ///< its last name
  std::string name;  ///< all names, joined by dots
  std::vector<Ranked> roles;
  std::optional<Member> member;
  std::string_view header = {};  ///< which of the telling headers it is
  bool sent = false;             ///< in the body of the request: nothing there is the answer's
  std::unordered_map<std::string_view, Path*> children;
  Path* first = nullptr;  ///< the child that came first in the last record
  Path* after = nullptr;  ///< the sibling that followed in the last record

  /// Whether a value there is looked at.
  bool matters() const { return member.has_value() || !roles.empty() || !header.empty() || sent; }
};

/// All paths met so far; they live as long as this does.
class Paths {
 public:
  Paths();
  Paths(const Paths&) = delete;
  Paths& operator=(const Paths&) = delete;
  ~Paths() = default;

  Path& root() { return *root_; }  ///< the record itself
  /// `guess`: which child it may be; nullptr when nothing suggests one.
  Path& child(Path& parent, std::string_view key, Path* guess) {
    return guess != nullptr && guess->parent == &parent && guess->key == key ? *guess
                                                                             : find(parent, key);
  }
  /// To be called between records: forgets all when there are too many.
  void tidy();

 private:
  Path& find(Path& parent, std::string_view key);
  void reset();

  std::deque<Path> all_;
  Path* root_ = nullptr;
  Path* meaningless_ = nullptr;
};

/// The tables that the program has in it.
std::span<const EmbeddedFile> layout_files();

}  // namespace doctor::intake
