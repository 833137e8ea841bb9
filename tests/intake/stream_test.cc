// Inputs larger than what is read at once: the same account as of all in memory, however the input
// comes in pieces, however many read it and whichever library.

#include "intake/stream.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include "intake/windows.h"
#include "tests/intake/explained.h"

namespace doctor::intake {
namespace {

using With = FieldReader::With;

Pull pieces_of(const std::string& text, std::size_t piece) {
  return [&text, piece, at = std::size_t{0}](char* to, std::size_t room) mutable {
    const std::size_t size = text.copy(to, std::min(room, piece), at);
    at += size;
    return Result<std::size_t>{size};
  };
}

struct Streamed {
  Report report;
  std::string error;
};

Streamed streamed(const std::string& text, Reading reading, std::size_t piece = 1U << 20U) {
  static const rules::Table table = rules::built_in_table();
  Account account{[](std::vector<Observation>& seen) { return rules::diagnose(table, seen); },
                  Options{}};
  account.begin_input("input");
  reading.counts_successes = [&account] {
    return account.counts_successes();
  };
  const auto done = read_stream(
      pieces_of(text, piece),
      reading,
      {.record = [&account](Record record) { account.add(std::move(record)); },
       .bad = [&account](std::size_t line, std::string_view why) { account.bad(line, why); },
       .passed = [&account] { account.pass(Kind::jsonl); },
       .again =
           [&account](const std::shared_ptr<const Record>& record,
                      std::size_t line,
                      std::optional<TimePoint> at) {
             account.add_like(record, line, at);
           }});
  Streamed out;
  out.error = done ? "" : done.error().message;
  account.finish(out.report);
  return out;
}

std::string account_of(const Report& report) {
  const Records& records = *report.records;
  std::ostringstream out;
  out << records.input << " read " << records.read << " matched " << records.matched
      << " unmatched " << records.unmatched << " passed " << records.passed << " broken "
      << records.broken << "\n";
  for (const Finding& finding : report.findings) {
    out << finding.rule << " x" << finding.met->count << " " << finding.met->first_at << " "
        << finding.met->last_at << " " << finding.met->sample << "\n";
  }
  for (const auto& bad : records.bad) {
    out << "line " << bad.line << " " << bad.why << "\n";
  }
  for (const auto& unknown : records.unknown) {
    out << "line " << unknown.line << " x" << unknown.count << " " << unknown.sample << "\n";
  }
  return out.str();
}

/// A log of several windows, with all that a log may hold.
std::string json_log() {
  std::string out;
  for (int i = 0; i < 6000; ++i) {
    const std::string at = "2026-11-25T04:" + std::to_string(10 + i / 100 % 50) + ":00Z";
    out += R"({"time":")" + at + R"(","level":"info","msg":"served","status":200,"method":"GET",)" +
           R"("url":"https://api.1claw.xyz/v1/vaults","n":)" + std::to_string(i) + "}\n";
    if (i % 100 == 50) {
      out += R"({"time":")" + at + R"(","status":403,"method":"GET","url":)" +
             R"("https://api.1claw.xyz/v1/vaults/a/secrets/db","body":)" +
             R"({"type":"about:blank","title":"Forbidden","status":403,)" +
             R"("detail":"Insufficient permissions"}})" + "\n";
    }
    out += i % 500 == 70 ? "{\"status\": 40\n" : "";
    out += i % 700 == 10 ? "{\"status\":99999999999999999999999,\"n\":1e99}\n" : "";
    out += i % 900 == 10 ? R"j({"level":"error","msg":"1claw: unauthorized: x (Unauthorized)"})j"
                           "\n"
                         : "";
    out += i % 50 == 3 ? R"({"level":"info","msg":"starting","n":null,"list":[1,{"a":true}]})"
                         "\r\n"
                       : "";
  }
  return out + R"({"status":502,"url":"https://example.com/a","message":"no line end"})";
}

TEST(Stream, TellsOfALogWhatReadingItWholeTells) {
  const std::string log = json_log();
  ASSERT_GT(log.size(), 3 * window_size);
  const std::string whole = account_of(explained(log, Kind::jsonl));
  EXPECT_NE(whole.find("broken 12"), std::string::npos) << whole;
  for (const Kind kind : {Kind::automatic, Kind::jsonl}) {
    for (const unsigned workers : {1U, 2U, 3U}) {
      for (const With with : {With::fastest, With::plain}) {
        const Streamed got = streamed(log, {.kind = kind, .workers = workers, .with = with});
        EXPECT_EQ(got.error, "");
        EXPECT_EQ(account_of(got.report), whole) << workers;
      }
    }
  }
  EXPECT_EQ(account_of(streamed(log, {}, 777).report), whole);
}

TEST(Stream, CountsOneBrokenLineAndTheLineAfterIt) {
  std::string log;
  for (int i = 0; i < 20000; ++i) {
    log += R"({"status":200,"url":"/a","text":"and so on"})"
           "\n";
  }
  const auto lines = static_cast<std::size_t>(std::count(log.begin(), log.end(), '\n'));
  log += "\n{broken\n{\"status\":200}";
  const Report report = streamed(log, {.workers = 2}).report;
  EXPECT_EQ(report.records->bad.back().line, lines + 2);
}

/// A stack trace whose first line names 1Claw and whose cause stands in the next window.
TEST(Stream, SeesATraceAcrossTheEdgeOfAWindow) {
  const std::string dull = "2026-11-25T04:00:00Z INFO handled a request in 12 ms\n";
  const std::string named = "Error in @1claw/sdk: request failed\n";
  const std::string cause = "    cause: connect ECONNREFUSED\n";
  for (const std::size_t from : {window_size - 40, window_size - 1, window_size + 3}) {
    std::string log;
    while (log.size() + dull.size() < from) {
      log += dull;
    }
    log += std::string(from - log.size() - 1, 'x') + "\n" + named + "    at f (a.js:1)\n" + cause;
    for (int i = 0; i < 9000; ++i) {
      log += dull;
    }
    // The same words with nothing of 1Claw near them are another's.
    log += cause;
    const std::string whole = account_of(explained(log, Kind::text));
    EXPECT_NE(whole.find("matched 1 unmatched 1"), std::string::npos) << whole;
    for (const unsigned workers : {1U, 2U}) {
      EXPECT_EQ(account_of(streamed(log, {.workers = workers}).report), whole) << from;
    }
  }
}

/// Alike but for what a log adds to each line, in windows that other threads may read.
TEST(Stream, WhatIsAlikeIsOneWhoeverReadsIt) {
  std::string json;
  std::string text;
  for (int i = 0; json.size() < 12 * window_size; ++i) {
    const std::string at = "2026-11-25T04:" + std::to_string(10 + i / 1000 % 50) + ":00." +
                           std::to_string(100 + i % 900) + "Z";
    const std::string n = std::to_string(i);
    json += R"({"time":")" + at + R"(","level":"info","status":200,"n":")" + n +
            R"(","url":"https://api.1claw.xyz/v1/vaults"})" + "\n";
    text += at + " INFO an ordinary line, the " + n + "th, of a log that says nothing\n";
    if (i % 997 == 5) {
      json += R"({"time":")" + at + R"(","status":503,"service":"s)" + n +
              R"(","url":"https://api.example.com/items"})" + "\n";
      text += at + " ERROR GET https://api.example.com/items returned status 503\n";
    }
    // A success in name only: how many of them are looked at must not depend on who reads.
    if (i % 2000 == 7) {
      json += R"({"time":")" + at + R"(","status":202,"method":"GET","url":)" +
              R"("https://api.1claw.xyz/v1/vaults/a/secrets/db","body":)" +
              R"({"status":"pending_approval","approval_request_id":"a"}})" + "\n";
    }
  }
  for (const std::string& log : {json, text}) {
    const std::string alone = account_of(streamed(log, {.workers = 1}).report);
    for (int again = 0; again < 3; ++again) {
      EXPECT_EQ(account_of(streamed(log, {.workers = 3}).report), alone);
    }
  }
  const Report report = streamed(text, {.workers = 2}).report;
  ASSERT_EQ(report.records->unknown.size(), 1U);
  EXPECT_EQ(report.records->unknown.front().count, report.records->unmatched);
}

