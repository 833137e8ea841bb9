#include "net/transfer.h"

#include <array>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/url.h"
#include "core/text.h"

namespace doctor::net {
namespace {

constexpr std::size_t max_header_bytes = std::size_t{128} << 10U;

/// Debian's hashed directory costs 2–5 ms per connection where the bundle costs 45.
bool has_hashed_store() {
  struct stat entry {};
  return ::stat("/etc/ssl/certs", &entry) == 0 && S_ISDIR(entry.st_mode) &&
         ::stat("/etc/ssl/certs/ca-certificates.crt", &entry) == 0;
}

double since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

/// An event stream may stay open for ever behind the one message that was asked for.
bool has_message(const std::string& body) {
  for (auto at = body.find("data:"); at != std::string::npos; at = body.find("data:", at + 1)) {
    const auto text = body.find_first_not_of(' ', at + 5);
    const bool message =
        (at == 0 || body[at - 1] == '\n') && text != std::string::npos && body[text] == '{';
    if (message) {
      return body.find("\n\n", text) != std::string::npos ||
             body.find("\r\n\r\n", text) != std::string::npos;
    }
  }
  return false;
}

/// libcurl would read an international host by the locale.
std::string with_ascii_host(std::string url) {
  const auto parsed = api::parse_url(url);
  const auto at = parsed ? url.find(parsed->host) : std::string::npos;
  if (at != std::string::npos) {
    url.replace(at, parsed->host.size(), api::ascii_host(parsed->host));
  }
  return url;
}

}  // namespace

Transfer::Transfer(Request request, const TransferOptions& options)
    : request_(std::move(request)),
      curl_(curl_easy_init()),
      stopped_(options.stopped),
      max_body_(options.max_body),
      log_(options.log) {
  answer_.url = request_.url;
  answer_.method = request_.post ? "POST" : "GET";
  set_request();
  set_way(options);
  set_trust(options);
}

Transfer::~Transfer() = default;

void Transfer::set_request() {
  CURL* curl = curl_.get();
  curl_easy_setopt(curl, CURLOPT_URL, with_ascii_host(request_.url).c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);  // never wait for getaddrinfo (proxy names)
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  constexpr long buffer = 4096;  // answers are short, and a fleet has many of these
  constexpr long least_upload_buffer = 16384;
  curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, buffer);
  curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, least_upload_buffer);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "oneclaw-doctor/0.1");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, request_.fresh ? 1L : 0L);
  if (request_.just_used) {
    curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, 1L);
  }
  // A resumed handshake shows no certificate, and which connection comes first is chance.
  curl_easy_setopt(curl, CURLOPT_SSL_SESSIONID_CACHE, 0L);
  // As every current client: older versions are a finding, not a way to send a credential.
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set_watchers();
  set_content();
}

void Transfer::set_watchers() {
  CURL* curl = curl_.get();
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &Transfer::on_debug);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, this);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, &Transfer::on_new_socket);
  curl_easy_setopt(curl, CURLOPT_SOCKOPTDATA, this);
  curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, &Transfer::on_close);
  curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, log_);
  curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, &Transfer::on_ready);
  curl_easy_setopt(curl, CURLOPT_PREREQDATA, this);
}

void Transfer::set_content() {
  CURL* curl = curl_.get();
  const auto add = [this](const std::string& line) {
    headers_.reset(curl_slist_append(headers_.release(), line.c_str()));
  };
  bool accepts = false;
  for (const auto& [name, value] : request_.headers) {
    add(fmt::format("{}: {}", name, value));
    accepts = accepts || equal_ignoring_case(name, "accept");
  }
  if (!accepts) {
    add("Accept: application/json");
  }
  if (request_.post) {
    const std::string_view body =
        request_.secret_body ? request_.secret_body->reveal() : std::string_view{request_.body};
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
    add("Content-Type: application/json");
    add("Expect:");  // no 100-continue: it would cost a round trip
  }
  if (request_.secret_header) {
    add(std::string{request_.secret_header->reveal()});
    answer_.credential_sent = true;
  }
  answer_.credential_sent = answer_.credential_sent || request_.secret_body.has_value();
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::set_way(const TransferOptions& options) {
  CURL* curl = curl_.get();
  curl_easy_setopt(
      curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "");  // the choice was made in setup/
  curl_easy_setopt(curl, CURLOPT_PROXY, options.proxy.url.c_str());
  proxied_ = !options.proxy.url.empty();
  const auto url = api::parse_url(request_.url);
  tunnelled_ = proxied_ && url && url->scheme == "https";
  if (tunnelled_) {
    // libcurl 7.88 puts further HTTP/2 requests on a tunnel that the proxy has not opened yet, and
    // they fail ("no filter connected").
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  }
  if (proxied_ && options.proxy.port != 0) {
    // The one that was dialled: where the variable names none, libcurl would take 1080.
    curl_easy_setopt(curl, CURLOPT_PROXYPORT, static_cast<long>(options.proxy.port));
  }
  if (!url) {
    return;
  }
  const auto bracketed = [](const std::string& host) {
    return host.find(':') == std::string::npos ? host : fmt::format("[{}]", host);
  };
  const std::string host = bracketed(api::ascii_host(proxied_ ? options.proxy.host : url->host));
  const std::uint16_t port = proxied_ ? options.proxy.port : url->port;
  if (!options.wiring.active() && !request_.address.empty()) {
    const std::string entry = fmt::format("{}:{}:{}", host, port, bracketed(request_.address));
    resolve_.reset(curl_slist_append(nullptr, entry.c_str()));
    curl_easy_setopt(curl, CURLOPT_RESOLVE, resolve_.get());
  } else if (options.wiring.active() && !proxied_) {
    const std::string entry =
        fmt::format("{}:{}:127.0.0.1:{}", host, port, options.wiring.port_for(port));
    connect_to_.reset(curl_slist_append(nullptr, entry.c_str()));
    curl_easy_setopt(curl, CURLOPT_CONNECT_TO, connect_to_.get());
  }
}

void Transfer::set_trust(const TransferOptions& options) {
  CURL* curl = curl_.get();
  if (options.wiring.active()) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): libcurl reads it only
    auto* const bytes = const_cast<char*>(options.wiring.ca_pem.data());
    curl_blob pem{.data = bytes, .len = options.wiring.ca_pem.size(), .flags = CURL_BLOB_NOCOPY};
    curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &pem);
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  } else if (!options.ca_file.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  } else if (has_hashed_store()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, nullptr);
    curl_easy_setopt(curl, CURLOPT_CAPATH, "/etc/ssl/certs");
  }
  curl_easy_setopt(curl, CURLOPT_SSL_CTX_FUNCTION, &Transfer::on_context);
  curl_easy_setopt(curl, CURLOPT_SSL_CTX_DATA, this);
}

