#pragma once
// One DNS resolver, on a c-ares channel of its own: what it says cannot be mixed up with what
// another says. Each question leaves at most twice.

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "net/answer.h"

struct ares_channeldata;

namespace doctor::net {

/// What came back for one name and family.
struct NameAnswer {
  std::string status;  ///< as DnsReply::status_a
  std::vector<AddressRecord> addresses = {};
  std::vector<std::string> canonical_names = {};
  bool authenticated = false;
};

class NameServer {
 public:
  using Done = std::function<void(NameAnswer answer)>;

  /// `address` is `ip`, `ip:port` or `[ip]:port`. `timeout` is the first try's; the second's is
  /// twice as long.
  NameServer(const std::string& address, std::chrono::milliseconds timeout);
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;
  ~NameServer();

  bool usable() const { return channel_ != nullptr; }
  /// `done` is called once, possibly before this returns; never after this object's end.
  void ask(const std::string& name, int family, Done done);
  /// Sockets to wait for, appended to `sockets`; `limit` is shortened to the next timeout.
  void wait_for(std::vector<curl_waitfd>& sockets, std::chrono::milliseconds& limit);
  /// After the wait: handles what became ready and what timed out.
  void process(const std::vector<curl_waitfd>& sockets);
  void cancel();

 private:
  struct Question {
    std::string name;
    int family = 4;
    Done done;
  };
  static void on_answer(void* argument, int status, int timeouts, unsigned char* bytes, int length);

  ares_channeldata* channel_ = nullptr;
  std::list<Question> questions_;       // a list: c-ares keeps pointers to the elements
  std::vector<curl_socket_t> watched_;  // by the last wait
};

}  // namespace doctor::net
