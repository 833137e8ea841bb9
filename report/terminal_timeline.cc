#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"
#include "report/terminal.h"

namespace doctor::report {
namespace {

constexpr std::size_t usual_bar = 24;
constexpr std::size_t shortest_bar = 8;  // where less fits there is none

/// `d` name, `c` connection, `t` TLS, `.` waiting, `=` answer: where the time of one request went.
std::string bar_for(const RequestTime& request, double end_ms, std::size_t bar_columns) {
  const auto column = [&](double ms) {
    const double share = end_ms > 0 ? std::clamp(ms / end_ms, 0.0, 1.0) : 0.0;
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(bar_columns)));
  };
  std::string bar(bar_columns, ' ');
  double from = request.started_ms;
  const auto paint = [&](double until_ms, char sign) {
    if (until_ms < 0) {
      return;
    }
    const double until = request.started_ms + until_ms;
    const std::size_t last = std::max(column(until), column(from));
    for (std::size_t i = column(from); i < last; ++i) {
      bar[i] = sign;
    }
    from = until;
  };
  paint(request.dns_ms, 'd');
  paint(request.tcp_ms, 'c');
  paint(request.tls_ms, 't');
  paint(request.first_byte_ms, '.');
  paint(request.total_ms, '=');
  return bar;
}

std::string numbers_for(const RequestTime& request) {
  using Part = std::pair<std::string_view, double>;
  std::string out;
  for (const auto& [word, ms] : std::array{Part{"dns", request.dns_ms},
                                           Part{"tcp", request.tcp_ms},
                                           Part{"tls", request.tls_ms},
                                           Part{"first byte", request.first_byte_ms},
                                           Part{"total", request.total_ms}}) {
    if (ms >= 0) {
      out += fmt::format("{}{} {:.0f}", out.empty() ? "" : ", ", word, ms);
    }
  }
  return out;
}

}  // namespace

void add_timeline(Page& page, const Report& report) {
  const Timeline& timeline = report.timeline;
  if (timeline.requests.empty()) {
    return;
  }
  double end = 0;
  std::size_t widest = 0;
  for (const RequestTime& request : timeline.requests) {
    end = std::max(end, request.started_ms + request.total_ms);
    widest = std::max(widest, columns(request.probe));
  }
  const std::size_t around = 2 + widest + 3;  // indentation, name, and what frames the bar
  const std::size_t bar = std::min(usual_bar, page.width() > around ? page.width() - around : 0);
  const bool drawn = bar >= shortest_bar;
  page.flow({.first = 0, .rest = 2},
            {{.text = "timeline", .tone = Tone::strong},
             {.text = drawn ? fmt::format("(ms; {} columns are {:.0f} ms: d name, c connection, "
                                          "t TLS, . waiting, = answer)",
                                          bar,
                                          end)
                            : fmt::format("({:.0f} ms)", end)}});
  for (const RequestTime& request : timeline.requests) {
    std::string name = request.probe;
    name.append(widest - columns(name), ' ');
    page.flow(
        {.first = 2, .rest = 4},
        {{.text = drawn ? fmt::format("{} |{}|", name, bar_for(request, end, bar)) : request.probe,
          .whole = true},
         {.text = numbers_for(request), .tone = Tone::faint}});
  }
  if (timeline.round_trip_ms >= 0) {
    page.flow({.first = 2, .rest = 4},
              {{.text = fmt::format("round trip: about {:.1f} ms", timeline.round_trip_ms)}});
  }
  if (!timeline.critical_path.empty()) {
    page.flow({.first = 2, .rest = 4},
              {{.text = "the run waited for:"}, {.text = join(timeline.critical_path, ", ")}});
  }
}

}  // namespace doctor::report
