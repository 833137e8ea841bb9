#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "report/html.h"
#include "report/markup.h"
#include "report/words.h"

namespace doctor::report {
namespace {

constexpr int picture_width = 720;
constexpr int label_width = 120;
constexpr int row_height = 24;
constexpr int head_height = 30;
constexpr int room_for_numbers = 60;

std::string escaped(std::string_view text) {
  return escape_xml(plain(text));
}

/// A picture with its name and, for those who cannot see it, what it shows.
std::string picture(std::string_view id,
                    std::string_view title,
                    const std::string& told,
                    std::size_t rows,
                    const std::string& content) {
  return fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{1}\">\n"
      "<svg viewBox=\"0 0 {2} {3}\" role=\"img\" aria-labelledby=\"{0}-title {0}-text\">\n"
      "<title id=\"{0}-title\">{1}</title><desc id=\"{0}-text\">{4}</desc>\n{5}</svg></div>\n",
      id,
      title,
      picture_width,
      head_height + static_cast<int>(rows) * row_height + 6,
      told,
      content);
}

std::string text_at(double x, int y, std::string_view text, std::string_view kind = "") {
  return fmt::format("<text x=\"{:.1f}\" y=\"{}\"{}>{}</text>\n",
                     x,
                     y,
                     kind.empty() ? "" : fmt::format(" class=\"{}\"", kind),
                     escaped(text));
}

std::string bar(double from, double to, int y, std::string_view kind) {
  return fmt::format(
      "<rect x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"12\" rx=\"2\" class=\"{}\"/>\n",
      from,
      y,
      std::max(1.0, to - from),
      kind);
}

struct Part {
  std::string_view kind;
  std::string_view word;
  double RequestTime::*until;
};
constexpr std::array<Part, 5> parts{{{"name", "name", &RequestTime::dns_ms},
                                     {"connect", "connection", &RequestTime::tcp_ms},
                                     {"tls", "TLS", &RequestTime::tls_ms},
                                     {"wait", "waiting", &RequestTime::first_byte_ms},
                                     {"answer", "answer", &RequestTime::total_ms}}};

/// The stages of a request, in the order of 1Claw's pipeline; `fact` as facts name them.
struct Stage {
  std::string_view fact;
  std::string_view word;
};
constexpr std::array<Stage, 8> stages{{{"", "name"},
                                       {"", "connection"},
                                       {"", "TLS"},
                                       {"rate_limit", "rate limit"},
                                       {"payment", "payment"},
                                       {"auth", "credential"},
                                       {"gate", "IP rules"},
                                       {"handler", "1Claw"}}};
constexpr std::size_t first_of_api = 3;
constexpr double column =
    (picture_width - label_width - room_for_numbers) / static_cast<double>(stages.size());

std::string stage_fact(const Report& report, const std::string& probe) {
  const auto seen = std::ranges::find(report.observations, probe, &Observation::probe);
  if (seen == report.observations.end()) {
    return "";
  }
  const FactValue* const value = seen->facts.find(probe + ".stage");
  const auto* const text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? "" : *text;
}

/// How many stages a request is known to have passed, and where the picture of it ends.
struct Reach {
  std::size_t passed = 0;
  enum class End { served, stopped, unknown } end = End::unknown;
};

Reach reach_of(const Report& report, const RequestTime& request) {
  using End = Reach::End;
  if (request.status == 0) {
    const std::size_t passed = request.connection_reused || request.tls_ms >= 0 ? first_of_api
                               : request.tcp_ms >= 0                            ? 2
                               : request.dns_ms >= 0                            ? 1
                                                                                : 0;
    return {.passed = passed, .end = End::stopped};
  }
  const std::string fact = stage_fact(report, request.probe);
  const auto* const found = std::ranges::find(stages, fact, &Stage::fact);
  if (fact.empty() || found == stages.end()) {
    return {.passed = first_of_api, .end = End::unknown};  // some server's answer
  }
  const auto index = static_cast<std::size_t>(found - stages.begin());
  return index + 1 == stages.size() && request.status < 400
             ? Reach{.passed = stages.size(), .end = End::served}
             : Reach{.passed = index, .end = End::stopped};
}

std::string in_words(const RequestTime& request, const Reach& reach) {
  std::string status = request.status == 0 ? "no answer" : fmt::format("{}", request.status);
  switch (reach.end) {
    case Reach::End::served:
      return status;
    case Reach::End::stopped:
      return fmt::format("{} at {}", status, stages.at(reach.passed).word);
    case Reach::End::unknown:
      return fmt::format("{}, from an unknown stage", status);
  }
  return status;
}

std::string pipeline_row(const RequestTime& request, const Reach& reach, int y) {
  const double end = label_width + static_cast<double>(reach.passed) * column;
  const bool stopped = reach.end == Reach::End::stopped;
  std::string out = text_at(4, y + 11, request.probe);
  out += reach.passed > 0 ? bar(label_width, end - 4, y, "passed") : "";
  out += stopped ? bar(end, end + 12, y, "stopped") : "";
  return out + text_at(end + (stopped ? 16 : 2), y + 11, in_words(request, reach));
}

std::string timeline_row(const RequestTime& request, double scale, int y) {
  const double left = label_width + request.started_ms * scale;
  std::string out = text_at(4, y + 11, request.probe);
  double from = left;
  for (const Part& part : parts) {
    const double ms = request.*part.until;
    if (ms >= 0) {
      const double to = left + ms * scale;
      out += to > from ? bar(from, to, y, part.kind) : "";
      from = std::max(from, to);
    }
  }
  return out + text_at(from + 4, y + 11, spoken_duration(std::max(0.0, request.total_ms)), "faint");
}

std::string legend() {
  std::string out;
  double x = label_width;
  for (const Part& part : parts) {
    out += bar(x, x + 12, 6, part.kind) + text_at(x + 16, 17, part.word);
    x += 100;
  }
  return out;
}

}  // namespace

std::string html_timeline(const Report& report) {
  const std::vector<RequestTime>& requests = report.timeline.requests;
  double end = 1;
  for (const RequestTime& request : requests) {
    end = std::max(end, request.started_ms + request.total_ms);
  }
  const double scale = (picture_width - label_width - room_for_numbers) / end;
  std::string content = legend();
  std::string told;
  int y = head_height;
  for (const RequestTime& request : requests) {
    content += timeline_row(request, scale, y);
    told += escaped(fmt::format("{}: from {:.0f} ms, took {}. ",
                                request.probe,
                                request.started_ms,
                                spoken_duration(std::max(0.0, request.total_ms))));
    y += row_height;
  }
  return requests.empty()
             ? ""
             : picture("timeline", "When each request went", told, requests.size(), content);
}

std::string html_pipeline(const Report& report) {
  const std::vector<RequestTime>& requests = report.timeline.requests;
  std::string content;
  double x = label_width;
  for (const Stage& stage : stages) {
    content += text_at(x, 17, stage.word, "faint");
    x += column;
  }
  std::string told;
  int y = head_height;
  for (const RequestTime& request : requests) {
    const Reach reach = reach_of(report, request);
    content += pipeline_row(request, reach, y);
    told += escaped(fmt::format("{}: {}. ", request.probe, in_words(request, reach)));
    y += row_height;
  }
  return requests.empty()
             ? ""
             : picture("pipeline", "How far each request got", told, requests.size(), content);
}

}  // namespace doctor::report
