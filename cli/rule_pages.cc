#include "cli/rule_pages.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "cli/catalogue.h"
#include "cli/template_text.h"
#include "mock/mock.h"
#include "report/markup.h"
#include "report/words.h"
#include "rules/condition.h"
#include "rules/table.h"

namespace doctor::cli {
namespace {

using report::escape_markdown;
using report::markdown_code;

constexpr std::size_t most_scenarios = 3;

/// Facts stand as `<fact.name>`: as code, they are no markup.
std::string told(std::string_view text) {
  return escape_markdown(with_names(text));
}

std::string link_to(const std::string& rule, const rules::Table& table, const std::string& up) {
  return table.find(rule) == nullptr ? fmt::format("[{}]({}README.md)", markdown_code(rule), up)
                                     : fmt::format("[{}]({}{}.md)", markdown_code(rule), up, rule);
}

void add_sentences(std::string_view heading,
                   const std::vector<rules::Sentence>& sentences,
                   std::string& out) {
  if (sentences.empty()) {
    return;
  }
  out += fmt::format("## {}\n\n", heading);
  for (const rules::Sentence& sentence : sentences) {
    out += "- " + told(sentence.text);
    if (sentence.when) {
      out += fmt::format(" (when {})", markdown_code(rules::describe(*sentence.when)));
    }
    out += "\n";
  }
  out += "\n";
}

void add_fix(const rules::Rule& rule, std::string& out) {
  out += "## What to do\n\n";
  for (std::size_t i = 0; i < rule.fix.size(); ++i) {
    const rules::Fix& step = rule.fix[i];
    out += fmt::format("{}. **{}:** {}", i + 1, report::spoken(step.actor), told(step.text.text));
    if (step.text.when) {
      out += fmt::format(" (when {})", markdown_code(rules::describe(*step.text.when)));
    }
    out += "\n";
    if (!step.command.empty()) {
      std::string command;
      for (const std::string& word : step.command) {
        command += (command.empty() ? "" : " ") + with_names(word);
      }
      out += fmt::format("\n   `{}`\n\n", command);
    }
  }
  out += out.ends_with("\n\n") ? "" : "\n";
}

void add_scenarios(const std::vector<std::string>& scenarios, std::string& out) {
  if (scenarios.empty()) {
    return;
  }
  out += "## See it\n\n";
  for (std::size_t i = 0; i < std::min(scenarios.size(), most_scenarios); ++i) {
    const std::string& name = scenarios[i];
    const std::string about = mock::summarize_scenario(name).about;
    out += fmt::format("{} ([{}](../../../mock/scenarios/{}.json)):\n\n",
                       escape_markdown(about),
                       markdown_code(name),
                       name);
    out += fmt::format("```sh\noneclaw-doctor run --mock={}\n```\n\n", name);
  }
}

std::string page_of(const rules::Rule& rule,
                    const rules::Table& table,
                    const std::vector<std::string>& scenarios) {
  std::string out = fmt::format("# {}\n\n{}: {}, {}\n\n{}\n\n",
                                told(rule.title),
                                markdown_code(rule.id),
                                name_of(rule.severity),
                                name_of(rule.certainty),
                                told(rule.cause));
  out += fmt::format("## It holds if\n\n{}\n\n", markdown_code(rules::describe(rule.when)));
  if (rule.raised && rule.raise_when) {
    out += fmt::format("It is {} if {}\n\n",
                       name_of(*rule.raised),
                       markdown_code(rules::describe(*rule.raise_when)));
  }
  if (rule.only_if_unexplained) {
    out += "Only for failures that no other rule explains.\n\n";
  }
  add_sentences("What proves it", rule.because, out);
  add_sentences("What it is not", rule.ruled_out, out);
  add_fix(rule, out);
  if (!rule.explains.empty()) {
    out += "## What follows from it\n\n";
    for (const std::string& symptom : rule.explains) {
      out += fmt::format("- {}\n", link_to(symptom, table, "../"));
    }
    out += "\n";
  }
  add_scenarios(scenarios, out);
  return out + fmt::format("## Sources\n\n<{}>; {}\n", rule.docs, escape_markdown(rule.source));
}

std::string index_of(const rules::Table& table) {
  std::string out = fmt::format(
      "# Rules\n\nEvery cause this program can name, {} of them, by row. Each page is written from "
      "the "
      "rule itself; facts stand as `<fact.name>`.\n",
      table.rules.size());
  for (const rules::Row& row : rules::rows()) {
    out += fmt::format(
        "\n## {}\n\n{}: {}\n\n", row.id, escape_markdown(row.section), escape_markdown(row.about));
    for (const rules::Rule& rule : table.rules) {
      if (rule.row == row.id) {
        out += fmt::format("- {}: {} ({})\n",
                           link_to(rule.id, table, ""),
                           escape_markdown(with_words(rule.title)),
                           name_of(rule.severity));
      }
    }
  }
  return out;
}

}  // namespace

std::vector<RulePage> rule_pages() {
  const rules::Table table = rules::built_in_table();
  const std::map<std::string, std::vector<std::string>> scenarios = scenarios_by_rule();
  std::vector<RulePage> out{{.path = "README.md", .text = index_of(table)}};
  for (const rules::Rule& rule : table.rules) {
    const auto found = scenarios.find(rule.id);
    out.push_back(
        {.path = rule.id + ".md",
         .text = page_of(
             rule, table, found == scenarios.end() ? std::vector<std::string>{} : found->second)});
  }
  return out;
}

}  // namespace doctor::cli
