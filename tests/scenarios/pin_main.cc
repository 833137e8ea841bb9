// Renews diagnoses.txt from what the scenarios' diagnoses are now, and prints what that changes.
//   oneclaw-pin            every scenario; those that are gone lose their line
//   oneclaw-pin SCENARIO…  only these

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "tests/scenarios/pinned.h"
#include "tests/scenarios/played.h"

namespace doctor::scenarios {
namespace {

void print(char sign, const Diagnoses::value_type& line) {
  std::printf("%c %s: %s\n", sign, line.first.c_str(), line.second.c_str());
}

/// What is only in `some`.
void print_missing(char sign, const Diagnoses& some, const Diagnoses& others) {
  for (const auto& line : some) {
    const auto other = others.find(line.first);
    if (other == others.end() || other->second != line.second) {
      print(sign, line);
    }
  }
}

int renew(const std::vector<std::string>& wanted) {
  const std::vector<std::string> all = every_scenario();
  for (const std::string& name : wanted) {
    if (std::ranges::find(all, name) == all.end()) {
      (void)std::fprintf(stderr, "no scenario is called '%s'\n", name.c_str());
      return 2;
    }
  }
  const std::vector<std::string>& names = wanted.empty() ? all : wanted;
  const Diagnoses before = pinned_diagnoses();
  Diagnoses after = wanted.empty() ? Diagnoses{} : before;
  const std::vector<Played> played = play_all(names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    after.insert_or_assign(names[i], outline(played[i].findings));
  }
  print_missing('-', before, after);
  print_missing('+', after, before);
  pin(after);
  return 0;
}

}  // namespace
}  // namespace doctor::scenarios

int main(int argc, char** argv) {
  try {
    return doctor::scenarios::renew(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
