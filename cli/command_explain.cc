#include <filesystem>

#include <fmt/format.h>

#include "cli/catalogue.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/template_text.h"
#include "core/text.h"
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
  constexpr std::size_t longest_echo = 120;
  std::vector<std::string> ids;
  std::vector<std::string> in_row;
  for (const rules::Rule& rule : table.rules) {
    ids.push_back(rule.id);
    if (rule.row == word) {
      in_row.push_back(rule.id);
    }
  }
  return in_row.empty()
             ? fmt::format("no rule '{}'{}", shown(word, longest_echo), did_you_mean(word, ids))
             : fmt::format("'{}' is a row; its rules are {}", word, join(in_row, ", "));
}

}  // namespace

std::span<const Option> explain_options() {
  return {};
}

int explain(const Arguments& arguments) {
  const Words& words = arguments.words;
  std::error_code ignored;
  const bool names_input =
      words.empty() || words.front() == "-" || std::filesystem::exists(words.front(), ignored);
  if (names_input || words.size() > 1) {
    return complain(
        "reading errors from files or standard input is not available in this version; give one "
        "RULE-ID (see 'list rules')",
        exit_usage);
  }
  const rules::Table table = rules::built_in_table();
  const rules::Rule* const rule = table.find(words.front());
  return rule == nullptr ? complain(no_such_rule(words.front(), table), exit_usage)
                         : print(at_length(*rule), exit_ok);
}

}  // namespace doctor::cli
