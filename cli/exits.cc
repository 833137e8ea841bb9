#include "cli/exits.h"

#include <algorithm>
#include <array>

namespace doctor::cli {
namespace {

constexpr ExitMeaning usage{"2", "usage: bad option, unreadable file, invalid rules"};
constexpr ExitMeaning internal{"70", "internal error"};

constexpr std::array judging{
    ExitMeaning{"0", "nothing at or above --fail-on (default: error)"},
    ExitMeaning{"1", "at least one such finding"},
    usage,
    ExitMeaning{"3", "undecided: the run could not finish and no cause was found"},
    internal};
constexpr std::array bundling{
    ExitMeaning{"0", "nothing at or above --fail-on (default: error); with 'verify': clean"},
    ExitMeaning{"1", "at least one such finding; with 'verify': something was found"},
    ExitMeaning{"2", "usage: bad option, unreadable file, no bundle"},
    ExitMeaning{"3", "undecided: the run could not finish and no cause was found"},
    internal};
constexpr std::array comparing{
    ExitMeaning{"0", "no regression at or above --fail-on (default: error)"},
    ExitMeaning{"1", "at least one such regression"},
    usage,
    internal};
constexpr std::array explaining{ExitMeaning{"0", "every failing record is explained"},
                                ExitMeaning{"1", "some match nothing"},
                                ExitMeaning{"2", "usage: bad option, input that cannot be used"},
                                internal};
constexpr std::array testing{ExitMeaning{"0", "no problem; with 'test': every example holds"},
                             ExitMeaning{"1", "with 'test': some do not, or a rule has none"},
                             usage,
                             internal};
constexpr std::array serving{
    ExitMeaning{"0", "ended by a signal, or after --checks"}, usage, internal};
constexpr std::array telling{ExitMeaning{"0", "done"}, usage, internal};

struct Row {
  std::string_view command;
  std::span<const ExitMeaning> meanings;
};
constexpr std::array table{Row{"bundle", bundling},
                           Row{"diff", comparing},
                           Row{"explain", explaining},
                           Row{"list", telling},
                           Row{"rules", testing},
                           Row{"mock", telling},
                           Row{"serve", serving},
                           Row{"completion", telling}};

}  // namespace

std::span<const ExitMeaning> exit_meanings(std::string_view command) {
  const auto* const found = std::ranges::find(table, command, &Row::command);
  return found == table.end() ? std::span<const ExitMeaning>{judging} : found->meanings;
}

}  // namespace doctor::cli
