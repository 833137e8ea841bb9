#include "intake/needles.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace doctor::intake {
namespace {

constexpr std::size_t step = 2;

std::uint32_t byte_of(char c) {
  return static_cast<unsigned char>(c);
}

/// Of three bytes, without the bits in which cases differ.
std::uint32_t bucket_of(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  constexpr std::uint32_t bits = 0x1f;
  return (a & bits) | ((b & bits) << 5U) | ((c & bits) << 10U);
}

std::uint32_t bucket_at(const char* at) {
  return bucket_of(byte_of(at[0]), byte_of(at[1]), byte_of(at[2]));
}

/// How common a byte is in logs, roughly.
int commonness(char c) {
  constexpr std::string_view very = " etaoinsr0123456789/.:-";
  constexpr std::string_view rather = "ldcumphg_\"'=";
  return very.find(c) != std::string_view::npos     ? 6
         : rather.find(c) != std::string_view::npos ? 4
                                                    : 2;
}

/// Where the four bytes begin that logs hold most seldom.
std::size_t rarest(std::string_view word) {
  std::size_t best = 0;
  int least = std::numeric_limits<int>::max();
  for (std::size_t at = 0; at + Needles::shortest <= word.size(); ++at) {
    int sum = 0;
    for (const char c : word.substr(at, Needles::shortest)) {
      sum += commonness(c);
    }
    if (sum < least) {
      least = sum;
      best = at;
    }
  }
  return best;
}

bool is_at(std::string_view text, std::size_t at, std::string_view word) {
  constexpr auto folded = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(text.substr(at, word.size()), word, {}, folded);
}

}  // namespace

void Needles::add(std::size_t word, std::size_t offset) {
  const std::uint32_t bucket = bucket_at(words_[word].data() + offset);
  used_.at(bucket) = 1;
  entries_.push_back({.bucket = static_cast<std::uint16_t>(bucket),
                      .word = static_cast<std::uint16_t>(word),
                      .offset = static_cast<std::uint16_t>(offset)});
}

Needles::Needles(std::vector<std::string> words) : words_(std::move(words)) {
  for (std::size_t word = 0; word < words_.size(); ++word) {
    if (words_[word].size() >= shortest) {
      const std::size_t offset = rarest(words_[word]);
      add(word, offset);
      add(word, offset + 1);
    }
  }
  std::ranges::stable_sort(entries_, {}, &Entry::bucket);
}

template <typename Found>
void Needles::each_at(std::string_view text,
                      std::size_t at,
                      std::size_t bucket,
                      Found found) const {
  auto entry =
      std::ranges::lower_bound(entries_, static_cast<std::uint16_t>(bucket), {}, &Entry::bucket);
  for (; entry != entries_.end() && entry->bucket == bucket; ++entry) {
    if (at >= entry->offset && is_at(text, at - entry->offset, words_[entry->word])) {
      found(entry->word, at - entry->offset);
    }
  }
}

std::size_t Needles::find(std::string_view text, std::size_t from) const {
  constexpr std::size_t stride = 4 * step;
  const char* const bytes = text.data();
  std::size_t first = std::string_view::npos;
  for (std::size_t at = from; at + 2 < text.size();) {
    // Most of a text: nothing in eight bytes.
    if (at + stride + 2 < text.size()) {
      const std::uint32_t any =
          static_cast<std::uint32_t>(used_[bucket_at(bytes + at)]) |             // NOLINT: 15 bits
          static_cast<std::uint32_t>(used_[bucket_at(bytes + at + step)]) |      // NOLINT
          static_cast<std::uint32_t>(used_[bucket_at(bytes + at + 2 * step)]) |  // NOLINT
          static_cast<std::uint32_t>(used_[bucket_at(bytes + at + 3 * step)]);   // NOLINT
      if (any == 0) {
        at += stride;
        continue;
      }
    }
    const std::uint32_t bucket = bucket_at(bytes + at);
    if (used_.at(bucket) != 0) {
      each_at(text, at, bucket, [&first, from](std::size_t, std::size_t begin) {
        first = begin >= from ? std::min(first, begin) : first;
      });
      if (first != std::string_view::npos) {
        return first;
      }
    }
    at += step;
  }
  return std::string_view::npos;
}

std::vector<int> Needles::all(std::string_view text) const {
  std::vector<int> out;
  for (std::size_t at = 0; at + 2 < text.size(); at += step) {
    const std::uint32_t bucket = bucket_at(text.data() + at);
    if (used_.at(bucket) != 0) {
      each_at(text, at, bucket, [&out](std::size_t word, std::size_t) {
        out.push_back(static_cast<int>(word));
      });
    }
  }
  return out;
}

}  // namespace doctor::intake
