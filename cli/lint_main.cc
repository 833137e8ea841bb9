// Build step: the rules table against the facts that the probes declare. A mistake fails the build.

#include <cstdio>

#include <fmt/format.h>

#include "cli/catalogue.h"
#include "rules/table.h"

int main() {
  const auto problems =
      doctor::rules::lint(doctor::rules::table_files(), doctor::cli::known_facts());
  for (const std::string& problem : problems) {
    fmt::print(stderr, "{}\n", problem);
  }
  return problems.empty() ? 0 : 1;
}
