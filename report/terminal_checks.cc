#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/terminal.h"

namespace doctor::report {
namespace {

/// `setup 3, network 6`: how many of the observations each layer has, in the order met.
std::string counts_by_layer(const std::vector<const Observation*>& observations) {
  using Count = std::pair<std::string, int>;
  std::vector<Count> counts;
  for (const Observation* seen : observations) {
    const auto found = std::ranges::find(counts, seen->layer, &Count::first);
    if (found != counts.end()) {
      ++found->second;
    } else {
      counts.emplace_back(seen->layer, 1);
    }
  }
  std::string out;
  for (const auto& [layer, count] : counts) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", layer, count);
  }
  return out;
}

std::vector<const Observation*> with_status(const Report& report, Status status) {
  std::vector<const Observation*> out;
  for (const Observation& seen : report.observations) {
    if (seen.status == status) {
      out.push_back(&seen);
    }
  }
  return out;
}

/// `✓ passed   text`; without a word the text stands below that of the row above.
void add_row(Page& page, const Mark& mark, std::string_view word, const std::string& text) {
  if (text.empty()) {
    return;
  }
  const std::size_t column = page.text_column();
  if (word.empty()) {
    page.flow({.first = column, .rest = column}, {{.text = text}});
    return;
  }
  std::string head = fmt::format("{} {}", mark.sign, word);
  head.append(column - 1 - std::min(column - 1, columns(head)), ' ');
  page.flow({.first = 0, .rest = column},
            {{.text = head, .tone = mark.tone, .whole = true}, {.text = text}});
}

void add_open(Page& page, const Report& report) {
  bool first = true;
  for (const Observation& seen : report.observations) {
    if (is_open(seen)) {
      const Mark mark = mark_of(seen.status);
      const std::string_view why = seen.reason.empty() ? mark.word : std::string_view{seen.reason};
      add_row(page, mark, first ? "open" : "", fmt::format("{}: {}", seen.id, why));
      first = false;
    }
  }
}

/// Skipped observations that share their reason.
using Group = std::vector<const Observation*>;

std::vector<Group> by_reason(const std::vector<const Observation*>& skipped) {
  std::vector<Group> groups;
  for (const Observation* seen : skipped) {
    const auto found = std::ranges::find_if(groups, [seen](const Group& group) {
      return group.front()->reason == seen->reason && group.front()->blocked_by == seen->blocked_by;
    });
    if (found != groups.end()) {
      found->push_back(seen);
    } else {
      groups.push_back({seen});
    }
  }
  return groups;
}

/// One line per reason; when nothing is wrong, the layers alone.
void add_skipped(Page& page, const Report& report) {
  const Mark mark = mark_of(Status::skip);
  const Group skipped = with_status(report, Status::skip);
  if (report.verdict == Verdict::healthy) {
    const std::string counts = counts_by_layer(skipped);
    add_row(page, mark, "skipped", counts.empty() ? "" : counts + " (-v says why)");
    return;
  }
  bool first = true;
  for (const Group& group : by_reason(skipped)) {
    const std::string& reason = group.front()->reason;
    const std::string& by = group.front()->blocked_by;
    const std::string why = reason.empty() ? "" : ": " + reason;
    const std::string blocked = by.empty() ? "" : fmt::format(" (blocked by {})", by);
    add_row(page, mark, first ? "skipped" : "", counts_by_layer(group) + why + blocked);
    first = false;
  }
}

}  // namespace

void add_checks(Page& page, const Report& report) {
  const auto counts = [&](Status status) {
    return counts_by_layer(with_status(report, status));
  };
  add_row(page, mark_of(Status::fail), "failed", counts(Status::fail));
  add_row(page, mark_of(Status::warn), "warned", counts(Status::warn));
  add_open(page, report);
  add_row(page, mark_of(Status::pass), "passed", counts(Status::pass));
  add_skipped(page, report);
}

void add_observations(Page& page, const Report& report) {
  for (const Observation& seen : report.observations) {
    const Mark mark = mark_of(seen.status);
    std::vector<Piece> pieces{
        {.text = fmt::format("{} {}", mark.sign, mark.word), .tone = mark.tone},
        {.text = seen.id, .tone = Tone::strong},
        {.text = fmt::format("[{}]", seen.layer), .tone = Tone::faint}};
    if (seen.duration_ms > 0) {
      pieces.push_back(
          {.text = spoken_duration(seen.duration_ms), .tone = Tone::faint, .whole = true});
    }
    if (!seen.reason.empty()) {
      pieces.push_back({.text = seen.reason});
    }
    if (!seen.blocked_by.empty()) {
      pieces.push_back({.text = fmt::format("(blocked by {})", seen.blocked_by)});
    }
    page.flow({.first = 0, .rest = 4}, pieces);
    for (const auto& [name, value] : seen.facts.all()) {
      page.flow({.first = 4, .rest = 8}, {{.text = name + " ="}, {.text = to_text(value)}});
    }
  }
}

}  // namespace doctor::report
