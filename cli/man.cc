#include "cli/man.h"

#include <fmt/format.h>

#include "cli/completion.h"
#include "cli/exits.h"
#include "cli/version.h"

namespace doctor::cli {
namespace {

/// Text as roff prints it: no escape, no request, no typography where a dash or quote is meant.
std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool at_line_start = i == 0 || text[i - 1] == '\n';
    switch (text[i]) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += at_line_start ? "\\&\\(aq" : "\\(aq";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '.':
        out += at_line_start ? "\\&." : ".";
        break;
      default:
        out += text[i];
    }
  }
  std::size_t at = 0;
  while ((at = out.find("…", at)) != std::string::npos) {
    out.replace(at, std::string_view{"…"}.size(), "...");
  }
  return out;
}

std::string title(std::string_view name, std::string_view about) {
  return fmt::format(
      ".TH {0} 1 \"\" \"oneclaw\\-doctor {1}\" \"User Commands\"\n.SH NAME\n{0} \\- {2}\n",
      plain(name),
      tool_version(),
      plain(about));
}

std::string bold(std::string_view text) {
  return fmt::format("\\fB{}\\fR", plain(text));
}

std::string entry(std::string_view head, std::string_view text) {
  return fmt::format(".TP\n{}\n{}\n", head, plain(text));
}

/// The command line, and below it what it is for.
std::string examples(std::span<const std::string_view> all) {
  std::string out = ".SH EXAMPLES\n";
  for (const std::string_view text : all) {
    const auto hash = text.find("  # ");
    out += fmt::format(".TP\n{}\n{}\n",
                       bold(text.substr(0, hash)),
                       hash == std::string_view::npos ? "\\&" : plain(text.substr(hash + 4)));
  }
  return out;
}

std::string spelled(const Option& option) {
  std::string out =
      option.letter == 0 ? "" : fmt::format("{}, ", bold(fmt::format("-{}", option.letter)));
  out += bold(fmt::format("--{}", option.name));
  if (option.value.empty()) {
    return out;
  }
  const std::string value = fmt::format("\\fI{}\\fR", plain(option.value));
  return out + (is_optional(option) ? "[=" + value + "]" : " " + value);
}

std::string options(const Command& command) {
  std::string out = ".SH OPTIONS\n";
  std::string_view group;
  for (const Option& option : command.options()) {
    if (option.group != group) {
      group = option.group;
      out += fmt::format(".SS {}\n", plain(group));
    }
    out += entry(spelled(option), option.help);
  }
  // A page whose options come in groups has its own for this one, too.
  out += group.empty() ? "" : ".SS Help\n";
  return out + entry(spelled(help_option()), help_option().help);
}

std::string exit_status(std::string_view command) {
  std::string out = ".SH EXIT STATUS\n";
  for (const ExitMeaning& one : exit_meanings(command)) {
    out += entry(bold(one.code), one.meaning);
  }
  return out;
}

std::string page_name(const Command& command) {
  return fmt::format("oneclaw-doctor-{}", command.name);
}

std::string see_also(const Command* without) {
  std::string out = ".SH SEE ALSO\n";
  std::string separator;
  const auto add = [&](const std::string& name) {
    out += separator + bold(name) + "(1)";
    separator = ",\n";
  };
  if (without != nullptr) {
    add("oneclaw-doctor");
  }
  for (const Command& command : commands()) {
    if (&command != without) {
      add(page_name(command));
    }
  }
  return out + "\n";
}

}  // namespace

std::string overview_page() {
  std::string out = title("oneclaw-doctor", "find out why a 1Claw client fails");
  out += ".SH SYNOPSIS\n" + bold("oneclaw-doctor") + " [\\fICOMMAND\\fR] [\\fIOPTION\\fR...]\n";
  out += ".SH DESCRIPTION\n";
  out += plain(
      "Looks at what a client of 1Claw on this machine would really use, probes the way to the "
      "API, and prints the cause and the documented fix. It changes no setting, never reads a "
      "secret's value, never pays, and sends credentials only where they belong.");
  out += "\n" + examples(find_command("run")->examples) + ".SH COMMANDS\n";
  for (const Command& command : commands()) {
    std::string head = bold(command.name);
    head += command.words.empty() ? "" : fmt::format(" \\fI{}\\fR", plain(command.words));
    out += entry(head, command.about);
  }
  out += ".SH OPTIONS\n" + entry(spelled(help_option()), help_option().help);
  out += entry(spelled(version_option()), version_option().help);
  return out + exit_status("run") + see_also(nullptr);
}

std::string command_page(const Command& command) {
  std::string out = title(page_name(command), command.about);
  out += ".SH SYNOPSIS\n" + bold(fmt::format("oneclaw-doctor {}", command.name));
  out += command.words.empty() ? "" : fmt::format(" \\fI{}\\fR", plain(command.words));
  out += " [\\fIOPTION\\fR...]\n" + examples(command.examples) + options(command);
  return out + exit_status(command.name) + see_also(&command);
}

}  // namespace doctor::cli
