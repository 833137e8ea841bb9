#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "cli/catalogue.h"
#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/explained.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/rules_file.h"
#include "cli/template_text.h"
#include "cli/values.h"
#include "core/text.h"
#include "intake/text_time.h"
#include "report/page.h"
#include "rules/condition.h"
#include "rules/table.h"

namespace doctor::cli {
namespace {

using report::Page;
using report::Tone;

void add_sentences(Page& page, std::string_view label, const std::vector<rules::Sentence>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<report::Piece> pieces{{.text = with_names(all[i].text)}};
    if (all[i].when) {
      pieces.push_back(
          {.text = fmt::format("(if {})", rules::describe(*all[i].when)), .tone = Tone::faint});
    }
    page.labelled(i == 0 ? label : "", pieces);
  }
}

void add_fix(Page& page, const std::vector<rules::Fix>& fix) {
  for (std::size_t i = 0; i < fix.size(); ++i) {
    page.labelled(i == 0 ? "do" : "also",
                  {{.text = fmt::format("{}:", name_of(fix[i].actor)), .tone = Tone::strong},
                   {.text = with_names(fix[i].text.text)}});
    if (!fix[i].command.empty()) {
      std::string command = "$";
      for (const std::string& word : fix[i].command) {
        command += " " + with_names(word);
      }
      page.labelled("", {{.text = command, .tone = Tone::good, .whole = true}});
    }
  }
}

void add_texts(Page& page, std::string_view label, const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    page.labelled(i == 0 ? label : "", {{.text = texts[i], .whole = true}});
  }
}

std::string at_length(const rules::Rule& rule) {
  Page page{choose_style(RunOptions{}, surroundings())};
  page.flow({.first = 0, .rest = 2},
            {{.text = rule.id, .tone = Tone::strong},
             {.text = fmt::format("({}, {})", name_of(rule.severity), name_of(rule.certainty)),
              .tone = Tone::faint}});
  page.blank();
  page.flow({.first = 0, .rest = 2}, {{.text = with_names(rule.title), .tone = Tone::strong}});
  page.flow({.first = 4, .rest = 4}, {{.text = with_names(rule.cause)}});
  page.blank();
  page.labelled("holds if", {{.text = rules::describe(rule.when)}});
  if (rule.raised && rule.raise_when) {
    page.labelled("",
                  {{.text = fmt::format(
                        "{} if {}", name_of(*rule.raised), rules::describe(*rule.raise_when))}});
  }
  if (rule.only_if_unexplained) {
    page.labelled("", {{.text = "only for failures that no other rule explains"}});
  }
  add_sentences(page, "because", rule.because);
  add_fix(page, rule.fix);
  add_sentences(page, "not", rule.ruled_out);
  add_texts(page, "explains", rule.explains);
  page.labelled("docs", {{.text = rule.docs, .whole = true}});
  page.labelled("source", {{.text = rule.source}});
  const auto scenarios = scenarios_by_rule();
  if (const auto found = scenarios.find(rule.id); found != scenarios.end()) {
    page.labelled("try",
                  {{.text = "$ oneclaw-doctor run --mock=" + found->second.front(),
                    .tone = Tone::good,
                    .whole = true}});
  }
  return page.take();
}

std::string no_such_rule(const std::string& word, const rules::Table& table) {
  std::vector<std::string> ids;
  std::vector<std::string> in_row;
  for (const rules::Rule& rule : table.rules) {
    ids.push_back(rule.id);
    if (rule.row == word) {
      in_row.push_back(rule.id);
    }
  }
  return in_row.empty()
             ? fmt::format("no rule '{}'{}", shown(word, 2 * longest_echo), did_you_mean(word, ids))
             : fmt::format("'{}' is a row; its rules are {}", word, join(in_row, ", "));
}

/// A rule or a row, also a misspelt one: their names have a dot, but for a few that are known.
bool is_rule_name(const std::string& word, const rules::Table& table) {
  const bool known = std::ranges::any_of(table.rules, [&word](const rules::Rule& rule) {
    return rule.id == word || rule.row == word;
  });
  return known || (word.find('.') != std::string::npos && word.find(".json") == std::string::npos &&
                   word.find(".log") == std::string::npos);
}

bool is_status(const std::string& word) {
  return word.size() == 3 && word.find_first_not_of("0123456789") == std::string::npos &&
         word.front() >= '2' && word.front() <= '5';
}

std::optional<TimePoint> time_value(std::string_view text) {
  const auto time = intake::time_of(text);
  return time ? time : intake::time_of(std::string{text} + "T00:00:00Z");
}

constexpr std::string_view input_kinds = "auto|http|curl|body|har|jsonl|text|rpc";

Problem set_input(const std::string& value, ExplainOptions& options) {
  const auto kind = intake::kind_named(value);
  if (!kind) {
    return not_one_of(value, split(input_kinds, '|'));
  }
  options.kind = *kind;
  return std::nullopt;
}

template <std::optional<TimePoint> intake::Options::*Member>
Problem set_time(const std::string& value, ExplainOptions& options) {
  options.account.*Member = time_value(value);
  return options.account.*Member ? Problem{}
                                 : fmt::format(
                                       "'{}' is no time such as 2026-11-23 or "
                                       "2026-11-23T08:00:00Z",
                                       shown(value, longest_echo));
}

