#include "bundle/stand_ins.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include <re2/re2.h>

namespace doctor::bundle {
namespace {

constexpr std::size_t longest = 64;
/// No writer gives out more; what claims to be higher is somebody's text.
constexpr std::uint32_t most = 10'000'000;

const RE2& form() {
  static const RE2 out{
      R"(\[[a-z0-9-]+#([0-9]{1,8})\]|(?:person|mail|name|user|part)-([0-9]{1,8})|00000000-0000-4000-8000-([0-9a-f]{12}))",
      RE2::Latin1};
  return out;
}

std::uint32_t number_in(const re2::StringPiece& digits, int base) {
  std::uint32_t out = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out, base);
  return read.ec == std::errc{} && out <= most ? out : 0;
}

}  // namespace

void StandIns::look(std::size_t until) {
  re2::StringPiece rest{buffer_};
  re2::StringPiece marked;
  re2::StringPiece named;
  re2::StringPiece id;
  while (RE2::FindAndConsume(&rest, form(), &marked, &named, &id)) {
    highest_ = std::max({highest_, number_in(marked, 10), number_in(named, 10), number_in(id, 16)});
  }
  buffer_.erase(0, until);
}

void StandIns::feed(std::string_view piece) {
  buffer_ += piece;
  constexpr std::size_t enough = 65536;
  if (buffer_.size() >= enough) {
    look(buffer_.size() - longest);
  }
}

void StandIns::finish() {
  look(buffer_.size());
}

}  // namespace doctor::bundle
