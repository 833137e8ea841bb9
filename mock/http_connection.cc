#include "mock/http_connection.h"

#include <array>
#include <chrono>
#include <optional>
#include <sstream>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/ostream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>
#include <openssl/err.h>

#include "mock/causes.h"
#include "mock/faults.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

using Parser = http::request_parser<http::string_body>;
constexpr std::uint64_t body_limit = 5ULL << 20U;  // what the service takes

enum class Outcome { request, too_large, malformed, ended };

std::string text_of(beast::string_view text) {
  return {text.data(), text.size()};
}

/// Feeds the parser from `pending` and the wire until a whole request is there.
Outcome read_request(Wire& wire, Parser& parser, std::string& pending) {
  std::array<char, 16384> buffer{};
  bool continued = false;
  while (!parser.is_done()) {
    if (!pending.empty()) {
      beast::error_code error;
      const std::size_t used =
          parser.put(boost::asio::const_buffer(pending.data(), pending.size()), error);
      pending.erase(0, used);
      if (error == http::error::body_limit) {
        return Outcome::too_large;
      }
      if (error && error != http::error::need_more) {
        return Outcome::malformed;
      }
      if (used > 0) {
        continue;
      }
    }
    if (parser.is_header_done() && !continued &&
        lower(text_of(parser.get()[http::field::expect])) == "100-continue") {
      continued = true;
      wire.write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    const std::size_t got = wire.read(buffer);
    if (got == 0) {
      return Outcome::ended;
    }
    pending.append(buffer.data(), got);
  }
  return Outcome::request;
}

std::map<std::string, std::string> read_query(const std::string& target) {
  std::map<std::string, std::string> query;
  const std::size_t mark = target.find('?');
  if (mark == std::string::npos) {
    return query;
  }
  for (const std::string& pair : split(target.substr(mark + 1), '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    query[percent_decoded(pair.substr(0, equals))] =
        percent_decoded(pair.substr(std::min(equals + 1, pair.size())));
  }
  return query;
}

/// Without the port; IPv6 literals keep their brackets.
std::string host_of(const std::string& header) {
  const std::size_t colon = header.rfind(':');
  const bool port = colon != std::string::npos && header.find(']', colon) == std::string::npos;
  return lower(port ? header.substr(0, colon) : header);
}

Request to_request(const http::request<http::string_body>& from, const Wire& wire) {
  Request request;
  request.method = text_of(from.method_string());
  request.target = text_of(from.target());
  for (const auto& field : from) {
    request.headers[lower(text_of(field.name_string()))] = text_of(field.value());
  }
  request.host = host_of(request.header("host"));
  request.proxied = !request.target.starts_with('/');
  const std::size_t scheme = request.target.find("://");
  const bool absolute = request.proxied && scheme != std::string::npos;
  const std::size_t slash = absolute ? request.target.find('/', scheme + 3) : 0;
  const std::string local = slash == std::string::npos ? "/" : request.target.substr(slash);
  request.path = local.substr(0, local.find('?'));
  request.path = request.path.starts_with('/') ? request.path : "/" + request.path;
  request.query = read_query(request.target);
  request.body = from.body();
  request.tls = wire.tls() != nullptr;
  return request;
}

/// How an answer is framed on the wire.
struct Framing {
  bool head_only = false;
  bool keep_alive = false;
  bool old = false;  ///< HTTP/1.0
  bool chunked = false;
};

/// In two chunks, so that a reader has to join them.
std::string in_chunks(const std::string& body) {
  std::string out;
  const std::size_t half = body.size() / 2;
  for (const std::string& part : {body.substr(0, half), body.substr(half)}) {
    out += part.empty() ? "" : fmt::format("{:x}\r\n{}\r\n", part.size(), part);
  }
  return out + "0\r\n\r\n";
}

Rendered render(const Answer& answer, const Framing& framing) {
  http::response<http::empty_body> response;
  response.version(framing.old ? 10 : 11);
  response.result(static_cast<unsigned>(answer.status));
  if (!answer.content_type.empty()) {
    response.set(http::field::content_type, answer.content_type);
  }
  for (const auto& [name, value] : answer.headers) {
    response.insert(name, value);
  }
  response.keep_alive(framing.keep_alive);
  const bool bodiless = answer.status == 204 || framing.head_only;
  if (framing.chunked && !bodiless) {
    response.set(http::field::transfer_encoding, "chunked");
  } else if (answer.status != 204) {
    response.set(http::field::content_length, std::to_string(answer.body.size()));
  }
  std::ostringstream out;
  out << response.base();
  return {.head = out.str(),
          .body = bodiless          ? ""
                  : framing.chunked ? in_chunks(answer.body)
                                    : answer.body};
}

enum class Next { request, tunnel, end };

Next answer_one(Wire& wire, Service& service, const http::request<http::string_body>& message) {
  const Reply reply = service.answer(to_request(message, wire));
  if (message.method() == http::verb::connect && reply.answer.status == 200 && !reply.fault) {
    return wire.write("HTTP/1.1 200 Connection established\r\n\r\n") ? Next::tunnel : Next::end;
  }
  const bool keep_alive = message.keep_alive() && reply.keeps_connections;
  const Rendered rendered = render(reply.answer,
                                   {.head_only = message.method() == http::verb::head,
                                    .keep_alive = keep_alive,
                                    .old = !reply.keeps_connections,
                                    .chunked = reply.chunked && !reply.fault});
  const bool open = reply.fault ? deliver(wire, rendered, *reply.fault)
                                : wire.write(rendered.head + rendered.body);
  return open && keep_alive ? Next::request : Next::end;
}

void refuse_message(Wire& wire, int status) {
  const Answer answer = text_answer(status, std::string(status_title(status)));
  const Rendered rendered = render(answer, {});
  wire.write(rendered.head + rendered.body);
}

/// Serves requests; `tunnel` when the connection is to go on as a tunnel.
Next serve_http(Wire& wire, Service& service) {
  std::string pending;
  for (bool kept = false;; kept = true) {
    Parser parser;
    parser.eager(true);
    parser.body_limit(body_limit);
    switch (read_request(wire, parser, pending)) {
      case Outcome::ended:
        return Next::end;
      case Outcome::malformed:
        refuse_message(wire, 400);
        return Next::end;
      case Outcome::too_large:
        refuse_message(wire, 413);
        return Next::end;
      case Outcome::request:
        break;
    }
    if (kept && service.network().kept == "drop") {
      return Next::end;
    }
    const Next next = answer_one(wire, service, parser.get());
    if (next != Next::request) {
      return next;
    }
  }
}

/// What a host does instead of completing the handshake.
void break_handshake(Wire& wire, const std::string& how) {
  if (how == "stall") {
    wire.idle_until_end();
  } else if (how == "reset") {
    wire.reset();
  } else if (how == "unknown_name" || how == "no_cipher") {
    wire.drop_tls();
    // A fatal alert, as a record of its own.
    const char alert = how == "unknown_name" ? '\x70' : '\x28';
    wire.write(std::string{"\x15\x03\x03\x00\x02\x02", 6} + alert);
  } else if (how == "plaintext") {
    wire.drop_tls();
    refuse_message(wire, 400);
  } else if (how == "garbage") {
    wire.drop_tls();
    wire.write(std::string(4096, '\x16'));
  } else if (how == "drip") {
    wire.drop_tls();
    wire.write({"\x16\x03\x03\x40\x00\x02", 6});  // a record of 16 KiB that begins a server hello
    while (wire.write("x") && wire.idle(std::chrono::milliseconds(5))) {
    }
  }
}

void serve_tls(Wire& wire, Service& service, const TlsIdentities& identities) {
  Hello hello;
  const int error = wire.accept_tls(identities.context(), &hello);
  service.heard_of(hello.name);
  if (error == SSL_ERROR_NONE) {
    serve_http(wire, service);
  } else if (error == SSL_ERROR_WANT_CLIENT_HELLO_CB) {
    break_handshake(wire, hello.handshake);
  } else if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST) {
    wire.drop_tls();
    refuse_message(wire, 400);
  }
}

}  // namespace

void serve_connection(Wire& wire, Service& service, const TlsIdentities& identities, Port port) {
  if (port == Port::tls || serve_http(wire, service) == Next::tunnel) {
    serve_tls(wire, service, identities);
  }
}

}  // namespace doctor::mock
