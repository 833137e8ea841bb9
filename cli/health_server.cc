#include "cli/health_server.h"

#include <charconv>
#include <csignal>
#include <functional>
#include <limits>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

#include "cli/health_answer.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr std::size_t most_connections = 64;
constexpr std::uint32_t largest_header = 8192;
constexpr std::chrono::seconds patience{10};
constexpr std::chrono::seconds farewell{1};

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty()
             ? std::optional{port}
             : std::nullopt;
}

class Connection;
/// Whom nothing was heard of for longest comes first. Of the server's thread.
using Connections = std::list<Connection*>;

using Answerer = std::function<HealthAnswer(std::string_view method, std::string_view target)>;

/// What the client said is no request, as far as it was said.
bool is_no_request(const beast::error_code& error) {
  return error.category() == http::make_error_code(http::error::bad_method).category() &&
         error != http::error::end_of_stream;
}

/// One client's connection; lives until it ends.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, const Answerer& answer, Connections& all)
      : stream_(std::move(socket)),
        answer_(answer),
        all_(all),
        place_(all.insert(all.end(), this)) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { forget(); }

  void read() {
    parser_.emplace();
    parser_->header_limit(largest_header);
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());  // a body is not read
    stream_.expires_after(patience);
    http::async_read_header(stream_,
                            buffer_,
                            *parser_,
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (is_no_request(error)) {
                                self->refuse();
                              } else if (!error) {
                                self->answer();
                              }
                            });
  }

  /// Others want its place.
  void drop() {
    forget();
    stream_.close();
  }

 private:
  void refuse() {
    response_ = {};
    response_.result(http::status::bad_request);
    response_.keep_alive(false);
    write({.status = 400, .type = "text/plain; charset=utf-8", .body = "no HTTP request\n"}, true);
  }

  void answer() {
    const auto& request = parser_->get();
    const std::string_view method{request.method_string().data(), request.method_string().size()};
    const std::string_view target{request.target().data(), request.target().size()};
    response_ = {};
    response_.version(request.version());
    response_.keep_alive(request.keep_alive() && parser_->is_done());
    write(answer_(method, target), method != "HEAD");
  }

  void write(HealthAnswer answer, bool with_body) {
    if (place_ == all_.end()) {
      return;  // dropped after the request had been read
    }
    response_.result(static_cast<unsigned>(answer.status));
    response_.set(http::field::content_type, {answer.type.data(), answer.type.size()});
    response_.set(http::field::cache_control, "no-store");
    if (answer.status == 405) {
      response_.set(http::field::allow, "GET, HEAD");
    }
    response_.content_length(answer.body.size());
    if (with_body) {
      response_.body() = std::move(answer.body);
    }
    all_.splice(all_.end(), all_, place_);
    stream_.expires_after(patience);
    http::async_write(
        stream_, response_, [self = shared_from_this()](beast::error_code error, std::size_t) {
          if (!error && self->response_.keep_alive()) {
            self->read();
          } else if (!error) {
            self->hang_up();
          }
        });
  }

  /// A connection closed over bytes that nobody read is reset, and the answer may be lost with it.
  void hang_up() {
    beast::error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(farewell);
    discard();
  }

  void discard() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(largest_header),
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error) {
                                self->discard();
                              }
                            });
  }

  void forget() {
    if (place_ != all_.end()) {
      all_.erase(place_);
      place_ = all_.end();
    }
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::empty_body>> parser_;
  http::response<http::string_body> response_;
  const Answerer& answer_;
  Connections& all_;
  Connections::iterator place_;  ///< in all of them; their end when it was dropped
};

}  // namespace

std::optional<ListenAddress> read_listen_address(std::string_view text) {
  const auto colon = text.rfind(':');
  const std::string_view port_text =
      colon == std::string_view::npos ? text : text.substr(colon + 1);
  const auto port = read_port(port_text);
  if (!port) {
    return std::nullopt;
  }
  std::string_view host =
      colon == std::string_view::npos ? std::string_view{"127.0.0.1"} : text.substr(0, colon);
  if (host.empty()) {
    host = "0.0.0.0";
  } else if (host == "localhost") {
    host = "127.0.0.1";
  } else if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return std::nullopt;  // an IPv6 address needs its brackets
  }
  beast::error_code error;
  (void)asio::ip::make_address(std::string{host}, error);
  return error ? std::nullopt
               : std::optional{ListenAddress{.host = std::string{host}, .port = *port}};
}

struct HealthServer::Impl {
  Connections connections;  ///< outlives what the context still holds
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  std::chrono::milliseconds stale_after{};
  std::mutex mutex;
  std::optional<Health> health;
  Answerer answer;
  std::thread thread;

  Result<void> bind(const ListenAddress& address);
  void accept();
};

Result<void> HealthServer::Impl::bind(const ListenAddress& address) {
  beast::error_code error;
  const tcp::endpoint endpoint{asio::ip::make_address(address.host, error), address.port};
  if (!error) {
    acceptor.open(endpoint.protocol(), error);
  }
  if (!error) {
    acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  }
  if (!error) {
    acceptor.bind(endpoint, error);
  }
  if (!error) {
    acceptor.listen(asio::socket_base::max_listen_connections, error);
  }
  if (error) {
    return failure(fmt::format("cannot listen on {}, port {}: {}",
                               shown(address.host, 60),
                               address.port,
                               error.message()));
  }
  return {};
}

void HealthServer::Impl::accept() {
  acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) {
      return;
    }
    if (!error) {
      if (connections.size() >= most_connections) {
        connections.front()->drop();
      }
      std::make_shared<Connection>(std::move(socket), answer, connections)->read();
    }
    accept();
  });
}

HealthServer::HealthServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<HealthServer>> HealthServer::listen(const ListenAddress& address,
                                                           std::chrono::milliseconds stale_after) {
  auto impl = std::make_unique<Impl>();
  if (const Result<void> bound = impl->bind(address); !bound) {
    return failure(bound.error().message);
  }
  Impl& server = *impl;
  server.stale_after = stale_after;
  server.answer = [&server](std::string_view method, std::string_view target) {
    const std::scoped_lock lock{server.mutex};
    return answer_health(method,
                         target,
                         server.health ? &*server.health : nullptr,
                         std::chrono::steady_clock::now(),
                         server.stale_after);
  };
  server.accept();
  // Signals are for the thread that checks: its waiting has to end.
  sigset_t all{};
  sigset_t before{};
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  server.thread = std::thread{[&server] {
    server.context.run();
  }};
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return std::unique_ptr<HealthServer>{new HealthServer{std::move(impl)}};
}

HealthServer::~HealthServer() {
  impl_->context.stop();
  if (impl_->thread.joinable()) {
    impl_->thread.join();
  }
}

std::string HealthServer::url() const {
  beast::error_code error;
  const tcp::endpoint at = impl_->acceptor.local_endpoint(error);
  const std::string host = at.address().to_string();
  return at.address().is_v6() ? fmt::format("http://[{}]:{}", host, at.port())
                              : fmt::format("http://{}:{}", host, at.port());
}

void HealthServer::set(Health health) {
  const std::scoped_lock lock{impl_->mutex};
  impl_->health = std::move(health);
}

}  // namespace doctor::cli