CURLcode Transfer::on_context(CURL* /*handle*/, void* context, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  watch(static_cast<SSL_CTX*>(context), transfer.trace_);
  if (transfer.log_ != nullptr) {
    transfer.log_->add_handshake(transfer.authority(), transfer.trace_);
  }
  return CURLE_OK;
}

std::size_t Transfer::on_body(char* data, std::size_t /*size*/, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.stopped_ && transfer.stopped_()) {  // libcurl reads on while there is something
    return 0;
  }
  if (transfer.answer_.body.size() + count > transfer.max_body_) {
    transfer.overflow_ = true;
    return 0;
  }
  transfer.answer_.body.append(data, count);
  transfer.message_complete_ = transfer.is_stream_ && has_message(transfer.answer_.body);
  return transfer.message_complete_ ? 0 : count;
}

std::size_t Transfer::on_header(char* data, std::size_t /*size*/, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  Answer& answer = transfer.answer_;
  transfer.header_bytes_ += count;
  if (transfer.stopped_ && transfer.stopped_()) {
    return 0;
  }
  if (transfer.header_bytes_ > max_header_bytes) {
    transfer.overflow_ = true;
    return 0;
  }
  const std::string_view line = trim(std::string_view{data, count});
  if (line.empty()) {
    transfer.is_stream_ = answer.header("content-type").starts_with("text/event-stream");
  } else if (line.starts_with("HTTP/")) {
    answer.headers.clear();  // 100-continue and a proxy's CONNECT answer come first
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    answer.headers.emplace_back(lower(line.substr(0, colon)),
                                std::string{trim(line.substr(colon + 1))});
  }
  return count;
}

int Transfer::on_debug(CURL*, curl_infotype type, char*, std::size_t, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  Answer& answer = transfer.answer_;
  if (type == CURLINFO_HEADER_OUT) {
    answer.sent = true;
    answer.sent_at = std::chrono::system_clock::now();
  } else if (type == CURLINFO_HEADER_IN && answer.received_at == TimePoint{}) {
    answer.received_at = std::chrono::system_clock::now();
    transfer.first_byte_ms_ = since(transfer.request_.asked);
  }
  return 0;
}

/// The dialler's socket first: its handshake is done.
curl_socket_t Transfer::on_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.request_.take_socket) {
    transfer.given_ = transfer.request_.take_socket();
    transfer.dialled_ = transfer.dialled_ || transfer.given_ != CURL_SOCKET_BAD;
  }
  transfer.opened_ =
      transfer.given_ != CURL_SOCKET_BAD
          ? transfer.given_
          : ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (transfer.log_ != nullptr) {
    transfer.log_->closed.erase(transfer.opened_);  // of an earlier connection with that number
  }
  return transfer.opened_;
}

/// The last chance to see whether what was sent had arrived.
int Transfer::on_close(void* log, curl_socket_t socket) {
  tcp_info info{};
  socklen_t length = sizeof(info);
  if (log != nullptr && ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) == 0) {
    static_cast<SocketLog*>(log)->closed[socket] =
        info.tcpi_rcv_ooopack > 0 && info.tcpi_bytes_received == 0 ? Greeting::gap
        : info.tcpi_unacked > 0                                    ? Greeting::unacknowledged
                                                                   : Greeting::acknowledged;
  }
  return ::close(socket);
}

int Transfer::on_new_socket(void* self, curl_socket_t socket, curlsocktype) {
  auto& transfer = *static_cast<Transfer*>(self);
  const bool given = socket == std::exchange(transfer.given_, CURL_SOCKET_BAD);
  return given ? CURL_SOCKOPT_ALREADY_CONNECTED : CURL_SOCKOPT_OK;
}

/// libcurl repeats a request by itself when a connection it kept breaks. One that carries a
/// credential is counted: the engine has to ask the guard again.
int Transfer::on_ready(void* self, char*, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(self);
  const bool again = std::exchange(transfer.started_, true);
  transfer.repetition_refused_ = again && transfer.answer_.credential_sent;
  return transfer.repetition_refused_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

}  // namespace doctor::net
