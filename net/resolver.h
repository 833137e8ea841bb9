#pragma once
// Name resolution as this machine's clients do it (hosts file, search suffixes, resolvers), but
// with every resolver asked by itself and at once. The first good answer is passed on as soon as it
// is there; what the others say is collected meanwhile and can be read later.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "net/answer.h"
#include "net/resolv_conf.h"

namespace doctor::net {

class Resolver {
 public:
  struct Server {
    std::string name;     ///< as shown
    std::string address;  ///< `ip`, `ip:port` or `[ip]:port`
  };
  struct Options {
    std::vector<Server> servers = {};
    bool configured = true;       ///< false: the settings name no resolver; `servers` is a default
    ResolvConf settings = {};     ///< search suffixes and dots
    std::string hosts_file = {};  ///< its content
    std::chrono::milliseconds timeout{1200};  ///< first try; doubled for the second
    int family = 0;                           ///< 4 or 6: that family alone; 0: both
  };
  using Done = std::function<void(const DnsReply& reply, Failure failure)>;

  explicit Resolver(Options options);
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  ~Resolver();

  /// `done` is called once, possibly before this returns (IP literals, the hosts file). Each host
  /// is to be asked for once.
  void resolve(const std::string& host, Done done);
  /// What is known of `host` by now.
  DnsReply reply(const std::string& host) const;
  /// The first resolver of the settings, the one most clients ask, has answered or been given up,
  /// and the others have, too, or have had three times as long (at least 200 ms).
  bool settled(const std::string& host) const;
  /// As if it had never been asked for; false while a resolver's answer may still come.
  bool forget(const std::string& host);
  /// Sockets to wait for, appended to `sockets`; at most `limit` is shortened to the next timeout.
  void wait_for(std::vector<curl_waitfd>& sockets, std::chrono::milliseconds& limit) const;
  /// After the wait: handles what became ready and what timed out.
  void process(const std::vector<curl_waitfd>& sockets);
  void cancel();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::net
