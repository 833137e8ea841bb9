#include "bundle/anchors.h"

#include <cstring>
#include <utility>

namespace doctor::bundle {
namespace {

std::uint32_t folded(const char* four) {
  std::uint32_t value = 0;
  std::memcpy(&value, four, sizeof value);
  return value | 0x20202020U;
}

std::size_t place_of(std::uint32_t four, unsigned bits) {
  return (four * 2654435761U) >> (32U - bits);
}

char fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool stands(std::string_view text, std::size_t at, std::string_view anchor) {
  if (text.size() - at < anchor.size()) {
    return false;
  }
  for (std::size_t i = 0; i < anchor.size(); ++i) {
    if (fold(text[at + i]) != anchor[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

Anchors::Anchors(std::vector<Anchor> anchors)
    : anchors_(std::move(anchors)), table_(std::size_t{1} << table_bits, 0) {
  for (std::size_t i = 0; i < anchors_.size(); ++i) {
    const std::string& text = anchors_[i].text;
    if (text.size() >= 4) {
      enter(text, static_cast<std::uint16_t>(i));
      continue;
    }
    for (int next = 0x20; next < 0x100; ++next) {  // whatever stands behind a short one
      enter(text + static_cast<char>(next), static_cast<std::uint16_t>(i));
    }
  }
}

void Anchors::enter(std::string_view four, std::uint16_t anchor) {
  std::uint16_t& slot = table_[place_of(folded(four.data()), table_bits)];
  if (slot == 0) {
    slots_.emplace_back();
    slot = static_cast<std::uint16_t>(slots_.size());
  }
  auto& sharing = slots_[slot - 1U];
  if (sharing.empty() || sharing.back() != anchor) {
    sharing.push_back(anchor);
  }
}

void Anchors::look(std::string_view text, std::size_t at, std::size_t slot, Spans& out) const {
  for (const std::uint16_t index : slots_[slot]) {
    const Anchor& anchor = anchors_[index];
    if (stands(text, at, anchor.text)) {
      anchor.find(text, at, anchor, out);
    }
  }
}

void Anchors::search(std::string_view text, Spans& out) const {
  if (text.size() < 4) {
    return;
  }
  const char* const data = text.data();
  const std::uint16_t* const table = table_.data();
  const std::size_t last = text.size() - 4;
  for (std::size_t i = 0; i <= last; ++i) {
    const std::uint16_t slot = table[place_of(folded(data + i), table_bits)];
    if (slot != 0) [[unlikely]] {
      look(text, i, slot - 1U, out);
    }
  }
}

}  // namespace doctor::bundle
