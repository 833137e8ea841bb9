// A wire with a length: hands every ethernet frame from one interface to the other, late, and loses
// some. Stands in for `tc netem`, which many kernels and containers do not have.
//   netlab-delay-line INTERFACE INTERFACE ONE_WAY_MS LOSS_PERCENT [CAPTURE]
// Prints `ready` when frames pass; runs until it is killed. Needs CAP_NET_RAW in its namespace.
// CAPTURE (pcap, nanoseconds) gets what the first interface's side sends and receives, at its
// times.

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <deque>
#include <fstream>
#include <initializer_list>
#include <iostream>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

struct Frame {
  Clock::time_point due;
  std::vector<char> bytes;
};

/// One interface, and the frames on their way to it.
struct End {
  int socket = -1;
  std::deque<Frame> arriving = {};
};

/// What one side sends and receives, as a pcap file that other tools read, too.
class Capture {
 public:
  bool open(const char* path) {
    constexpr std::uint32_t nanoseconds = 0xa1b23c4d;
    constexpr std::uint32_t version = 2 | 4U << 16U;
    constexpr std::uint32_t whole_frames = 1U << 17U;
    constexpr std::uint32_t ethernet = 1;
    file_.open(path, std::ios::binary);
    put({nanoseconds, version, 0, 0, whole_frames, ethernet});
    file_.flush();
    return file_.good();
  }

  /// With the offload header in front, which is left out.
  void write(std::span<const char> frame) {
    constexpr std::size_t offload_header = 10;
    if (!file_.is_open() || frame.size() <= offload_header) {
      return;
    }
    const std::span<const char> bytes = frame.subspan(offload_header);
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now);
    const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(now - seconds);
    const auto size = static_cast<std::uint32_t>(bytes.size());
    put({static_cast<std::uint32_t>(seconds.count()),
         static_cast<std::uint32_t>(rest.count()),
         size,
         size});
    file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file_.flush();  // the line is killed, and has to be readable before
  }

 private:
  void put(std::initializer_list<std::uint32_t> words) {
    for (const std::uint32_t word : words) {
      const auto bytes = std::bit_cast<std::array<char, sizeof word>>(word);
      file_.write(bytes.data(), bytes.size());
    }
  }
  std::ofstream file_;
};

struct Line {
  std::array<End, 2> ends = {};
  std::chrono::microseconds one_way{0};
  std::bernoulli_distribution lost{0.0};
  // NOLINTNEXTLINE(cert-msc32-c,cert-msc51-cpp): the same losses in every run
  std::minstd_rand random{7};
  Capture capture = {};
};

bool switch_on(int socket, int option) {
  const int on = 1;
  return setsockopt(socket, SOL_PACKET, option, &on, sizeof on) == 0;
}

/// A socket that sees each frame arriving at the interface, with the offload header in front:
/// without it, frames whose checksum or segmentation the kernel had left for later would break.
std::optional<int> open_interface(const char* name) {
  const int socket = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ETH_P_ALL));
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = static_cast<int>(if_nametoindex(name));
  packet_mreq promiscuous{};
  promiscuous.mr_ifindex = address.sll_ifindex;
  promiscuous.mr_type = PACKET_MR_PROMISC;
  const bool good =
      socket >= 0 && address.sll_ifindex != 0 && switch_on(socket, PACKET_VNET_HDR) &&
      switch_on(socket, PACKET_IGNORE_OUTGOING) &&
      setsockopt(socket, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &promiscuous, sizeof promiscuous) ==
          0 &&
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the sockets' own interface
      bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  return good ? std::optional{socket} : std::nullopt;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size() && value >= 0;
  return whole ? std::optional{value} : std::nullopt;
}

/// Everything that has arrived at one end is put on its way to the other.
void take_in(Line& line, std::size_t from, std::span<char> room) {
  for (;;) {
    const ssize_t size = read(line.ends.at(from).socket, room.data(), room.size());
    if (size <= 0) {
      return;
    }
    const auto frame = room.first(static_cast<std::size_t>(size));
    if (from == 0) {
      line.capture.write(frame);
    }
    if (!line.lost(line.random)) {
      line.ends.at(1 - from).arriving.push_back(
          {.due = Clock::now() + line.one_way, .bytes = {frame.begin(), frame.end()}});
    }
  }
}

/// A frame that the interface does not take (it is down) is lost, as on a wire.
void hand_out(Line& line, std::size_t to) {
  End& end = line.ends.at(to);
  const auto now = Clock::now();
  while (!end.arriving.empty() && end.arriving.front().due <= now) {
    const std::vector<char>& bytes = end.arriving.front().bytes;
    if (to == 0) {
      line.capture.write(bytes);
    }
    [[maybe_unused]] const ssize_t written = write(end.socket, bytes.data(), bytes.size());
    end.arriving.pop_front();
  }
}

void wait_for(const Line& line) {
  std::array<pollfd, 2> sockets{
      {{line.ends[0].socket, POLLIN, 0}, {line.ends[1].socket, POLLIN, 0}}};
  auto until = Clock::time_point::max();
  for (const End& end : line.ends) {
    if (!end.arriving.empty()) {
      until = std::min(until, end.arriving.front().due);
    }
  }
  if (until == Clock::time_point::max()) {
    ppoll(sockets.data(), sockets.size(), nullptr, nullptr);
    return;
  }
  const auto left = std::max(until - Clock::now(), Clock::duration::zero());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  const timespec limit{.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
  ppoll(sockets.data(), sockets.size(), &limit, nullptr);
}

int fail(const std::string& what) {
  std::cerr << "netlab-delay-line: " << what << '\n';
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> arguments{argv, static_cast<std::size_t>(argc)};
  const bool enough = arguments.size() == 5 || arguments.size() == 6;
  const auto one_way_ms = enough ? number(arguments[3]) : std::nullopt;
  const auto loss_percent = enough ? number(arguments[4]) : std::nullopt;
  if (!one_way_ms || !loss_percent || *loss_percent > 100) {
    return fail("usage: netlab-delay-line INTERFACE INTERFACE ONE_WAY_MS LOSS_PERCENT [CAPTURE]");
  }
  Line line;
  line.one_way = std::chrono::microseconds{static_cast<std::int64_t>(*one_way_ms * 1000)};
  line.lost = std::bernoulli_distribution{*loss_percent / 100};
  if (arguments.size() == 6 && !line.capture.open(arguments[5])) {
    return fail(std::string{arguments[5]} + " cannot be written");
  }
  for (std::size_t i = 0; i < line.ends.size(); ++i) {
    const auto socket = open_interface(arguments[i + 1]);
    if (!socket) {
      return fail(std::string{arguments[i + 1]} + ": " + std::generic_category().message(errno));
    }
    line.ends.at(i).socket = *socket;
  }
  std::cout << "ready" << std::endl;  // NOLINT(performance-avoid-endl): somebody waits for it
  constexpr std::size_t largest_frame = std::size_t{80} << 10U;  // segmentation is still to come
  std::vector<char> room(largest_frame);
  for (;;) {
    wait_for(line);
    take_in(line, 0, room);
    take_in(line, 1, room);
    hand_out(line, 0);
    hand_out(line, 1);
  }
}
