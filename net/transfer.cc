#include "net/transfer.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

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

}  // namespace

Transfer::Transfer(Request request, const TransferOptions& options)
    : request_(std::move(request)),
      curl_(curl_easy_init()),
      stopped_(options.stopped),
      max_body_(options.max_body) {
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
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);  // never wait for getaddrinfo (proxy names)
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "oneclaw-doctor/0.1");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, request_.fresh ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &Transfer::on_debug);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, this);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
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
  tunnelled_ = proxied_ && url && url->scheme == "https";
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
  } else if (!request_.addresses.empty()) {
    const std::string entry =
        fmt::format("{}:{}:{}", host, url->port, join(request_.addresses, ","));
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
  auto& answer = static_cast<Transfer*>(self)->answer_;
  if (type == CURLINFO_HEADER_OUT) {
    answer.sent = true;
    answer.sent_at = std::chrono::system_clock::now();
  } else if (type == CURLINFO_HEADER_IN && answer.received_at == TimePoint{}) {
    answer.received_at = std::chrono::system_clock::now();
  }
  return 0;
}

/// libcurl repeats a request by itself when a connection it kept breaks. One that carries a
/// credential is counted: the engine has to ask the guard again.
int Transfer::on_ready(void* self, char*, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(self);
  const bool again = std::exchange(transfer.started_, true);
  transfer.repetition_refused_ = again && transfer.answer_.credential_sent;
  return transfer.repetition_refused_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

Failure Transfer::failure_for(CURLcode result) const {
  CURL* curl = curl_.get();
  const bool connected = trace_->started || milliseconds(curl, CURLINFO_CONNECT_TIME_T) > 0;
  const bool ready = started_;
  // The request never began, nor did TLS: the proxy gives no tunnel, or cannot be reached at all.
  if (proxied_ && !trace_->started && !ready && (tunnelled_ || !connected) && result != CURLE_OK &&
      result != CURLE_URL_MALFORMAT) {
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
      // libcurl has no code of its own for chunks that are none.
      if (contains_ignoring_case(error_.data(), "chunk")) {
        return Failure::malformed;
      }
      return trace_->started && !trace_->finished ? Failure::tls_handshake : Failure::reset;
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2_STREAM:
      return Failure::truncated;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
      return Failure::malformed;
    case CURLE_WRITE_ERROR:
      return message_complete_ ? Failure::none : overflow_ ? Failure::too_large : Failure::other;
    case CURLE_OUT_OF_MEMORY:  // also what libcurl calls a header line longer than it takes
      return Failure::too_large;
    default:
      return Failure::other;
  }
}

void Transfer::read_timing() {
  CURL* curl = curl_.get();
  const auto reached = [&](CURLINFO what) {
    const double value = milliseconds(curl, what);
    return value > 0 ? value : -1;
  };
  answer_.timing = {.dns = reached(CURLINFO_NAMELOOKUP_TIME_T),
                    .tcp = reached(CURLINFO_CONNECT_TIME_T),
                    .tls = reached(CURLINFO_APPCONNECT_TIME_T),
                    .first_byte = reached(CURLINFO_STARTTRANSFER_TIME_T),
                    .total = milliseconds(curl, CURLINFO_TOTAL_TIME_T)};
}

Answer Transfer::finish(CURLcode result) {
  CURL* curl = curl_.get();
  answer_.failure = failure_for(result);
  if (answer_.failure != Failure::none) {
    answer_.failure_text = error_.front() != '\0' ? error_.data() : curl_easy_strerror(result);
  }
  answer_.status = static_cast<int>(info<long>(curl, CURLINFO_RESPONSE_CODE));
  if (proxied_ && answer_.failure == Failure::proxy) {
    answer_.status = 0;
    answer_.proxy_status = static_cast<int>(info<long>(curl, CURLINFO_HTTP_CONNECTCODE));
  }
  const std::array<std::string_view, 4> versions{"", "1.0", "1.1", "2"};
  const auto version = static_cast<std::size_t>(info<long>(curl, CURLINFO_HTTP_VERSION));
  answer_.http_version = version < versions.size() ? versions.at(version) : "";
  answer_.remote_address = text_info(curl, CURLINFO_PRIMARY_IP);
  answer_.location = text_info(curl, CURLINFO_REDIRECT_URL);
  if (answer_.status >= 300 && answer_.status < 400 && answer_.location.empty()) {
    answer_.location = answer_.header("location");
  }
  answer_.sent = answer_.sent && started_;  // what went out before was for the proxy
  answer_.proxied = proxied_;
  answer_.tcp_connected = trace_->started || answer_.sent ||
                          (!proxied_ && milliseconds(curl, CURLINFO_CONNECT_TIME_T) > 0);
  answer_.tls = std::move(trace_->seen);
  answer_.tls_started = trace_->started;
  answer_.tls_finished = trace_->finished;
  read_timing();
  return std::move(answer_);
}

}  // namespace doctor::net
