// oneclaw-canary [COUNT [SEED]]: plants secrets and looks for survivors; prints what it did.
// oneclaw-canary write SEED LOG KNOWN: a log with planted secrets, and those to be told, a line
// each. oneclaw-canary search SEED FILE…: what of them is in these files.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>

#include "canary.h"

namespace {

namespace testing = doctor::bundle::testing;
using Words = std::span<char* const>;

std::uint32_t seed_of(const char* text) {
  return static_cast<std::uint32_t>(std::stoul(text));
}

int told(const testing::Outcome& outcome) {
  std::cout << outcome.planted << " planted in " << outcome.bytes << " bytes, "
            << outcome.survivors.size() << " survived\n";
  for (const auto& survivor : outcome.survivors) {
    std::cout << survivor.piece << "\tof\t" << survivor.line << "\n";
  }
  return outcome.survivors.empty() ? EXIT_SUCCESS : EXIT_FAILURE;
}

int write(Words words) {
  const testing::Log log = testing::make_log(seed_of(words[0]));
  std::ofstream{words[1], std::ios::binary} << log.text;
  std::ofstream known{words[2]};
  for (const std::string& value : log.known) {
    known << value << '\n';
  }
  return known.flush().good() ? EXIT_SUCCESS : EXIT_FAILURE;
}

int search(Words words) {
  std::string output;
  for (const char* const path : words.subspan(1)) {
    std::ifstream in{path, std::ios::binary};
    output.append(std::istreambuf_iterator<char>{in}, {});
  }
  return told(testing::search_log(seed_of(words[0]), output));
}

}  // namespace

int main(int argc, char** argv) {
  const Words words = Words{argv, static_cast<std::size_t>(argc)}.subspan(1);
  if (words.size() == 4 && words[0] == std::string{"write"}) {
    return write(words.subspan(1));
  }
  if (words.size() > 2 && words[0] == std::string{"search"}) {
    return search(words.subspan(1));
  }
  const std::size_t count = words.empty() ? 1'000'000 : std::stoul(words[0]);
  return told(testing::plant_and_search(count, words.size() > 1 ? seed_of(words[1]) : 1));
}
