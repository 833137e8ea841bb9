// Plays the scenarios whose cause lies behind HTTP again under every other way to say the same, and
// prints what became of the diagnosis. Exit code 1: a wrong cause, a false alarm, certainty that
// rested on words alone, or too much lost.
//   oneclaw-foreign [--whole] [--scenario NAME-PART] [--variation NAME-PART] [--list]
// Without --whole a sample is played, the same in every run.

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "mock/mock.h"
#include "tests/cli/binary.h"
#include "tests/foreign/variations.h"
#include "tests/scenarios/played.h"

namespace doctor::foreign {
namespace {

enum class Mark : std::uint8_t { same, weaker, wrong };

struct Options {
  bool whole = false;
  bool list = false;  ///< every weaker cell, too
  std::string scenario;
  std::string variation;
};

struct Seen {
  std::string rule = {};  ///< of the first error or warning; empty: none
  Certainty certainty = Certainty::possible;
  std::string verdict = {};
  bool played = false;
};

struct Cell {
  std::string scenario;
  std::string root;  ///< expected; empty: nothing is wrong
  const Variation* variation;
  Seen seen = {};
  Mark mark = Mark::wrong;
};

/// Rows whose cause an HTTP answer tells. The others lie before the API is reached.
bool behind_http(const std::string& root) {
  constexpr std::array before{"net.", "connect.", "local."};
  return std::ranges::none_of(before, [&](const char* begin) { return root.starts_with(begin); });
}

Seen look(const Cell& cell) {
  const cli::testing::Folder folder;
  const std::string path = (folder.path() / "scenario.json").string();
  std::ofstream{path} << retold(cell.scenario, *cell.variation);
  const scenarios::Played played = scenarios::play(path);
  Seen seen{.verdict = played.verdict, .played = !played.verdict.empty()};
  if (!played.findings.empty() &&
      (!cell.root.empty() || played.findings.front().severity != Severity::info)) {
    seen.rule = played.findings.front().rule;
    seen.certainty = played.findings.front().certainty;
  }
  return seen;
}

std::string row_of(const std::string& rule) {
  return rule.substr(0, rule.find('/'));
}

bool allowed(const Cell& cell, const std::vector<Allowance>& allowances) {
  const std::string what = cell.seen.rule.empty() ? "silent" : cell.seen.rule;
  return std::ranges::any_of(allowances, [&](const Allowance& one) {
    return (one.root.empty() ? cell.root.empty() : covers(one.root, cell.root)) &&
           std::ranges::any_of(
               one.under,
               [&](const std::string& begin) { return cell.variation->name.starts_with(begin); }) &&
           std::ranges::any_of(one.allow,
                               [&](const std::string& wide) { return covers(wide, what); });
  });
}

Mark judge(const Cell& cell, const std::vector<Allowance>& allowances) {
  if (!cell.seen.played) {
    return Mark::wrong;
  }
  if (row_of(cell.seen.rule) == row_of(cell.root)) {
    return Mark::same;
  }
  const bool honest =
      !cell.root.empty() && !cell.seen.rule.empty() &&
      (row_of(cell.seen.rule) == "unknown" || cell.seen.certainty == Certainty::possible);
  return honest || allowed(cell, allowances) ? Mark::weaker : Mark::wrong;
}

/// A fixed, evenly spread part: of every scenario a few variations, of every variation many
/// scenarios.
bool sampled(std::size_t scenario, std::size_t variation) {
  constexpr std::size_t every = 151;
  return (scenario * 17 + variation * 5) % every == 0;
}

std::vector<Cell> cells_of(const Options& options, const std::vector<Variation>& ways) {
  std::vector<Cell> out;
  std::size_t number = 0;
  for (const std::string_view name : mock::scenario_names()) {
    const std::string root = mock::load_scenario(name).expects.root;
    if (!behind_http(root)) {
      continue;
    }
    ++number;
    for (std::size_t i = 0; i < ways.size(); ++i) {
      const bool wanted = name.find(options.scenario) != std::string_view::npos &&
                          ways[i].name.find(options.variation) != std::string::npos;
      if (wanted && (options.whole || sampled(number, i))) {
        out.push_back({.scenario = std::string{name}, .root = root, .variation = &ways[i]});
      }
    }
  }
  return out;
}

void play_all(std::vector<Cell>& cells) {
  const std::vector<Allowance> allowances = foreign::allowances();
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < cells.size(); i = next++) {
      cells[i].seen = look(cells[i]);
      cells[i].mark = judge(cells[i], allowances);
    }
  };
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < std::max(2U, std::thread::hardware_concurrency()); ++i) {
    workers.emplace_back(work);
  }
  for (std::thread& worker : workers) {
    worker.join();
  }
}

