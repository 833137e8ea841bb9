#pragma once
// Planted secrets: every kind in every context, known values in every encoding, between harmless
// lines, fed in pieces of any size. Deterministic for a seed.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace doctor::bundle::testing {

struct Survivor {
  std::string piece;  ///< twelve characters of a planted value that came through
  std::string line;   ///< as planted
};

struct Outcome {
  std::size_t planted = 0;
  std::size_t bytes = 0;
  std::vector<Survivor> survivors = {};
};

Outcome plant_and_search(std::size_t count, std::uint32_t seed);

/// Four thousand of them as a log, for a program that is told some of the values; and what of them
/// is in what it wrote.
struct Log {
  std::string text;
  std::vector<std::string> known;
};
Log make_log(std::uint32_t seed);
Outcome search_log(std::uint32_t seed, const std::string& output);

}  // namespace doctor::bundle::testing
