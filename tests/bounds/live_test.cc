// Interrupts, and the program against sockets of the test itself: no mock in its own process.

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "tests/bounds/listener.h"
#include "tests/bounds/report.h"
#include "tests/cli/binary.h"

namespace doctor::bounds {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr const char* key = "ocv_7d3b91f4c6e85a2091bd4f7763ce12a8";

cli::testing::Invocation against(const std::string& url, const std::string& deadline) {
  return {.args = {"run",
                   "--format",
                   "json",
                   "--deadline",
                   deadline,
                   "--timeout",
                   "30s",
                   "--report",
                   "terminal=terminal.txt"},
          .env = {{"ONECLAW_AGENT_API_KEY", key}, {"ONECLAW_BASE_URL", url}}};
}

class Interrupts : public testing::TestWithParam<int> {};

/// A server that takes requests and never answers; the signal comes when it has one.
TEST_P(Interrupts, EndTheRunWithWhatIsKnown) {
  const cli::testing::Folder folder;
  std::promise<pid_t> promised;
  std::shared_future<pid_t> child = promised.get_future();
  std::atomic<bool> once{false};
  Clock::time_point at;
  const auto start = Clock::now();
  cli::testing::Outcome outcome;
  {
    const Listener server{[&](const Connection& connection) {
      if (!connection.request().empty() && !once.exchange(true)) {
        at = Clock::now();
        ::kill(child.get(), GetParam());
      }
      connection.idle();
    }};
    cli::testing::Invocation invocation = against(server.url(), "20s");
    invocation.started = [&promised](pid_t pid) {
      promised.set_value(pid);
    };
    outcome = cli::testing::run_binary(invocation, folder);
  }
  const Ran run = judged(outcome, "");
  ASSERT_TRUE(once);
  const auto until_signal = std::chrono::ceil<std::chrono::milliseconds>(at - start);
  expect_bounds(run, until_signal);  // its own clock began after ours
  EXPECT_FALSE(run.complete);
  EXPECT_EQ(run.verdict, "undecided");
  EXPECT_EQ(run.outcome.exit, 3);
}

/// With the mock's threads in the process, the signal may reach any of them.
TEST_P(Interrupts, ReachARunAgainstTheMock) {
  const cli::testing::Folder folder;
  std::thread killer;
  Clock::time_point at;
  const auto start = Clock::now();
  const auto threads = [](pid_t pid) {
    std::error_code gone;
    const std::filesystem::directory_iterator list{"/proc/" + std::to_string(pid) + "/task", gone};
    return gone ? 0 : std::distance(begin(list), end(list));
  };
  const cli::testing::Outcome outcome = cli::testing::run_binary(
      {.args =
           {"run", "--mock=no_answer", "--format", "json", "--deadline", "20s", "--timeout", "20s"},
       .started =
           [&](pid_t pid) {
             killer = std::thread([&, pid] {
               // Four connections are served, besides the listeners' threads: it is in its midst.
               while (threads(pid) < 8 && Clock::now() - start < 10s) {
                 std::this_thread::yield();
               }
               at = Clock::now();
               ::kill(pid, GetParam());
             });
           }},
      folder);
  killer.join();
  const Ran run = judged(outcome, "");
  expect_bounds(run, std::chrono::ceil<std::chrono::milliseconds>(at - start));
  EXPECT_FALSE(run.complete);
  EXPECT_EQ(run.outcome.exit, 3);
}

INSTANTIATE_TEST_SUITE_P(Signals,
                         Interrupts,
                         testing::Values(SIGINT, SIGTERM),
                         [](const auto& one) { return one.param == SIGINT ? "Int" : "Term"; });

/// The sizes of the program alone: every answer is as long as it reads, and costs much to parse.
TEST(Memory, HoldsWhateverEveryAnswerIs) {
  std::string body =
      R"({"access_token":"eyJhbGciOiJub25lIn0.e30.AAAA","expires_in":900,"status":"healthy",)"
      R"("vaults":[{"id":"c5e7f9a1-3d4f-4182-acbd-2e3f4a5b6c7d"}],"x":[)";
  while (body.size() < (std::size_t{2} << 20U) - 1000) {
    body += "{},";
  }
  body += "{}]}";
  const std::string answer =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  const Listener server{[&answer](const Connection& connection) {
    if (!connection.request().empty()) {
      connection.write(answer);
    }
  }};
  const cli::testing::Folder folder;
  const Ran run = judged(cli::testing::run_binary(against(server.url(), "10s"), folder),
                         cli::testing::read_file(folder.path() / "terminal.txt"));
  expect_bounds(run, 10s);
  EXPECT_NE(run.verdict, "healthy") << run.terminal;
}

/// What stands on a kept connection may be the rest of an earlier answer: each request that meets
/// it is asked again, on a connection of its own.
TEST(KeptConnections, MayNotSpeakForTheServer) {
  const std::string body =
      R"({"access_token":"eyJhbGciOiJub25lIn0.e30.AAAA","expires_in":900,"status":"healthy"})";
  const std::string answer =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  std::atomic<int> garbled{0};
  const Listener server{[&](const Connection& connection) {
    if (connection.request().empty()) {
      return;
    }
    connection.write(answer);
    if (!connection.request().empty()) {
      ++garbled;
      connection.write("what an earlier answer left behind\r\n\r\n");
    }
  }};
  const cli::testing::Folder folder;
  const Ran run = judged(cli::testing::run_binary(against(server.url(), "10s"), folder),
                         cli::testing::read_file(folder.path() / "terminal.txt"));
  EXPECT_GT(garbled, 0);
  EXPECT_EQ(run.outcome.output.find("malformed"), std::string::npos) << run.terminal;
}

}  // namespace
}  // namespace doctor::bounds
