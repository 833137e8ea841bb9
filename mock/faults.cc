#include "mock/faults.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "mock/causes.h"
#include "mock/gzip.h"

namespace doctor::mock {
namespace {

int status_or(const Fault& fault, int usual) {
  return fault.status == 0 ? usual : fault.status;
}

long long bytes_or(const Fault& fault, long long usual) {
  return fault.bytes == 0 ? usual : fault.bytes;
}

void decorate(const Fault& fault, Answer& answer) {
  if (!fault.content_type.empty()) {
    answer.content_type = fault.content_type;
  }
  if (fault.body) {
    answer.body = *fault.body;
  }
  for (const auto& [name, value] : fault.headers) {
    answer.headers.emplace_back(name, value);
  }
}

// ---- answers in the API's place

Answer respond(const Behaviour&, const Fault& fault) {
  return json_answer(status_or(fault, 200), object({}));
}

Answer error(const Behaviour& api, const Fault& fault) {
  const int status = status_or(fault, 500);
  return problem(
      api, status, fault.detail.empty() ? std::string(status_title(status)) : fault.detail);
}

Answer html(const Behaviour&, const Fault& fault) {
  return html_answer(status_or(fault, 200),
                     "<!DOCTYPE html><html><head><title>1Claw</title></head><body><div "
                     "id=\"__next\"></div></body></html>");
}

Answer redirect(const Behaviour&, const Fault& fault) {
  Answer answer = text_answer(status_or(fault, 302), "");
  answer.headers.emplace_back("Location",
                              fault.location.empty() ? "https://1claw.xyz/" : fault.location);
  return answer;
}

Answer deep_json(const Behaviour&, const Fault& fault) {
  const auto depth = static_cast<std::size_t>(bytes_or(fault, 100'000));
  Answer answer = json_answer(status_or(fault, 200), object({}));
  answer.body = std::string(depth, '[') + std::string(depth, ']');
  return answer;
}

Answer invalid_utf8(const Behaviour&, const Fault& fault) {
  Answer answer = json_answer(status_or(fault, 200), object({}));
  answer.body = "{\"status\":\"\xC3\x28\xFF\xFE healthy\",\"vaults\":[]}";
  return answer;
}

Answer huge_headers(const Behaviour&, const Fault& fault) {
  Answer answer = json_answer(status_or(fault, 200), object({}));
  const auto lines = static_cast<std::size_t>(bytes_or(fault, 1 << 20)) / 1024;
  for (std::size_t line = 0; line < lines; ++line) {
    answer.headers.emplace_back(fmt::format("X-Filler-{}", line), std::string(1000, 'x'));
  }
  return answer;
}

Answer empty(const Behaviour&, const Fault& fault) {
  Answer answer = json_answer(status_or(fault, 200), object({}));
  answer.body.clear();
  return answer;
}

Answer streamed(const Behaviour&, const Fault& fault) {
  return json_answer(status_or(fault, 200), object({}));
}

struct Canned {
  std::string_view kind;
  Answer (*answer)(const Behaviour&, const Fault&);
};

constexpr std::array<Canned, 10> canned{{{"respond", respond},
                                         {"error", error},
                                         {"html", html},
                                         {"redirect", redirect},
                                         {"deep_json", deep_json},
                                         {"invalid_utf8", invalid_utf8},
                                         {"huge_headers", huge_headers},
                                         {"empty", empty},
                                         {"endless", streamed},
                                         {"gzip_bomb", streamed}}};

// ---- the right answer, badly delivered

bool whole(Wire& wire, const Rendered& rendered, const Fault& fault) {
  const bool there = fault.delay.count() == 0 || wire.idle(fault.delay);
  return there && wire.write(rendered.head + rendered.body);
}

bool stall(Wire& wire, const Rendered&, const Fault&) {
  wire.idle_until_end();
  return false;
}

bool reset(Wire& wire, const Rendered&, const Fault&) {
  wire.reset();
  return false;
}

bool close(Wire&, const Rendered&, const Fault&) {
  return false;
}

std::string first_half(const Rendered& rendered) {
  return rendered.head + rendered.body.substr(0, rendered.body.size() / 2);
}

bool truncate(Wire& wire, const Rendered& rendered, const Fault&) {
  wire.write(first_half(rendered));
  return false;
}

bool reset_midway(Wire& wire, const Rendered& rendered, const Fault& fault) {
  wire.write(first_half(rendered));
  wire.idle(std::max(fault.delay, std::chrono::milliseconds(20)));  // lets the half arrive
  wire.reset();
  return false;
}

bool drip(Wire& wire, const Rendered& rendered, const Fault& fault) {
  const std::string bytes = rendered.head + rendered.body;
  const auto pause = std::max(fault.delay, std::chrono::milliseconds(1));
  for (const char& byte : bytes) {
    if (!wire.write({&byte, 1}) || !wire.idle(pause)) {
      return false;
    }
  }
  return true;
}

bool malformed(Wire& wire, const Rendered&, const Fault&) {
  wire.write("HTTP/1.1 two-hundred OK\r\nContent Length 3\r\n\r\n{{");
  return false;
}

bool not_http(Wire& wire, const Rendered&, const Fault&) {
  wire.write("SSH-2.0-OpenSSH_9.2p1\r\n");
  return false;
}

std::string chunk(std::string_view bytes) {
  return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

/// The head without its length: chunks follow.
std::string chunked_head(const Rendered& rendered, std::string_view encoding) {
  std::string head = rendered.head.substr(0, rendered.head.find("\r\nContent-Length:"));
  head += encoding.empty() ? "" : fmt::format("\r\nContent-Encoding: {}", encoding);
  return head + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
}

bool endless(Wire& wire, const Rendered& rendered, const Fault& fault) {
  const std::string part = chunk(std::string(16384, ' '));
  bool open = wire.write(chunked_head(rendered, ""));
  for (long long sent = 0; open && (fault.bytes == 0 || sent < fault.bytes); sent += 16384) {
    open = wire.write(part);
  }
  return false;
}

bool gzip_bomb(Wire& wire, const Rendered& rendered, const Fault& fault) {
  const long long megabytes = std::max(1LL, bytes_or(fault, 1LL << 30) >> 20);
  const GzipZeros zeros = gzip_zeros();
  bool open = wire.write(chunked_head(rendered, "gzip")) && wire.write(chunk(zeros.head));
  const std::string part = chunk(zeros.megabyte);
  for (long long sent = 0; open && sent < megabytes; ++sent) {
    open = wire.write(part);
  }
  if (open) {
    wire.write(chunk(zeros.tail) + "0\r\n\r\n");
  }
  return false;
}

/// One piece of a `raw` fault. Small ones that repeat without a pause go out many at a time.
bool write_piece(Wire& wire, const Piece& piece) {
  constexpr std::size_t batch_bytes = 16384;
  const bool paced = piece.pause.count() > 0;
  const std::size_t fits = piece.bytes.empty() ? 1 : batch_bytes / piece.bytes.size();
  const auto most = static_cast<long long>(paced ? 1 : std::max<std::size_t>(fits, 1));
  std::string batch;
  for (long long written = 0; piece.times < 0 || written < piece.times;) {
    const long long now = piece.times < 0 ? most : std::min(most, piece.times - written);
    if (batch.size() != piece.bytes.size() * static_cast<std::size_t>(now)) {
      batch.clear();
      for (long long i = 0; i < now; ++i) {
        batch += piece.bytes;
      }
    }
    if (!wire.write(batch) || (paced && !wire.idle(piece.pause))) {
      return false;
    }
    written += now;
  }
  return true;
}

bool raw(Wire& wire, const Rendered&, const Fault& fault) {
  for (const Piece& piece : fault.pieces) {
    if (!write_piece(wire, piece)) {
      return false;
    }
  }
  if (fault.then == "stall") {
    wire.idle_until_end();
  } else if (fault.then == "reset") {
    wire.reset();
  }
  return fault.then == "keep";
}

struct Delivery {
  std::string_view kind;
  bool (*send)(Wire&, const Rendered&, const Fault&);
  bool status;  ///< a status line reaches the client
};

constexpr std::array<Delivery, 12> deliveries{{{"stall", stall, false},
                                               {"reset", reset, false},
                                               {"close", close, false},
                                               {"malformed", malformed, false},
                                               {"not_http", not_http, false},
                                               {"raw", raw, false},
                                               {"truncate", truncate, true},
                                               {"reset_midway", reset_midway, true},
                                               {"drip", drip, true},
                                               {"endless", endless, true},
                                               {"gzip_bomb", gzip_bomb, true},
                                               {"delay", whole, true}}};

}  // namespace

std::optional<Answer> canned_answer(const Behaviour& api, const Fault& fault) {
  const auto* const found = std::ranges::find(canned, fault.kind, &Canned::kind);
  if (found == canned.end()) {
    return std::nullopt;
  }
  Answer answer = found->answer(api, fault);
  decorate(fault, answer);
  return answer;
}

bool delivers_status(const Fault& fault) {
  const auto* const found = std::ranges::find(deliveries, fault.kind, &Delivery::kind);
  return found == deliveries.end() || found->status;
}

bool deliver(Wire& wire, const Rendered& rendered, const Fault& fault) {
  const auto* const found = std::ranges::find(deliveries, fault.kind, &Delivery::kind);
  return found == deliveries.end() ? whole(wire, rendered, fault)
                                   : found->send(wire, rendered, fault);
}

}  // namespace doctor::mock