TEST(Stream, ATextOfNothingIsOneUnknownRecord) {
  std::string log;
  for (int i = 0; i < 20000; ++i) {
    log += "nothing to see here, line " + std::to_string(i) + "\n";
  }
  EXPECT_EQ(account_of(streamed(log, {}).report), account_of(explained(log)));
}

TEST(Stream, ALineBeyondTheBoundIsCountedAndItsNeighboursAreRead) {
  std::string log = R"({"status":200,"url":"/a"})"
                    "\n";
  for (int i = 0; i < 5000; ++i) {
    log += R"({"status":200,"url":"/a","text":"and so on"})"
           "\n";
  }
  const auto lines = static_cast<std::size_t>(std::count(log.begin(), log.end(), '\n'));
  log += R"({"status":200,"text":")" + std::string(3 * longest_line, 'x') + "\"}\n";
  log += R"({"status":500,"url":"https://example.com/"})"
         "\n";
  for (const unsigned workers : {1U, 2U}) {
    const Report report = streamed(log, {.workers = workers}).report;
    ASSERT_EQ(report.records->bad.size(), 1U);
    EXPECT_EQ(report.records->bad.front().line, lines + 1);
    ASSERT_EQ(report.records->unknown.size(), 1U);
    EXPECT_EQ(report.records->unknown.front().line, lines + 2);
  }
}

