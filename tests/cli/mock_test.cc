// `oneclaw-doctor mock`: says where it listens, listens there, and ends cleanly.

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/cli/binary.h"

namespace doctor::cli::testing {
namespace {

struct Served {
  pid_t child = -1;
  int output = -1;
};

Served start_mock(const char* option = nullptr, const char* value = nullptr) {
  int ends[2];  // NOLINT(*-avoid-c-arrays): pipe() takes one
  if (::pipe(ends) != 0) {
    return {};
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::execl(program(), "oneclaw-doctor", "mock", option, value, static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ::close(ends[1]);
  return {.child = child, .output = ends[0]};
}

std::string first_line(const Served& served) {
  std::string out;
  for (char c = 0; ::read(served.output, &c, 1) == 1 && c != '\n';) {
    out += c;
  }
  return out;
}

bool accepts_connections(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const void* const any = &address;  // connect() takes every kind of address under one type
  const auto* const generic = static_cast<const sockaddr*>(any);
  const bool connected = ::connect(socket, generic, sizeof address) == 0;
  ::close(socket);
  return connected;
}

class MockCommand : public ::testing::TestWithParam<int> {};

TEST_P(MockCommand, ListensWhereItSaysAndEndsCleanly) {
  const Served served = start_mock();
  ASSERT_GE(served.output, 0);
  const std::string line = first_line(served);
  const std::string prefix = "listening on http://127.0.0.1:";
  const bool listens = line.starts_with(prefix);
  // NOLINTNEXTLINE(cert-err34-c): 0 is no port, and the comparison below shows the rest
  const int port = listens ? std::atoi(line.substr(prefix.size()).c_str()) : 0;
  EXPECT_EQ(line, prefix + std::to_string(port));
  EXPECT_TRUE(accepts_connections(static_cast<std::uint16_t>(port)));
  ::kill(served.child, GetParam());
  int status = 0;
  ::waitpid(served.child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  char more = 0;
  EXPECT_EQ(::read(served.output, &more, 1), 0) << "more output";
  ::close(served.output);
}

TEST(MockAddress, TellsItsHttpsAddressToWhoWantsTheAuthority) {
  const std::string file = ::testing::TempDir() + "authority-" + std::to_string(::getpid());
  const Served served = start_mock("--tls-ca", file.c_str());
  ASSERT_GE(served.output, 0);
  EXPECT_EQ(first_line(served).find("listening on http://127.0.0.1:"), 0U);
  const std::string line = first_line(served);
  const std::string prefix = "listening on https://127.0.0.1:";
  EXPECT_TRUE(line.starts_with(prefix)) << line;
  // NOLINTNEXTLINE(cert-err34-c): 0 is no port, and is refused
  const int port = std::atoi(line.substr(std::min(prefix.size(), line.size())).c_str());
  EXPECT_TRUE(accepts_connections(static_cast<std::uint16_t>(port)));
  std::ifstream authority{file};
  std::string first;
  std::getline(authority, first);
  EXPECT_EQ(first, "-----BEGIN CERTIFICATE-----");
  ::kill(served.child, SIGTERM);
  ::waitpid(served.child, nullptr, 0);
  ::close(served.output);
  ::unlink(file.c_str());
}

INSTANTIATE_TEST_SUITE_P(
    Signals, MockCommand, ::testing::Values(SIGINT, SIGTERM), [](const auto& row) {
      return row.param == SIGINT ? std::string{"Interrupt"} : std::string{"Terminate"};
    });

}  // namespace
}  // namespace doctor::cli::testing
