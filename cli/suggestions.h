#pragma once
// Words that may stand at a place of the command line, from the catalogues the program runs on.

#include <string>
#include <string_view>
#include <vector>

namespace doctor::cli {

struct Suggestion {
  std::string word;        ///< without spaces
  std::string about = {};  ///< one line; empty: the word says it
};

struct Suggestions {
  std::string_view name;  ///< `rules`: letters only, because the shells' functions are called so
  std::vector<Suggestion> (*all)();
};

extern const Suggestions suggested_clients;
extern const Suggestions suggested_formats;
extern const Suggestions suggested_probes;  ///< and layers
extern const Suggestions suggested_rules;
extern const Suggestions suggested_scenarios;

}  // namespace doctor::cli