TEST(Stream, WhatHasToBeSeenWholeHasABound) {
  std::string document = R"({"log":{"version":"1.2","entries":[)";
  document += std::string(70000, ' ');
  const std::string end = "]}}";
  EXPECT_EQ(streamed(document + end, {}).error, "");
  document += std::string(largest_whole, ' ') + end;
  EXPECT_NE(streamed(document, {}).error.find("longer than 32 MiB"), std::string::npos);
  EXPECT_NE(streamed(document, {.kind = Kind::har}).error.find("har"), std::string::npos);
}

TEST(Stream, ADocumentOfManyRecordsIsReadWhole) {
  std::string list = "[\n";
  for (int i = 0; i < 3000; ++i) {
    list += R"({"status":403,"url":"https://api.1claw.xyz/v1/vaults","detail":"x"},)"
            "\n";
  }
  list += R"({"status":200,"url":"https://api.1claw.xyz/v1/vaults"}])";
  EXPECT_EQ(streamed(list, {}).report.records->read, 3001);
}

/// The agent that is asked for is the one of the path, whatever else a record tells.
TEST(Study, KnowsWhichAgentWasAskedFor) {
  const std::string claims = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZ2VudDphYWEifQ.AA";  // agent:aaa
  for (const std::string agent : {"aaa", "bbb"}) {
    const Report report =
        explained(R"({"status":403,"method":"GET","url":"https://api.1claw.xyz/v1/agents/)" +
                      agent + R"(","headers":{"authorization":"Bearer )" + claims + "\"}}\n",
                  Kind::jsonl);
    const bool another = std::ranges::any_of(report.findings, [](const Finding& finding) {
      return finding.rule == "missing.agent/another-agent";
    });
    EXPECT_EQ(another, agent == "bbb") << agent << "\n" << account_of(report);
  }
}

TEST(Fields, AreTheSameByBothLibraries) {
  FieldReader fast{With::fastest};
  FieldReader plain{With::plain};
  const std::string deep = [] {
    std::string out = "{\"a\":";
    for (int i = 0; i < 70; ++i) {
      out += "[";
    }
    return out + "1" + std::string(70, ']') + "}";
  }();
  for (const std::string& text :
       {std::string{R"({"http":{"response":{"status_code":404}},"url":"/a"})"},
        std::string{R"({"status":"403","response":{"body":{"detail":"d","code":7.5}}})"},
        std::string{R"({"a":[{"status":500},{"status":501}],"status":99999999999999999999})"},
        std::string{R"({"ts":1.7e9,"status":200,"":{"status":1},"msg":"\u00e9\n"})"},
        std::string{R"({"status":200}x)"},
        std::string{R"({"status":)"},
        std::string{"{\"msg\":\"\xff\"}"},
        std::string{R"({"msg":"\ud800"})"},
        std::string{R"([1])"},
        std::string{},
        deep}) {
    const bool one = fast.read(text, 0);
    EXPECT_EQ(one, plain.read(text, 0)) << text;
    for (std::size_t role = 0; one && role < role_count; ++role) {
      EXPECT_EQ(fast.fields().of(static_cast<Role>(role)),
                plain.fields().of(static_cast<Role>(role)))
          << text << " " << role;
    }
    EXPECT_TRUE(!one || fast.fields().status() == plain.fields().status()) << text;
    EXPECT_TRUE(!one || fast.fields().envelope() == plain.fields().envelope()) << text;
  }
}

}  // namespace
}  // namespace doctor::intake
