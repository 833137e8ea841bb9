// How fast the redactor is on one core: MB/s over made-up logs, with and without known values, best
// of several passes, beside the limit. Exits with 1 when the limit is missed.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "bundle/redact.h"

namespace doctor {
namespace {

constexpr std::size_t megabyte = 1'000'000;
constexpr std::size_t text_size = 64 * megabyte;
constexpr double limit = 150;
constexpr int passes = 7;

/// Lines as services write them; one in a few hundred holds something secret.
std::string made_up_log(std::string_view secret) {
  std::string out;
  out.reserve(text_size + 1000);
  std::uint32_t random = 1;
  const auto next = [&random](std::uint32_t below) {
    random = random * 1664525U + 1013904223U;
    return (random >> 8U) % below;
  };
  static constexpr std::array<std::string_view, 5> levels{"INFO", "DEBUG", "WARN", "ERROR", "INFO"};
  static constexpr std::array<std::string_view, 4> paths{
      "/v1/vaults", "/v1/agents/me", "/v1/health", "/v1/audit/events"};
  while (out.size() < text_size) {
    const std::string_view level = levels.at(next(levels.size()));
    const std::string_view path = paths.at(next(paths.size()));
    out += fmt::format("2026-11-24T10:{:02}:{:02}.{:03}Z {} [worker-{}] ",
                       next(60),
                       next(60),
                       next(1000),
                       level,
                       next(16));
    switch (next(5)) {
      case 0:
        out += fmt::format("GET {} status={} took={}ms bytes={}\n",
                           path,
                           200 + next(5) * 50,
                           next(900),
                           next(100000));
        break;
      case 1:
        out += fmt::format(R"({{"event":"request","path":"{}","attempt":{},"ok":true,"queue":{}}})",
                           path,
                           next(5),
                           next(300)) +
               "\n";
        break;
      case 2:
        out += "connection pool has idle members again, the oldest was kept for the next caller\n";
        break;
      case 3:
        out += fmt::format("at service.handlers.Request.{}(Request.java:{}) retry policy applied\n",
                           path.substr(4),
                           next(900));
        break;
      default:
        out += next(100) == 0
                   ? fmt::format("sending Authorization: Bearer {}\n", secret)
                   : fmt::format("cache lookup of item {} missed, loading\n", next(9999));
    }
  }
  return out;
}

/// What this thread has used: other programs on the same processor do not count.
double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  constexpr double nano = 1e-9;
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * nano;
}

/// MB/s of the quickest pass.
double speed(const std::string& text, const Fingerprints* known) {
  double best = 0;
  std::string out;
  for (int pass = 0; pass < passes; ++pass) {
    bundle::Pseudonyms pseudonyms;
    bundle::Redactor redactor{pseudonyms, {.known = known}};
    const double began = cpu_seconds();
    for (std::size_t at = 0; at < text.size(); at += 65536) {
      out.clear();
      redactor.feed(std::string_view{text}.substr(at, 65536), out);
    }
    redactor.finish(out);
    const double took = cpu_seconds() - began;
    best = std::max(best, static_cast<double>(text.size()) / megabyte / took);
  }
  return best;
}

int measure() {
  const std::string secret = "kq3Zr8vXw1Lm5Tn7Yb2Hd9Gs4Jf6Pc0A";
  Fingerprints known;
  known.learn(secret);
  for (int i = 0; i < 9; ++i) {
    known.learn(fmt::format("another-known-value-{}-of-forty-characters", i * 7919));
  }
  const std::string text = made_up_log(secret);
  bool missed = false;
  const auto line = [&missed](std::string_view what, double value) {
    missed = missed || value < limit;
    fmt::print("{}  {:44} {:7.1f} >= {:6.1f}   MB/s, best of {}\n",
               value < limit ? "FAIL" : "PASS",
               what,
               value,
               limit,
               passes);
  };
  line("redaction, nothing known", speed(text, nullptr));
  line("redaction, ten known values", speed(text, &known));
  known.learn("eight-87");  // short ones are looked for as a whole, each length on its own
  known.learn("ten-chars1");
  line("redaction, two short ones besides", speed(text, &known));
  return missed ? 1 : 0;
}

}  // namespace
}  // namespace doctor

int main() {
  return doctor::measure();
}
