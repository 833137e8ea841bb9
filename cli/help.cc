#include "cli/help.h"

#include <vector>

#include <fmt/format.h>

#include "cli/exits.h"
#include "cli/output.h"
#include "report/page.h"

namespace doctor::cli {
namespace {

using report::Page;
using report::Tone;

constexpr std::size_t help_column = 28;

Page new_page() {
  Surroundings around = surroundings();
  around.columns = 0;  // help has one width, so that it reads the same everywhere
  return Page{choose_style(RunOptions{}, around)};
}

void heading(Page& page, std::string_view text) {
  page.flow({}, {{.text = fmt::format("{}:", text), .tone = Tone::strong, .whole = true}});
}

/// `  left side      right side`, the right side wrapped below itself.
void entry(Page& page, std::string left, std::string_view right) {
  const std::size_t room = help_column - 3;
  if (report::columns(left) > room) {
    page.flow({.first = 2}, {{.text = left, .whole = true}});
    page.flow({.first = help_column, .rest = help_column}, {{.text = std::string{right}}});
    return;
  }
  left.append(room - report::columns(left), ' ');
  page.flow({.first = 2, .rest = help_column},
            {{.text = left, .whole = true}, {.text = std::string{right}}});
}

/// The command line, and below it what it is for.
void example(Page& page, std::string_view text) {
  const auto hash = text.find("  # ");
  page.flow({.first = 2, .rest = 6},
            {{.text = std::string{text.substr(0, hash)}, .tone = Tone::good, .whole = true}});
  if (hash != std::string_view::npos) {
    page.flow({.first = 6, .rest = 6},
              {{.text = std::string{text.substr(hash + 4)}, .tone = Tone::faint}});
  }
}

std::string spelled(const Option& option) {
  std::string out = option.letter == 0 ? fmt::format("--{}", option.name)
                                       : fmt::format("-{}, --{}", option.letter, option.name);
  if (!option.implicit.empty()) {
    return out + fmt::format("[={}]", option.value);
  }
  return option.value.empty() ? out : out + fmt::format(" {}", option.value);
}

void add_options(Page& page, std::span<const Option> options) {
  std::string_view group = "?";
  for (const Option& option : options) {
    if (option.group != group) {
      group = option.group;
      page.blank();
      heading(page, group.empty() ? "Options" : group);
    }
    entry(page, spelled(option), option.help);
  }
}

}  // namespace

std::string overview() {
  Page page = new_page();
  heading(page, "Examples");
  for (const std::string_view text : find_command("run")->examples) {
    example(page, text);
  }
  page.blank();
  heading(page, "Usage");
  page.flow({.first = 2}, {{.text = "oneclaw-doctor [COMMAND] [OPTION…]"}});
  page.blank();
  heading(page, "Commands");
  for (const Command& command : commands()) {
    const std::string words = command.words.empty() ? "" : fmt::format(" {}", command.words);
    entry(page, fmt::format("{}{}", command.name, words), command.about);
  }
  page.blank();
  page.flow({},
            {{.text = "'oneclaw-doctor COMMAND --help' tells more, and 'oneclaw-doctor run "
                      "--help' the options; --version prints the version."}});
  page.blank();
  heading(page, "Exit codes");
  for (const ExitMeaning& one : exit_meanings("run")) {
    entry(page, std::string{one.code}, one.meaning);
  }
  return page.take();
}

std::string help_for(const Command& command) {
  Page page = new_page();
  heading(page, "Examples");
  for (const std::string_view text : command.examples) {
    example(page, text);
  }
  page.blank();
  heading(page, "Usage");
  std::string usage = fmt::format("oneclaw-doctor {}", command.name);
  usage += command.words.empty() ? "" : fmt::format(" {}", command.words);
  usage += command.options().empty() ? "" : " [OPTION…]";
  page.flow({.first = 2}, {{.text = usage, .whole = true}});
  page.flow({.first = 6, .rest = 6}, {{.text = std::string{command.about}}});
  add_options(page, command.options());
  return page.take();
}

}  // namespace doctor::cli
