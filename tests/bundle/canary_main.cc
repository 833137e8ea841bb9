// oneclaw-canary [COUNT [SEED]]: plants secrets and looks for survivors; prints what it did.

#include <cstdlib>
#include <iostream>
#include <string>

#include "canary.h"

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::stoul(argv[1]) : 1'000'000;
  const auto seed = static_cast<std::uint32_t>(argc > 2 ? std::stoul(argv[2]) : 1);
  const auto outcome = doctor::bundle::testing::plant_and_search(count, seed);
  std::cout << outcome.planted << " planted in " << outcome.bytes << " bytes, "
            << outcome.survivors.size() << " survived\n";
  for (const auto& survivor : outcome.survivors) {
    std::cout << survivor.piece << "\tof\t" << survivor.line << "\n";
  }
  return outcome.survivors.empty() ? EXIT_SUCCESS : EXIT_FAILURE;
}
