#include "net/transfer.h"

#include <array>
#include <cerrno>
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

template <typename T>
T info(CURL* handle, CURLINFO what) {
  T value{};
  curl_easy_getinfo(handle, what, &value);
  return value;
}

std::string text_info(CURL* handle, CURLINFO what) {
  const char* value = info<const char*>(handle, what);
  return value == nullptr ? std::string{} : std::string{value};
}

double milliseconds(CURL* handle, CURLINFO what) {
  constexpr double per_ms = 1000.0;
  return static_cast<double>(info<curl_off_t>(handle, what)) / per_ms;
}

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

Failure connect_failure(long os_error) {
  switch (os_error) {
    case ECONNREFUSED:
      return Failure::refused;
    case ETIMEDOUT:
      return Failure::connect_timeout;
    default:
      return Failure::unreachable;
  }
}

}  // namespace

Transfer::Transfer(Request request, const TransferOptions& options)
    : request_(std::move(request)),
      curl_(curl_easy_init()),
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
  curl_easy_setopt(curl, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "oneclaw-doctor/0.1");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // As every current client: older versions are a finding, not a way to send a credential.
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_PIPEWAIT, 1L);
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
  if (proxied_ && !request_.proxy_addresses.empty()) {
    const std::string entry = fmt::format(
        "{}:{}:{}", options.proxy.host, options.proxy.port, join(request_.proxy_addresses, ","));
    resolve_.reset(curl_slist_append(nullptr, entry.c_str()));
    curl_easy_setopt(curl, CURLOPT_RESOLVE, resolve_.get());
  }
  if (!url || proxied_) {
    return;
  }
  const std::string host =
      url->host.find(':') == std::string::npos ? url->host : fmt::format("[{}]", url->host);
  if (options.wiring.active()) {
    const std::string entry =
        fmt::format("{}:{}:127.0.0.1:{}", host, url->port, options.wiring.port_for(url->port));
    connect_to_.reset(curl_slist_append(nullptr, entry.c_str()));
    curl_easy_setopt(curl, CURLOPT_CONNECT_TO, connect_to_.get());
  } else if (!request_.address.empty()) {
    const bool v6 = request_.address.find(':') != std::string::npos;
    const std::string entry = fmt::format(
        "{}:{}:{}{}{}", host, url->port, v6 ? "[" : "", request_.address, v6 ? "]" : "");
    resolve_.reset(curl_slist_append(nullptr, entry.c_str()));
    curl_easy_setopt(curl, CURLOPT_RESOLVE, resolve_.get());
  }
}

void Transfer::set_trust(const TransferOptions& options) {
  CURL* curl = curl_.get();
  if (options.wiring.active()) {
    curl_blob pem{
        .data = const_cast<char*>(
            options.wiring.ca_pem.data()),  // NOLINT(cppcoreguidelines-pro-type-const-cast):
                                            // copied by libcurl
        .len = options.wiring.ca_pem.size(),
        .flags = CURL_BLOB_COPY};
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
  watch(static_cast<SSL_CTX*>(context), static_cast<Transfer*>(self)->trace_);
  return CURLE_OK;
}

std::size_t Transfer::on_body(char* data, std::size_t /*size*/, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.answer_.body.size() + count > transfer.max_body_) {
    transfer.overflow_ = true;
    return 0;
  }
  transfer.answer_.body.append(data, count);
  return count;
}