Problem set_group(const std::string& value, ExplainOptions& options) {
  using Group = intake::Options::Group;
  constexpr Choice<Group, 3> choice{{"rule", "path", "agent"},
                                    {Group::rule, Group::path, Group::agent}};
  return choose(value, choice, options.account.group_by);
}

Problem set_follow(const std::string&, ExplainOptions& options) {
  options.follow = true;
  return std::nullopt;
}

Problem set_top(const std::string& value, ExplainOptions& options) {
  const auto number = read_number(value, 1, 10000);
  if (!number) {
    return fmt::format("'{}' is no number from 1 to 10000", shown(value, longest_echo));
  }
  options.top = static_cast<std::size_t>(*number);
  return std::nullopt;
}

struct OwnOption {
  Option option;
  Problem (*apply)(const std::string&, ExplainOptions&);
};

constexpr auto own_options = std::to_array<OwnOption>(
    {{{.name = "input",
       .value = input_kinds,
       .group = "Input",
       .help = "what kind of input it is (default auto: it is told by its first bytes)"},
      set_input},
     {{.name = "follow",
       .group = "Input",
       .help = "wait for more; tell each new cause as it comes up, and all at the end"},
      set_follow},
     {{.name = "since", .value = "TIME", .group = "Input", .help = "leave out records before TIME"},
      set_time<&intake::Options::since>},
     {{.name = "until", .value = "TIME", .group = "Input", .help = "leave out records after TIME"},
      set_time<&intake::Options::until>},
     {{.name = "group-by",
       .value = "rule|path|agent",
       .group = "Output",
       .help = "one finding per rule (default), or per rule and path or agent"},
      set_group},
     {{.name = "top", .value = "N", .group = "Output", .help = "show the first N findings only"},
      set_top}});

Result<ExplainOptions> read_explain_options(const Arguments& arguments) {
  ExplainOptions out;
  for (const Given& given : arguments.options) {
    const auto* const found = std::ranges::find(
        own_options, given.option->name, [](const OwnOption& own) { return own.option.name; });
    if (found == own_options.end()) {
      continue;
    }
    if (const Problem problem = found->apply(given.value, out)) {
      return failure(fmt::format("--{}: {}", given.option->name, *problem));
    }
  }
  return out;
}

/// Options of `run` that mean the same here.
constexpr std::array<std::string_view, 9> shared_options{
    "rules", "format", "report", "color", "ascii", "verbose", "quiet", "short", "no-color"};

const std::vector<Option>& all_options() {
  static const std::vector<Option> all = [] {
    std::vector<Option> out;
    std::ranges::transform(own_options, std::back_inserter(out), &OwnOption::option);
    for (const Option& option : run_options()) {
      if (std::ranges::find(shared_options, option.name) != shared_options.end()) {
        out.push_back(option);
      }
    }
    return out;
  }();
  return all;
}

int deliver_report(const Report& report, const RunOptions& output) {
  return present(report, output, explain_exit_code(report));
}

}  // namespace

std::span<const Option> explain_options() {
  return all_options();
}

int explain(const Arguments& arguments) {
  Result<ExplainOptions> chosen = read_explain_options(arguments);
  if (!chosen) {
    return complain(chosen.error().message, exit_usage);
  }
  const Result<RunOptions> output = read_run_options(arguments, RunOptions{});
  if (!output) {
    return complain(output.error().message, exit_usage);
  }
  const Result<rules::Table> loaded = output->rules_file.empty()
                                          ? Result<rules::Table>{rules::built_in_table()}
                                          : load_rules_file(output->rules_file);
  if (!loaded) {
    return complain(loaded.error().message, exit_usage);
  }
  const Words& words = arguments.words;
  std::error_code ignored;
  const bool is_input =
      words.empty() || words.front() == "-" || std::filesystem::exists(words.front(), ignored);
  if (!is_input && is_status(words.front())) {
    const Report report =
        explain_status(std::stoi(words.front()), {words.begin() + 1, words.end()}, *loaded);
    return report.findings.empty()
               ? complain(fmt::format("1Claw is not known to answer {}", words.front()), exit_usage)
               : deliver_report(report, *output);
  }
  if (!is_input && words.size() == 1 && is_rule_name(words.front(), *loaded)) {
    const rules::Rule* const rule = loaded->find(words.front());
    return rule == nullptr ? complain(no_such_rule(words.front(), *loaded), exit_usage)
                           : print(at_length(*rule), exit_ok);
  }
  if (chosen->follow && words.size() > 1) {
    return complain("--follow takes one input", exit_usage);
  }
  // The other formats are one document each, which stands at the end.
  const TellCauses tell = [&output](const Report& causes) {
    if (output->format == report::find_format("terminal")) {
      RunOptions now = *output;
      now.reports.clear();
      deliver(causes, now);
    }
  };
  const Result<Report> report = explain_records(
      words.empty() ? std::vector<std::string>{"-"} : words, *chosen, *loaded, tell);
  if (!report) {
    return complain(report.error().message, exit_usage);
  }
  if (report->records->read == 0) {
    return complain("the input holds nothing to explain", exit_usage);
  }
  return deliver_report(*report, *output);
}

}  // namespace doctor::cli
