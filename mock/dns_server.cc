#include "mock/dns_server.h"

#include <array>
#include <optional>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mock/listening.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

constexpr unsigned type_a = 1;
constexpr unsigned type_cname = 5;
constexpr unsigned type_aaaa = 28;

struct Question {
  std::string name;
  unsigned type = 0;
  std::size_t end = 0;  ///< offset behind it
};

unsigned byte_at(const std::string& bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::optional<Question> read_question(const std::string& query) {
  Question question;
  std::size_t at = 12;
  while (at < query.size() && query[at] != 0) {
    const std::size_t length = byte_at(query, at);
    if (length > 63 || at + 1 + length >= query.size()) {
      return std::nullopt;
    }
    question.name += (question.name.empty() ? "" : ".") + query.substr(at + 1, length);
    at += 1 + length;
  }
  if (at + 5 > query.size()) {
    return std::nullopt;
  }
  question.name = lower(question.name);
  question.type = byte_at(query, at + 1) << 8U | byte_at(query, at + 2);
  question.end = at + 5;
  return question;
}

std::string number16(unsigned value) {
  return {static_cast<char>(value >> 8U & 0xFFU), static_cast<char>(value & 0xFFU)};
}

std::string wire_name(const std::string& name) {
  std::string out;
  for (const std::string& label : split(name, '.')) {
    out += static_cast<char>(label.size());
    out += label;
  }
  return out + '\0';
}

std::string record(const std::string& owner, unsigned type, int ttl, const std::string& data) {
  const auto seconds = static_cast<unsigned>(ttl);
  return owner + number16(type) + number16(1) + number16(seconds >> 16U) +
         number16(seconds & 0xFFFFU) + number16(static_cast<unsigned>(data.size())) + data;
}

std::string address_bytes(const std::string& text, unsigned type) {
  std::array<char, 16> bytes{};
  const bool v4 = inet_pton(AF_INET, text.c_str(), bytes.data()) == 1;
  if (v4) {
    return type == type_a ? std::string(bytes.data(), 4) : std::string();
  }
  const bool v6 = inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
  return v6 && type == type_aaaa ? std::string(bytes.data(), 16) : std::string();
}

unsigned response_code(const std::string& outcome) {
  return outcome == "servfail" ? 2U : outcome == "nxdomain" ? 3U : outcome == "refused" ? 5U : 0U;
}

/// Answers no resolver should send; empty: `outcome` is none of them.
std::string hostile_answer(const std::string& outcome,
                           const std::string& query,
                           const Question& question) {
  constexpr unsigned answer_flags = 0x8580U;
  const std::string id = query.substr(0, 2);
  const std::string asked = query.substr(12, question.end - 12);
  const auto reply = [&](unsigned flags, unsigned answers, const std::string& rest) {
    return id + number16(flags) + number16(1) + number16(answers) + number16(0) + number16(0) +
           rest;
  };
  if (outcome == "garbage") {
    return id + std::string(200, '\xA5');
  }
  if (outcome == "truncated") {
    return reply(answer_flags | 0x0200U, 0, asked);  // ask again over TCP, where nobody listens
  }
  if (outcome == "loop") {  // the record's name points to itself
    const auto here = static_cast<unsigned>(question.end);
    return reply(
        answer_flags,
        1,
        asked + record(number16(0xC000U | here), question.type, 60, std::string("\x7f\0\0\1", 4)));
  }
  if (outcome == "foreign") {
    const std::string other = wire_name("elsewhere.test") + number16(question.type) + number16(1);
    return reply(answer_flags, 0, other);
  }
  if (outcome == "crowd") {
    std::string records;
    constexpr unsigned count = 200;
    const std::string address =
        address_bytes(question.type == type_a ? "34.49.100.20" : "2600:1901::20", question.type);
    for (unsigned i = 0; i < count; ++i) {
      records += record("\xC0\x0C", question.type, 60, address);
    }
    // NOLINTNEXTLINE(readability-suspicious-call-argument)
    return reply(answer_flags, count, asked + records);
  }
  return {};
}

}  // namespace

DnsSaid dns_answer(const DnsTable& table, const std::string& query) {
  const auto question = query.size() < 12 ? std::nullopt : read_question(query);
  if (!question) {
    return {};
  }
  const DnsEntry& entry = dns_entry(table, question->name);
  const bool special = question->type == type_aaaa && !entry.aaaa.empty();
  const std::string& outcome = special ? entry.aaaa : entry.outcome;
  DnsSaid said{.name = question->name, .delay = entry.delay};
  if (outcome == "timeout") {
    return said;
  }
  said.bytes = hostile_answer(outcome, query, *question);
  if (!said.bytes.empty()) {
    return said;
  }
  std::string records;
  unsigned count = 0;
  std::string owner = "\xC0\x0C";  // the question's name
  if (!entry.cname.empty()) {
    records += record(owner, type_cname, entry.ttl, wire_name(entry.cname));
    owner = wire_name(entry.cname);
    ++count;
  }
  for (const std::string& address : entry.addresses) {
    const std::string data = address_bytes(address, question->type);
    if (outcome == "answer" && !data.empty()) {
      records += record(owner, question->type, entry.ttl, data);
      ++count;
    }
  }
  // An answer, authoritative, recursion desired and available; AD when the world says so.
  const unsigned flags = 0x8580U | (entry.authenticated ? 0x0020U : 0U) | response_code(outcome);
  said.bytes = query.substr(0, 2) + number16(flags) + number16(1) + number16(count) + number16(0) +
               number16(0) + query.substr(12, question->end - 12) + records;
  return said;
}

DnsServer::DnsServer(const DnsTable& table, std::function<void(const std::string&)> asked)
    : table_(table),
      asked_(std::move(asked)),
      socket_(bound_socket(SOCK_DGRAM, 0)),
      stop_(eventfd(0, EFD_CLOEXEC)),
      port_(port_of(socket_)) {
  if (table_.closed) {
    close(std::exchange(socket_, -1));  // its number stays free for the length of a run
    return;
  }
  thread_ = std::thread([this] { serve(); });
}

DnsServer::~DnsServer() {
  wake(stop_);
  if (thread_.joinable()) {
    thread_.join();
    close(socket_);
  }
  close(stop_);
}

/// false: the server is to end.
bool DnsServer::wait_calmly(std::chrono::milliseconds time) const {
  pollfd wait{.fd = stop_, .events = POLLIN, .revents = 0};
  return time.count() == 0 || poll(&wait, 1, static_cast<int>(time.count())) == 0;
}

void DnsServer::serve() const {
  std::array<char, 1500> buffer{};
  while (wait_readable(socket_, stop_)) {
    sockaddr_in from{};
    socklen_t length = sizeof(from);
    auto* address = reinterpret_cast<sockaddr*>(&from);  // NOLINT(*-reinterpret-cast)
    const ssize_t got = recvfrom(socket_, buffer.data(), buffer.size(), 0, address, &length);
    if (got <= 0) {
      continue;
    }
    const DnsSaid said =
        dns_answer(table_, std::string(buffer.data(), static_cast<std::size_t>(got)));
    asked_(said.name);
    if (said.bytes.empty() || !wait_calmly(said.delay)) {
      continue;
    }
    sendto(socket_, said.bytes.data(), said.bytes.size(), MSG_NOSIGNAL, address, length);
  }
}

}  // namespace doctor::mock
