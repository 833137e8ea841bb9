#pragma once
// Random bits from the system, many at once: the standard library's device takes microseconds for
// each word, which a run of the program would feel.

#include <cstdint>
#include <span>

namespace doctor {

/// Fit for the keys of hashes.
void fill_with_random(std::span<std::uint64_t> words);
std::uint64_t random_word();

}  // namespace doctor
