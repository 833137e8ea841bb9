#pragma once
// One HTTP exchange on one libcurl easy handle: set up, watched, and read into an Answer.

#include <array>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include "core/secret.h"
#include "net/answer.h"
#include "net/tls_trace.h"
#include "net/wiring.h"

namespace doctor::net {

/// The proxy for one kind of URL.
struct Proxy {
  std::string url;         ///< as in the variable, may hold user info; empty: none
  std::string host = {};   ///< its host and port, to be looked up like any other
  std::uint16_t port = 0;  ///< 0: the variable holds nothing that can be read
};

/// What is known of each connection. libcurl keeps connections longer than transfers live, so this
/// has to outlive both.
struct SocketLog {
  std::map<curl_socket_t, Greeting> closed;  ///< what the system knew at its end
  /// What the handshakes with `host:port` showed, for requests on connections that others opened.
  std::map<std::string, std::deque<std::shared_ptr<const TlsTrace>>> handshakes;

  /// Of many connections the latest are kept.
  void add_handshake(const std::string& authority, std::shared_ptr<const TlsTrace> trace) {
    constexpr std::size_t most = 16;
    auto& all = handshakes[authority];
    if (all.size() == most) {
      all.pop_front();
    }
    all.push_back(std::move(trace));
  }
};

/// What all transfers of a run share. What it refers to outlives the transfer.
struct TransferOptions {
  const Wiring& wiring;
  const Proxy& proxy;
  const std::string& ca_file;  ///< PEM file trusted in place of the system's store
  std::chrono::milliseconds connect_timeout{4000};  ///< TCP and TLS together
  std::chrono::milliseconds timeout{10000};
  std::size_t max_body = std::size_t{2} << 20U;
  std::function<bool()> stopped = {};  ///< true: read no more, the run is over
  SocketLog* log = nullptr;            ///< outlives the connections
};

/// A request as it goes out, credential included: it stays inside net/.
struct Request {
  std::string url;
  bool post = false;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};                               ///< without a credential in it
  std::optional<Secret> secret_body = std::nullopt;    ///< sent in place of `body`
  std::optional<Secret> secret_header = std::nullopt;  ///< a whole header line
  bool fresh = false;      ///< on a connection of its own, never on a kept one
  bool just_used = false;  ///< not on a kept one that was idle for longer than a second
  /// Where the connection stands or is to be made: of the API, or of the proxy.
  std::string address = {};
  /// A socket that is connected there already, or -1.
  std::function<int()> take_socket = nullptr;
  std::chrono::steady_clock::time_point asked = std::chrono::steady_clock::now();
  double dns_ms = -1;  ///< since `asked`: what the socket's connection had taken, if this uses it
  double tcp_ms = -1;
};

/// One easy handle and what it collects; must not move, since libcurl points into it.
class Transfer {
 public:
  /// Sets the handle up; sends nothing.
  Transfer(Request request, const TransferOptions& options);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer();

  CURL* handle() const { return curl_.get(); }  ///< for the multi interface; this object's
  /// The kept connection ended before the request was answered, and libcurl was kept from repeating
  /// it by itself.
  bool repetition_refused() const { return repetition_refused_; }
  /// Reads what happened; call once, when libcurl has finished with the handle or was made to.
  Answer finish(CURLcode result);

 private:
  struct Close {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  using List = std::unique_ptr<curl_slist, FreeList>;

  void set_request();
  void set_watchers();
  void set_content();
  void set_way(const TransferOptions& options);
  void set_trust(const TransferOptions& options);
  void read_timing();
  Failure failure_for(CURLcode result) const;
  std::string proxy_problem_for(CURLcode result) const;
  std::string authority() const;
  void read_handshake();

  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static int on_debug(CURL* handle, curl_infotype type, char* data, std::size_t size, void* self);
  static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int on_new_socket(void* self, curl_socket_t socket, curlsocktype purpose);
  static int on_close(void* log, curl_socket_t socket);
  static int on_ready(void* self, char* remote, char* local, int remote_port, int local_port);
  static CURLcode on_context(CURL* handle, void* context, void* self);

  Request request_;
  std::unique_ptr<CURL, Close> curl_;
  List headers_;
  List resolve_;
  List connect_to_;
  std::shared_ptr<TlsTrace> trace_ = std::make_shared<TlsTrace>();
  Answer answer_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::function<bool()> stopped_;
  std::size_t max_body_;
  std::size_t header_bytes_ = 0;
  bool overflow_ = false;
  bool is_stream_ = false;         ///< the answer is an event stream
  bool message_complete_ = false;  ///< the message of an event stream is there
  bool started_ = false;           ///< libcurl was ready to send the request once
  bool repetition_refused_ = false;
  bool proxied_ = false;
  bool tunnelled_ = false;  ///< … by CONNECT
  bool dialled_ = false;    ///< it uses the socket of `take_socket`
  curl_socket_t given_ = CURL_SOCKET_BAD;
  curl_socket_t opened_ = CURL_SOCKET_BAD;  ///< its own connection's, which may be closed by now
  SocketLog* log_ = nullptr;
  double first_byte_ms_ = -1;  ///< since `asked`
};

}  // namespace doctor::net
