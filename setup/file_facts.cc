// The files themselves and `.env`: readable, parseable, in the right place.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "setup/facts.h"
#include "setup/situation.h"

namespace doctor::setup {
namespace {

bool is_json(const FileNote& note, bool strict) {
  const Format format = note.app == nullptr ? Format::json : note.app->format;
  return format == Format::json || (!strict && format == Format::json_comments);
}

/// Claude Desktop's file below ~/.config: the one it reads on Linux, and the one it does not.
std::optional<std::string> wrong_case(const Machine& machine) {
  const auto names = [&machine](std::string_view folder) {
    return std::ranges::find_if(machine.entries, [folder](const Entry& entry) {
      return entry.file.find(folder) != std::string::npos;
    });
  };
  const auto lower_case = names("/.config/claude/");
  if (lower_case == machine.entries.end() || names("/.config/Claude/") != machine.entries.end()) {
    return std::nullopt;
  }
  return lower_case->file;
}

bool is_ours(std::string_view name) {
  return contains_ignoring_case(name, "claw");
}

std::vector<api::ValueProblem> inspect_line(const std::string& name, const std::string& value) {
  const bool is_credential =
      name.find("KEY") != std::string::npos || name.find("TOKEN") != std::string::npos;
  return is_credential ? inspect_credential(value) : inspect_id(value);
}

struct DotenvLists {
  TextList names;
  TextList missing;
  TextList differs;
  TextList digits;
  TextList problems;
  TextList spaced;
  bool hidden_credential = false;  ///< one that this client would read if it were exported
};

bool is_credential_of(const View& view, const std::string& name) {
  const auto credentials = variables_for(Meaning::credential);
  return std::ranges::find(credentials, name) != credentials.end() && !name.starts_with("1CLAW") &&
         (view.client == nullptr || reads_variable(*view.client, name));
}

DotenvLists list_dotenv(const Situation& situation) {
  const Machine& machine = situation.machine;
  DotenvLists lists;
  for (const auto& [name, found] : machine.dotenv_values) {
    if (!is_ours(name)) {
      continue;
    }
    lists.names.push_back(name);
    const auto exported = machine.environment.find(name);
    if (exported == machine.environment.end()) {
      lists.missing.push_back(name);
    } else if (exported->second.value != found.value) {
      lists.differs.push_back(name);
    }
    if (name.starts_with("1CLAW")) {
      lists.digits.push_back(name);
    }
    for (const api::ValueProblem problem : inspect_line(name, found.value)) {
      lists.problems.push_back(name + ": " + std::string{api::word_of(problem)});
    }
    const bool hidden = !found.value.empty() && is_credential_of(situation.view(), name);
    lists.hidden_credential = lists.hidden_credential || hidden;
  }
  for (const DotenvLine& line : machine.dotenv.lines) {
    if (line.spaced && is_ours(line.name)) {
      add_once(lists.spaced, line.name);
    }
  }
  return lists;
}

}  // namespace

void state_files(const Situation& situation, Facts& facts) {
  constexpr unsigned others_read = 0004;
  constexpr unsigned permissions = 0777;
  const Machine& machine = situation.machine;
  TextList found;
  TextList exposed;
  TextList broken;
  TextList unreadable;
  TextList commented;
  for (const FileNote& note : machine.files) {
    if (!note.readable) {
      add_once(unreadable, note.file);
      continue;
    }
    if (note.mentions) {
      add_once(found, note.file);
    }
    if (note.holds_credential && (note.mode & others_read) != 0) {
      add_once(exposed, fmt::format("{} (mode {:04o})", note.file, note.mode & permissions));
    }
    if (note.mentions && !note.parsed && is_json(note, false)) {
      add_once(broken, note.file);
    }
    if (note.mentions && note.parsed && !note.strict && is_json(note, true)) {
      add_once(commented, note.file);
    }
  }
  set_list(facts, fact::files_found, std::move(found));
  set_list(facts, fact::files_readable_by_others, std::move(exposed));
  set_list(facts, fact::files_unparseable, std::move(broken));
  set_list(facts, fact::files_unreadable, std::move(unreadable));
  set_list(facts, fact::files_with_comments, std::move(commented));
  if (auto file = wrong_case(machine)) {
    facts.set(fact::files_claude_path_case, std::move(*file));
  }
  if (machine.cli.present) {
    facts.set(fact::files_cli_config, machine.cli.file);
    facts.set(fact::files_cli_logged_in, is_set(machine.cli.values, "auth.token"));
  }
  if (machine.environment.contains("ONECLAW_CONFIG_DIR")) {
    facts.set(fact::files_cli_config_moved, machine.cli.moved);
  }
}

void state_dotenv(const Situation& situation, Facts& facts) {
  const Machine& machine = situation.machine;
  facts.set(fact::dotenv_present, machine.has_dotenv);
  if (!machine.has_dotenv) {
    return;
  }
  DotenvLists lists = list_dotenv(situation);
  const View& view = situation.view();
  if (view.pick(Meaning::credential) == nullptr && !view.at_run_time(Meaning::credential)) {
    facts.set(fact::dotenv_credential_not_exported, lists.hidden_credential);
  }
  if (!lists.names.empty()) {
    facts.set(fact::dotenv_crlf, machine.dotenv.crlf);
  }
  set_list(facts, fact::dotenv_names, std::move(lists.names));
  set_list(facts, fact::dotenv_not_exported, std::move(lists.missing));
  set_list(facts, fact::dotenv_differs, std::move(lists.differs));
  set_list(facts, fact::dotenv_digit_variables, std::move(lists.digits));
  set_list(facts, fact::dotenv_problems, std::move(lists.problems));
  set_list(facts, fact::dotenv_spaced, std::move(lists.spaced));
}

}  // namespace doctor::setup
