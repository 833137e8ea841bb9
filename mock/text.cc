#include "mock/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <span>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/evp.h>

namespace doctor::mock {
namespace {

using Segments = std::span<const std::string>;

/// `*` within one segment: any run of characters.
bool segment_matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) {
    return text.empty();
  }
  if (pattern.front() == '*') {
    for (std::size_t skip = 0; skip <= text.size(); ++skip) {
      if (segment_matches(pattern.substr(1), text.substr(skip))) {
        return true;
      }
    }
    return false;
  }
  return !text.empty() && pattern.front() == text.front() &&
         segment_matches(pattern.substr(1), text.substr(1));
}

bool segments_match(Segments pattern, Segments path) {
  if (pattern.empty()) {
    return path.empty();
  }
  if (pattern.front() == "**") {
    for (std::size_t skip = 0; skip <= path.size(); ++skip) {
      if (segments_match(pattern.subspan(1), path.subspan(skip))) {
        return true;
      }
    }
    return false;
  }
  return !path.empty() && !path.front().empty() && segment_matches(pattern.front(), path.front()) &&
         segments_match(pattern.subspan(1), path.subspan(1));
}

struct Bits {
  std::array<unsigned char, 16> bytes{};
  unsigned count = 0;  ///< 32 or 128; 0: not an address
};

Bits address_bits(const std::string& text) {
  Bits bits;
  if (inet_pton(AF_INET, text.c_str(), bits.bytes.data()) == 1) {
    bits.count = 32;
  } else if (inet_pton(AF_INET6, text.c_str(), bits.bytes.data()) == 1) {
    bits.count = 128;
  }
  return bits;
}

int hex_digit(char c) {
  int value = 0;
  return std::from_chars(&c, &c + 1, value, 16).ec == std::errc() ? value : -1;
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast)
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast)
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(separator, from), text.size());
    parts.emplace_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size();
    const int high = escape ? hex_digit(text[i + 1]) : -1;
    const int low = escape ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      out += text[i];
    } else {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

bool glob_matches(std::string_view pattern, std::string_view path) {
  const std::vector<std::string> wanted = split(pattern, '/');
  const std::vector<std::string> given = split(path, '/');
  return segments_match(wanted, given);
}

bool host_matches(std::string_view pattern, std::string_view host) {
  if (pattern.starts_with("*")) {
    return host.ends_with(pattern.substr(1));
  }
  return pattern == host;
}

bool in_network(std::string_view address, std::string_view cidr) {
  const std::size_t slash = cidr.find('/');
  const Bits network = address_bits(std::string(cidr.substr(0, slash)));
  const Bits given = address_bits(std::string(address));
  unsigned prefix = network.count;
  if (slash != std::string_view::npos) {
    std::from_chars(cidr.data() + slash + 1, cidr.data() + cidr.size(), prefix);
  }
  if (network.count == 0 || given.count != network.count || prefix > network.count) {
    return false;
  }
  for (unsigned bit = 0; bit < prefix; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if (((network.bytes.at(bit / 8) ^ given.bytes.at(bit / 8)) & mask) != 0) {
      return false;
    }
  }
  return true;
}

std::string stable_uuid(std::string_view text) {
  std::string hash = sha256(text);
  const auto set = [&hash](std::size_t at, unsigned keep, unsigned bits) {
    hash[at] = static_cast<char>((static_cast<unsigned char>(hash[at]) & keep) | bits);
  };
  set(6, 0x0FU, 0x40U);  // version 4
  set(8, 0x3FU, 0x80U);  // variant of RFC 4122
  std::string out;
  for (std::size_t i = 0; i < 16; ++i) {
    out += i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "";
    out += fmt::format("{:02x}", static_cast<unsigned char>(hash[i]));
  }
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int written =
      EVP_EncodeBlock(bytes_of(out), bytes_of(bytes), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(written));
  return out;
}

std::string base64url(std::string_view bytes) {
  std::string out = base64(bytes);
  std::ranges::replace(out, '+', '-');
  std::ranges::replace(out, '/', '_');
  out.resize(out.find_last_not_of('=') + 1);
  return out;
}

std::string from_base64url(std::string_view text) {
  std::string in(text);
  std::ranges::replace(in, '-', '+');
  std::ranges::replace(in, '_', '/');
  const std::size_t padding = (4 - in.size() % 4) % 4;
  in.append(padding, '=');
  std::string out(in.size(), '\0');
  const int length = EVP_DecodeBlock(bytes_of(out), bytes_of(in), static_cast<int>(in.size()));
  if (length < static_cast<int>(padding)) {
    return {};
  }
  out.resize(static_cast<std::size_t>(length) - padding);
  return out;
}

std::string sha256(std::string_view bytes) {
  std::string out(32, '\0');
  EVP_Digest(bytes.data(), bytes.size(), bytes_of(out), nullptr, EVP_sha256(), nullptr);
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  std::string out;
  for (const char c : sha256(bytes)) {
    out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace doctor::mock
