#pragma once
// One HTTP exchange on one libcurl easy handle: set up, watched, and read into an Answer.

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <curl/curl.h>

#include "core/secret.h"
#include "net/answer.h"
#include "net/tls_trace.h"
#include "net/wiring.h"

namespace doctor::net {

struct Proxy {
  std::string url;  ///< as in the variable, may hold user info; empty: none
};

struct TransferOptions {
  Wiring wiring;
  Proxy proxy;
  std::string ca_file;  ///< PEM file trusted in place of the system's store
  std::chrono::milliseconds connect_timeout{4000};  ///< TCP and TLS together
  std::chrono::milliseconds timeout{10000};
  std::size_t max_body = std::size_t{2} << 20U;
  std::function<bool()> stopped = {};  ///< true: read no more, the run is over
};

struct Request {
  std::string url;
  bool post = false;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};                               ///< without a credential in it
  std::optional<Secret> secret_body = std::nullopt;    ///< sent in place of `body`
  std::optional<Secret> secret_header = std::nullopt;  ///< a whole header line
  std::vector<std::string> addresses = {};  ///< resolved; empty: literal, wired or proxied
  bool fresh = false;                       ///< on a connection of its own, never on a kept one
};

class Transfer {
 public:
  Transfer(Request request, const TransferOptions& options);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer();

  CURL* handle() const { return curl_.get(); }
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
  void set_way(const TransferOptions& options);
  void set_trust(const TransferOptions& options);
  void read_timing();
  Failure failure_for(CURLcode result) const;

  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static int on_debug(CURL* handle, curl_infotype type, char* data, std::size_t size, void* self);
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
};

}  // namespace doctor::net
