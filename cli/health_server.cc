#include "cli/health_server.h"

#include <charconv>
#include <csignal>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
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

constexpr int most_connections = 64;
constexpr std::uint32_t largest_header = 8192;
constexpr std::chrono::seconds patience{10};

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty()
             ? std::optional{port}
             : std::nullopt;
}

using Answerer = std::function<HealthAnswer(std::string_view method, std::string_view target)>;

/// One client's connection; lives until it ends.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, const Answerer& answer, int& open)
      : stream_(std::move(socket)), answer_(answer), open_(open) {
    ++open_;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { --open_; }

  void read() {
    parser_.emplace();
    parser_->header_limit(largest_header);
    parser_->body_limit(0);
    stream_.expires_after(patience);
    http::async_read(stream_,
                     buffer_,
                     *parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (!error) {
                         self->write();
                       }
                     });
  }

 private:
  void write() {
    const auto& request = parser_->get();
    const std::string_view method{request.method_string().data(), request.method_string().size()};
    const std::string_view target{request.target().data(), request.target().size()};
    HealthAnswer answer = answer_(method, target);
    response_ = {};
    response_.version(request.version());
    response_.keep_alive(request.keep_alive());
    response_.result(static_cast<unsigned>(answer.status));
    response_.set(http::field::content_type, {answer.type.data(), answer.type.size()});
    response_.set(http::field::cache_control, "no-store");
    if (answer.status == 405) {
      response_.set(http::field::allow, "GET, HEAD");
    }
    response_.content_length(answer.body.size());
    if (method != "HEAD") {
      response_.body() = std::move(answer.body);
    }
    stream_.expires_after(patience);
    http::async_write(
        stream_, response_, [self = shared_from_this()](beast::error_code error, std::size_t) {
          if (!error && self->response_.keep_alive()) {
            self->read();
          }
        });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::empty_body>> parser_;
  http::response<http::string_body> response_;
  const Answerer& answer_;
  int& open_;
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
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  std::chrono::milliseconds stale_after{};
  std::mutex mutex;
  std::optional<Health> health;
  Answerer answer;
  int open = 0;  ///< of the server's thread
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
    if (!error && open < most_connections) {
      std::make_shared<Connection>(std::move(socket), answer, open)->read();
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
