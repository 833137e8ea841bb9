#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"
#include "report/markdown.h"
#include "report/markup.h"
#include "report/words.h"

namespace doctor::report {
namespace {

constexpr std::size_t line_columns = 80;
constexpr std::size_t other_causes = 2;

/// Words of escaped text put into lines; empty when some word is wider than a line.
std::vector<std::string> wrapped(const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string& word : split(text, ' ')) {
    if (columns(word) > line_columns) {
      return {};
    }
    if (lines.empty() || columns(lines.back()) + 1 + columns(word) > line_columns) {
      lines.push_back(word);
    } else {
      lines.back() += " " + word;
    }
  }
  return lines;
}

/// The text behind `before`, cut before it is escaped, so that no markup is left open.
void add_cut(std::string_view before, std::string_view text, std::size_t most, std::string& out) {
  const std::string whole = plain(text);
  for (std::size_t room = most * line_columns; room > 0; --room) {
    const std::string piece = cut(whole, room);
    const std::vector<std::string> lines =
        wrapped(fmt::format("{}{}", before, escape_markdown(piece)));
    if (!lines.empty() && lines.size() <= most) {
      out += join(lines, "\n") + "\n";
      return;
    }
  }
}

/// A line that is of no use when cut.
void add_whole(const std::string& line, std::string& out) {
  if (columns(line) <= line_columns) {
    out += line + "\n";
  }
}

void add_step(const FixStep& step, std::string& out) {
  add_cut(fmt::format("**{}:** ", spoken(step.actor)), step.text, 2, out);
  if (!step.command.empty()) {
    add_whole(markdown_code(plain(command_line(step.command))), out);
  }
}

void add_cause(const Report& report, const Finding& first, std::string& out) {
  if (!first.because.empty()) {
    add_cut("Because: ", first.because.front(), 2, out);
  }
  if (!first.fix.empty()) {
    add_step(first.fix.front(), out);
  }
  std::vector<const Finding*> others = causes_of(report);
  std::erase_if(others, [&first](const Finding* other) {
    return other == &first || other->severity == Severity::info;
  });
  for (std::size_t i = 0; i < std::min(others.size(), other_causes); ++i) {
    add_cut("Also: ", title_of(*others[i]), 1, out);
  }
  if (is_plain_url(first.docs)) {
    add_whole(first.docs, out);
  }
}

}  // namespace

std::string short_markdown(const Report& report) {
  const Mark mark = mark_of(report.verdict);
  const std::string problems = problems_of(report);
  std::string out = fmt::format("**{} 1Claw {}**{}\n",
                                mark.sign,
                                mark.word,
                                problems.empty() ? "" : fmt::format(" ({})", problems));
  if (report.fleet) {
    add_cut("", fleet_line(*report.fleet), 1, out);
  }
  add_cut("", headline(report), 2, out);
  const Finding* const first = to_act_on(report);
  if (first != nullptr) {
    add_cause(report, *first, out);
  } else if (report.verdict == Verdict::undecided && !report.complete) {
    add_step(undecided_step(report), out);
  }
  const std::string rule = first == nullptr ? "" : first->rule + ", ";
  add_cut("", fmt::format("({}oneclaw-doctor {})", rule, report.tool_version), 1, out);
  return out;
}

}  // namespace doctor::report