/// Rules that were certain of a scenario in some words, and did not hold in others.
std::size_t certain_on_words(const std::vector<Cell>& cells) {
  struct Held {
    std::string certain;  ///< the rule that was certain
    std::string lost;     ///< the variation without its row
  };
  std::map<std::string, Held> by_scenario;
  for (const Cell& cell : cells) {
    Held& held = by_scenario[cell.scenario];
    if (!cell.variation->rewords && cell.variation->name != "original") {
      continue;
    }
    if (cell.mark == Mark::same && cell.seen.certainty == Certainty::certain) {
      held.certain = cell.seen.rule;
    } else if (cell.mark != Mark::same) {
      held.lost = cell.variation->name;
    }
  }
  std::size_t count = 0;
  for (const auto& [scenario, held] : by_scenario) {
    if (!held.certain.empty() && !held.lost.empty()) {
      ++count;
      std::printf("certain on words: %s: %s, lost in %s\n",
                  scenario.c_str(),
                  held.certain.c_str(),
                  held.lost.c_str());
    }
  }
  return count;
}

using Tally = std::array<std::size_t, 3>;

void print_tally(const std::string& name, const Tally& tally) {
  std::printf("%-32s %6zu %6zu %6zu\n", name.c_str(), tally[0], tally[1], tally[2]);
}

void print_cells(const std::vector<Cell>& cells, const Options& options) {
  for (const Cell& cell : cells) {
    if (cell.mark == Mark::wrong || (options.list && cell.mark == Mark::weaker)) {
      std::printf("%s: %s, %s: expected %s, found %s %s (%s)\n",
                  cell.mark == Mark::wrong ? "wrong" : "weaker",
                  cell.scenario.c_str(),
                  cell.variation->name.c_str(),
                  cell.root.empty() ? "nothing" : cell.root.c_str(),
                  std::string{name_of(cell.seen.certainty)}.c_str(),
                  cell.seen.rule.empty() ? "nothing" : cell.seen.rule.c_str(),
                  cell.seen.played ? cell.seen.verdict.c_str() : "no report");
    }
  }
}

int report(const std::vector<Cell>& cells, const Options& options) {
  print_cells(cells, options);
  const std::size_t wordy = certain_on_words(cells);
  std::map<std::string, Tally> by_variation;
  std::map<std::string, Tally> by_row;
  Tally all{};
  for (const Cell& cell : cells) {
    const auto mark = static_cast<std::size_t>(cell.mark);
    ++by_variation[cell.variation->name].at(mark);
    ++by_row[cell.root.empty() ? "nothing wrong" : row_of(cell.root)].at(mark);
    ++all.at(mark);
  }
  std::printf("%-32s %6s %6s %6s\n", "", "same", "weaker", "wrong");
  for (const auto& [name, tally] : by_variation) {
    print_tally(name, tally);
  }
  std::printf("\n");
  for (const auto& [name, tally] : by_row) {
    print_tally(name, tally);
  }
  print_tally("\nall", all);
  const double kept =
      cells.empty() ? 0 : 100.0 * static_cast<double>(all[0]) / static_cast<double>(cells.size());
  std::printf("%zu cells, %.1f %% same, %zu wrong, %zu certain on words alone\n",
              cells.size(),
              kept,
              all[2],
              wordy);
  constexpr double enough = 95;
  return all[2] == 0 && wordy == 0 && kept >= enough ? 0 : 1;
}

int run(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool value = i + 1 < words.size();
    if (words[i] == "--whole") {
      options.whole = true;
    } else if (words[i] == "--list") {
      options.list = true;
    } else if (words[i] == "--scenario" && value) {
      options.scenario = words[++i];
    } else if (words[i] == "--variation" && value) {
      options.variation = words[++i];
    } else {
      (void)std::fprintf(stderr, "unknown option: %s\n", words[i].c_str());
      return 2;
    }
  }
  const std::vector<Variation> ways = variations();
  std::vector<Cell> cells = cells_of(options, ways);
  play_all(cells);
  return report(cells, options);
}

}  // namespace
}  // namespace doctor::foreign

int main(int argc, char** argv) {
  return doctor::foreign::run(std::vector<std::string>(argv + 1, argv + argc));
}
