#include "bundle/utf16.h"

#include <utility>

namespace doctor::bundle {
namespace {

constexpr std::string_view little = "\xff\xfe";
constexpr std::string_view big = "\xfe\xff";
constexpr std::uint32_t stand_in = 0xfffd;

bool is_high(std::uint32_t unit) {
  return (unit & 0xfc00U) == 0xd800U;
}
bool is_low(std::uint32_t unit) {
  return (unit & 0xfc00U) == 0xdc00U;
}

}  // namespace

bool looks_like_utf16(std::string_view beginning) {
  return beginning.starts_with(little) || beginning.starts_with(big);
}

FromUtf16::FromUtf16(Source wide) : wide_(std::move(wide)) {}

void FromUtf16::put(std::uint32_t character) {
  const auto tail = [this, character](unsigned shift) {
    out_ += static_cast<char>(0x80U | ((character >> shift) & 0x3fU));
  };
  if (character < 0x80) {
    out_ += static_cast<char>(character);
  } else if (character < 0x800) {
    out_ += static_cast<char>(0xc0U | (character >> 6U));
    tail(0);
  } else if (character < 0x10000) {
    out_ += static_cast<char>(0xe0U | (character >> 12U));
    tail(6);
    tail(0);
  } else {
    out_ += static_cast<char>(0xf0U | (character >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

void FromUtf16::take_unit(std::uint32_t unit) {
  const std::uint32_t high = std::exchange(high_, 0);
  if (high != 0 && is_low(unit)) {
    put(0x10000U + ((high & 0x3ffU) << 10U) + (unit & 0x3ffU));
    return;
  }
  if (high != 0) {
    put(stand_in);
  }
  if (is_high(unit)) {
    high_ = unit;
  } else {
    put(is_low(unit) ? stand_in : unit);
  }
}

void FromUtf16::take(unsigned char byte) {
  if (mark_.size() < little.size()) {
    mark_ += static_cast<char>(byte);
    return;
  }
  if (!has_first_) {
    first_ = byte;
    has_first_ = true;
    return;
  }
  has_first_ = false;
  take_unit(mark_ == little ? first_ | (std::uint32_t{byte} << 8U) : (first_ << 8U) | byte);
}

Result<std::string_view> FromUtf16::next() {
  out_.clear();
  while (out_.empty() && !ended_) {
    Result<std::string_view> piece = wide_();
    if (!piece) {
      return piece;
    }
    for (const char byte : *piece) {
      take(static_cast<unsigned char>(byte));
    }
    if (piece->empty()) {
      ended_ = true;
      if (has_first_ || high_ != 0) {
        put(stand_in);
      }
    }
  }
  return std::string_view{out_};
}

}  // namespace doctor::bundle
