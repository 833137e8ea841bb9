// What became of a transfer: libcurl's result and the traces beside it, as an Answer.

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "api/url.h"
#include "core/text.h"
#include "net/transfer.h"

namespace doctor::net {
namespace {

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

/// Why the proxy was not reached; empty when it was.
std::string Transfer::proxy_problem_for(CURLcode result) const {
  if (answer_.proxy_status >= 300) {
    return {};
  }
  if (result == CURLE_COULDNT_RESOLVE_PROXY) {
    return "unresolved";
  }
  if (result == CURLE_OPERATION_TIMEDOUT) {
    return "timeout";
  }
  if (result != CURLE_COULDNT_CONNECT) {
    return "dropped";
  }
  return std::string{word_of(connect_failure(info<long>(curl_.get(), CURLINFO_OS_ERRNO)))};
}

/// libcurl's own times begin elsewhere, and are lost when a handshake fails.
void Transfer::read_timing() {
  const auto after = [this](std::chrono::steady_clock::time_point point) {
    return std::chrono::duration<double, std::milli>(point - request_.asked).count();
  };
  answer_.connection_reused = answer_.sent && info<long>(curl_.get(), CURLINFO_NUM_CONNECTS) == 0;
  answer_.timing = {.first_byte = first_byte_ms_, .total = since(request_.asked)};
  if (dialled_ && !proxied_) {  // a connection to the proxy is none to the API
    answer_.timing.dns = request_.dns_ms;
    answer_.timing.tcp = request_.tcp_ms;
  } else if (trace_->started && !answer_.connection_reused) {
    answer_.timing.tcp = after(trace_->started_at);
  }
  if (trace_->finished) {
    answer_.timing.tls = after(trace_->finished_at);
  }
}

/// The host and port that the request is for.
std::string Transfer::authority() const {
  const auto url = api::parse_url(request_.url);
  return url ? fmt::format("{}:{}", url->host, url->port) : std::string{};
}

/// Also of a connection that another request opened: which one does is chance.
void Transfer::read_handshake() {
  std::shared_ptr<const TlsTrace> trace = trace_;
  if (answer_.connection_reused && !trace_->started && log_ != nullptr) {
    const auto& all = log_->handshakes[authority()];
    const auto found = std::ranges::find_if(all, [](const auto& one) { return one->finished; });
    trace = found == all.end() ? trace : *found;
  }
  answer_.tls = trace->seen;
  answer_.tls_started = trace->started;
  answer_.tls_finished = trace->finished;
  if (trace->started && !trace->finished && log_ != nullptr) {
    const auto known = log_->closed.find(opened_);
    answer_.tls.greeting = known == log_->closed.end() ? Greeting::unknown : known->second;
  }
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
  answer_.sent = answer_.sent && started_;  // what went out before was for the proxy
  answer_.proxied = proxied_;
  answer_.tcp_connected = trace_->started || answer_.sent ||
                          (!proxied_ && milliseconds(curl, CURLINFO_CONNECT_TIME_T) > 0);
  read_timing();
  read_handshake();
  return std::move(answer_);
}

}  // namespace doctor::net