std::size_t Transfer::on_header(char* data, std::size_t /*size*/, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  Answer& answer = transfer.answer_;
  transfer.header_bytes_ += count;
  if (transfer.header_bytes_ > max_header_bytes) {
    transfer.overflow_ = true;
    return 0;
  }
  const std::string_view line = trim(std::string_view{data, count});
  if (line.starts_with("HTTP/")) {
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

/// libcurl repeats a request by itself when a connection it kept breaks; one that carries a
/// credential is counted, and goes out once.
int Transfer::on_ready(void* self, char*, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(self);
  const bool again = std::exchange(transfer.started_, true);
  return again && transfer.answer_.credential_sent ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

Failure Transfer::failure_for(CURLcode result) const {
  CURL* curl = curl_.get();
  const bool connected = trace_.started || milliseconds(curl, CURLINFO_CONNECT_TIME_T) > 0;
  const bool ready = milliseconds(curl, CURLINFO_PRETRANSFER_TIME_T) > 0 || answer_.sent;
  const long tunnel = info<long>(curl, CURLINFO_HTTP_CONNECTCODE);
  // The CONNECT counts as sent, so a refused tunnel has to be told by its status.
  const bool silent = result == CURLE_OPERATION_TIMEDOUT && !connected;
  const bool unconnected =
      !ready && (result == CURLE_COULDNT_CONNECT || result == CURLE_RECV_ERROR || silent);
  if (proxied_ && !trace_.started && (unconnected || tunnel >= 300)) {
    return Failure::proxy;
  }
  switch (result) {
    case CURLE_OK:
      return Failure::none;
    case CURLE_URL_MALFORMAT:
      return Failure::bad_url;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return Failure::proxy;
    case CURLE_COULDNT_RESOLVE_HOST:
      return Failure::name_not_found;
    case CURLE_COULDNT_CONNECT:
      return connect_failure(info<long>(curl, CURLINFO_OS_ERRNO));
    case CURLE_OPERATION_TIMEDOUT:
      return ready       ? Failure::response_timeout
             : connected ? Failure::tls_timeout
                         : Failure::connect_timeout;
    case CURLE_PEER_FAILED_VERIFICATION:
      return Failure::tls_certificate;
    case CURLE_SSL_CONNECT_ERROR:
      return Failure::tls_handshake;
    case CURLE_ABORTED_BY_CALLBACK:
      return Failure::reset;
    case CURLE_GOT_NOTHING:
      return Failure::empty_reply;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return trace_.started && !trace_.finished ? Failure::tls_handshake : Failure::reset;
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2_STREAM:
      return Failure::truncated;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
      return Failure::malformed;
    case CURLE_WRITE_ERROR:
      return overflow_ ? Failure::too_large : Failure::other;
    default:
      return Failure::other;
  }
}

/// Why the proxy was not reached; empty when it was.
std::string Transfer::proxy_problem_for(CURLcode result) const {
  if (answer_.proxy_status != 0) {
    return {};
  }
  if (result == CURLE_COULDNT_RESOLVE_PROXY) {
    return "unresolved";
  }
  if (result == CURLE_OPERATION_TIMEDOUT) {
    return "timeout";
  }
  const Failure failure = connect_failure(info<long>(curl_.get(), CURLINFO_OS_ERRNO));
  return result == CURLE_COULDNT_CONNECT ? std::string{word_of(failure)} : std::string{"dropped"};
}

/// libcurl's own times begin elsewhere, and are lost when a handshake fails.
void Transfer::read_timing() {
  const auto after = [this](std::chrono::steady_clock::time_point point) {
    return std::chrono::duration<double, std::milli>(point - request_.asked).count();
  };
  answer_.connection_reused = answer_.sent && info<long>(curl_.get(), CURLINFO_NUM_CONNECTS) == 0;
  answer_.timing = {.first_byte = first_byte_ms_, .total = since(request_.asked)};
  if (dialled_) {
    answer_.timing.dns = request_.dns_ms;
    answer_.timing.tcp = request_.tcp_ms;
  } else if (trace_.started && !answer_.connection_reused) {
    answer_.timing.tcp = after(trace_.started_at);
  }
  if (trace_.finished) {
    answer_.timing.tls = after(trace_.finished_at);
  }
}

Answer Transfer::finish(CURLcode result) {
  CURL* curl = curl_.get();
  answer_.failure = failure_for(result);
  if (result != CURLE_OK) {
    answer_.failure_text = error_.front() != '\0' ? error_.data() : curl_easy_strerror(result);
  }
  answer_.status = static_cast<int>(info<long>(curl, CURLINFO_RESPONSE_CODE));
  if (proxied_ && answer_.failure == Failure::proxy) {
    answer_.status = 0;
    answer_.proxy_status = static_cast<int>(info<long>(curl, CURLINFO_HTTP_CONNECTCODE));
    answer_.proxy_problem = proxy_problem_for(result);
  }
  const std::array<std::string_view, 4> versions{"", "1.0", "1.1", "2"};
  const auto version = static_cast<std::size_t>(info<long>(curl, CURLINFO_HTTP_VERSION));
  answer_.http_version = version < versions.size() ? versions.at(version) : "";
  answer_.remote_address = text_info(curl, CURLINFO_PRIMARY_IP);
  answer_.location = text_info(curl, CURLINFO_REDIRECT_URL);
  if (answer_.status >= 300 && answer_.status < 400 && answer_.location.empty()) {
    answer_.location = answer_.header("location");
  }
  answer_.proxied = proxied_;
  answer_.tcp_connected = trace_.started || answer_.sent ||
                          (!proxied_ && milliseconds(curl, CURLINFO_CONNECT_TIME_T) > 0);
  answer_.tls = std::move(trace_.seen);
  answer_.tls_started = trace_.started;
  answer_.tls_finished = trace_.finished;
  if (trace_.started && !trace_.finished && log_ != nullptr) {
    const auto known = log_->closed.find(opened_);
    answer_.tls.greeting = known == log_->closed.end() ? Greeting::unknown : known->second;
  }
  read_timing();
  return std::move(answer_);
}

}  // namespace doctor::net
