#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"
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

/// The observation at the beginning of a chain of skipped ones; nullptr when it is not in the
/// report.
const Observation* blocker_of(const Report& report, const Observation& skipped) {
  const Observation* at = &skipped;
  for (std::size_t steps = 0; steps <= report.observations.size(); ++steps) {
    if (at->status != Status::skip) {
      return at;
    }
    const auto found = std::ranges::find(report.observations, at->blocked_by, &Observation::id);
    if (found == report.observations.end()) {
      return nullptr;
    }
    at = &*found;
  }
  return nullptr;
}

/// Observations skipped because of one that did not pass.
struct Blocked {
  const Observation* by;
  std::vector<const Observation*> observations;
};

std::vector<Blocked> blocked_groups(const Report& report) {
  std::vector<Blocked> groups;
  for (const Observation* seen : with_status(report, Status::skip)) {
    const Observation* const by = blocker_of(report, *seen);
    if (by == nullptr || by->status == Status::pass) {
      continue;
    }
    const auto found = std::ranges::find(groups, by, &Blocked::by);
    if (found != groups.end()) {
      found->observations.push_back(seen);
    } else {
      groups.push_back({.by = by, .observations = {seen}});
    }
  }
  return groups;
}

/// The reason most of them give; the first of several.
const std::string& common_reason(const std::vector<const Observation*>& observations) {
  const auto uses = [&](const Observation* seen) {
    return std::ranges::count(observations, seen->reason, &Observation::reason);
  };
  return (*std::ranges::max_element(observations, {}, uses))->reason;
}

/// `mcp, sharing`: the layers in which nothing was asked because nothing had to be.
std::string untouched_layers(const Report& report) {
  std::vector<std::string> layers;
  for (const Observation& seen : report.observations) {
    const bool touched = std::ranges::any_of(report.observations, [&](const Observation& other) {
      const Observation* const by = blocker_of(report, other);
      return other.layer == seen.layer &&
             (other.status != Status::skip || (by != nullptr && by->status != Status::pass));
    });
    if (!touched && std::ranges::find(layers, seen.layer) == layers.end()) {
      layers.push_back(seen.layer);
    }
  }
  return join(layers, ", ");
}

/// One line per observation that stood in the way, and one for what did not apply here.
void add_skipped(Page& page, const Report& report) {
  const Mark mark = mark_of(Status::skip);
  bool first = true;
  for (const Blocked& group : blocked_groups(report)) {
    const std::string& reason = common_reason(group.observations);
    const std::string why = reason.empty() ? "" : ": " + reason;
    add_row(page,
            mark,
            first ? "skipped" : "",
            fmt::format(
                "{}{} (blocked by {})", counts_by_layer(group.observations), why, group.by->id));
    first = false;
  }
  const std::string untouched = untouched_layers(report);
  add_row(page, mark, "not asked", untouched.empty() ? "" : untouched + " (-v says why)");
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
    for (const auto& [name, value] : seen.facts) {
      page.flow({.first = 4, .rest = 8},
                {{.text = fmt::format("{} =", name)}, {.text = to_text(value)}});
    }
  }
}

}  // namespace doctor::report
