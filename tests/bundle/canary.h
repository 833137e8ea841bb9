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

}  // namespace doctor::bundle::testing
