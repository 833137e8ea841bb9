#include "canary.h"

#include <algorithm>
#include <array>
#include <random>
#include <string_view>
#include <unordered_set>

#include "bundle/redact.h"
#include "core/fingerprint.h"

namespace doctor::bundle::testing {
namespace {

using Random = std::mt19937;

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::size_t pick(Random& random, std::size_t below) {
  return std::uniform_int_distribution<std::size_t>{0, below - 1}(random);
}

template <typename Container>
const auto& one_of(Random& random, const Container& from) {
  return from.at(pick(random, from.size()));
}

std::string chars(Random& random, std::string_view from, std::size_t count) {
  std::string out;
  while (out.size() < count) {
    out += from[pick(random, from.size())];
  }
  return out;
}

/// Random, with what every real key has: both cases and digits.
std::string key(Random& random, std::size_t count) {
  std::string out = chars(random, letters, count);
  out[1] = 'q';
  out[3] = '7';
  out[5] = 'Z';
  return out;
}

std::string replaced(std::string_view text, std::string_view secret) {
  std::string out{text};
  return out.replace(out.find('@'), 1, secret);
}

// What a value of a kind stands in: @ is the value. Kinds that say what they are stand anywhere.
constexpr auto anywhere =
    std::to_array<std::string_view>({"ONECLAW_AGENT_API_KEY=@",
                                     "export X='@'",
                                     "{\"v\":\"@\"}",
                                     "{\\\"v\\\":\\\"@\\\"}",
                                     "got @ from env",
                                     "> Authorization: Bearer @",
                                     "curl -H \"Authorization: Bearer @\" https://api.1claw.xyz",
                                     "{\"name\":\"authorization\",\"value\":\"Bearer @\"}",
                                     "https://api.1claw.xyz/?k=@&x=1",
                                     "https://@@api.1claw.xyz/v1",
                                     "error: unexpected argument '@'",
                                     "<v>@</v>",
                                     "Set-Cookie: s=@; Path=/",
                                     "cannot open '/tmp/@'",
                                     "Location: https://other.test/cb?token=@",
                                     "CN=@, O=Acme",
                                     "[@]",
                                     "\"@\",",
                                     "@"});
constexpr auto for_passwords = std::to_array<std::string_view>({"password=@",
                                                                "DB_PASSWORD=@",
                                                                "\"password\":\"@\"",
                                                                "password: @",
                                                                "{\\\"password\\\":\\\"@\\\"}",
                                                                "<password>@</password>",
                                                                "--password @",
                                                                "postgres://app:@@db/prod",
                                                                "https://u:@@h.test/",
                                                                "redis://:@@cache:6379/0",
                                                                "client_secret=@",
                                                                "Cookie: sid=@",
                                                                "Set-Cookie: sid=@; Secure",
                                                                "Authorization: Bearer @",
                                                                "Proxy-Authorization: Basic @",
                                                                "X-PAYMENT: @",
                                                                "access_token=@&x=1",
                                                                "curl -u ada:@ https://h.test",
                                                                "X-Auth-Confirm: @",
                                                                "\"access_token\":\"@\"",
                                                                "passphrase='@'"});
constexpr auto prefixes = std::to_array<std::string_view>(
    {"ocv_", "1ck_", "plt_", "ct_", "rat_", "whk_", "bk_ptr_", "bk_usr_", "ghp_", "sk-"});
constexpr auto filler = std::to_array<std::string_view>(
    {"2026-11-25T08:00:01Z INFO GET /v1/vaults/prod/secrets 200 41ms",
     "401 Unauthorized: Invalid or expired token",
     "policy allows read on prod/db/* for agents in ci",
     "{\"level\":\"info\",\"msg\":\"retrying\",\"attempt\":3}",
     "",
     "* Connected to api.1claw.xyz port 443"});
constexpr auto words = std::to_array<std::string_view>(
    {"abandon", "ability", "legal",  "winner", "thank", "year",   "wave",    "sausage", "worth",
     "useful",  "yellow",  "letter", "advice", "cage",  "absurd", "amount",  "doctor",  "acoustic",
     "avoid",   "above",   "ozone",  "drill",  "grab",  "fiber",  "curtain", "grace",   "pudding",
     "cruise",  "elder",   "eight",  "zoo",    "wrong", "void",   "come",    "effort",  "camp"});

struct Planted {
  std::string value;  ///< as it stands in the line
  std::string line;
};

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): bytes first, as everywhere
std::string hex(std::string_view bytes, std::string_view digits, std::string_view before) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += before;
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

std::string base64(std::string_view bytes, bool url) {
  std::string out;
  unsigned value = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    value = (value << 8U) | static_cast<unsigned char>(c);
    bits += 8;
    for (; bits >= 6; bits -= 6) {
      out += base64_digits[(value >> (bits - 6)) & 63U];
    }
  }
  if (bits > 0) {
    out += base64_digits[(value << (6 - bits)) & 63U];
  }
  if (url) {
    std::ranges::replace(out, '+', '-');
    std::ranges::replace(out, '/', '_');
  }
  return out;
}

std::string entities(std::string_view text, bool as_hex) {
  std::string out;
  for (const char c : text) {
    out += as_hex ? "&#x" + hex({&c, 1}, "0123456789abcdef", "") + ";"
                  : "&#" + std::to_string(c) + ";";
  }
  return out;
}

std::string utf16(std::string_view text, bool little) {
  std::string out;
  for (const char c : text) {
    out += little ? c : '\0';
    out += little ? '\0' : c;
  }
  return out;
}

std::string wrapped(Random& random, std::string_view text) {
  constexpr std::array<std::string_view, 5> breaks{"\n", "\r\n  ", " \\\n", "\\n", "=\n"};
  const std::string_view line_break = one_of(random, breaks);
  const std::size_t width = 4 + pick(random, 40);
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += width) {
    out += (i == 0 ? "" : std::string{line_break}) + std::string{text.substr(i, width)};
  }
  return out;
}

/// A known value in one of its encodings, in a line that says nothing about it.
Planted encoded(Random& random, const std::string& value) {
  std::string form;
  switch (pick(random, 13)) {
    case 0:
      form = hex(value, "0123456789abcdef", "");
      break;
    case 1:
      form = hex(value, "0123456789ABCDEF", "");
      break;
    case 2:
      form = hex(value, "0123456789abcdef", "%");
      break;
    case 3:
      form = hex(value, "0123456789ABCDEF", "%");
      break;
    case 4:
      form = base64(
          chars(random, letters, pick(random, 5)) + value + chars(random, letters, pick(random, 4)),
          false);
      break;
    case 5:
      form = base64(
          chars(random, letters, pick(random, 5)) + value + chars(random, letters, pick(random, 4)),
          true);
      break;
    case 6:
      form = entities(value, false);
      break;
    case 7:
      form = entities(value, true);
      break;
    case 8:
      form = utf16(value, true);
      break;
    case 9:
      form = utf16(value, false);
      break;
    case 10:
      form = wrapped(random, value);
      break;
    case 11:
      form = value.substr(0, 12 + pick(random, value.size() - 12));
      break;
    default:
      form = hex(value, "0123456789abcdef", "\\u00");
      break;
  }
  constexpr std::array<std::string_view, 4> contexts{"blob @", "\"@\"", "x=@;", "@"};
  return {.value = form, .line = replaced(one_of(random, contexts), form)};
}

Planted by_form(Random& random) {
  switch (pick(random, 6)) {
    case 0: {
      const std::string value =
          "eyJhbGciOiJFZERTQSJ9." + key(random, 30 + pick(random, 300)) + "." + key(random, 60);
      return {.value = value.substr(20), .line = replaced(one_of(random, anywhere), value)};
    }
    case 1: {
      const std::string value = chars(random, "0123456789abcdef", 64);
      return {.value = value, .line = "key 0x" + value + " imported"};
    }
    case 2: {
      const std::string body = key(random, 64) + "\n" + key(random, 64) + "\n" + key(random, 20);
      return {.value = body,
              .line = "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----"};
    }
    case 3: {
      std::string phrase{one_of(random, words)};
      for (int i = 1; i < 12; ++i) {
        phrase += " " + std::string{one_of(random, words)};
      }
      constexpr std::array<std::string_view, 3> contexts{"mnemonic: @", "\"@\"", "Wallet: @"};
      return {.value = phrase, .line = replaced(one_of(random, contexts), phrase)};
    }
    case 4: {
      const std::string value = key(random, 24);
      return {.value = value, .line = "otpauth://totp/1Claw:x?secret=" + value + "&issuer=1Claw"};
    }
    default: {
      const std::string value = key(random, 20 + pick(random, 30));
      return {.value = value,
              .line = replaced(one_of(random, anywhere),
                               std::string{one_of(random, prefixes)} + value)};
    }
  }
}

std::unordered_set<std::string_view> pieces_of(const std::vector<Planted>& planted) {
  std::unordered_set<std::string_view> out;
  for (const Planted& one : planted) {
    for (std::size_t i = 0; i + 12 <= one.value.size(); ++i) {
      out.insert(std::string_view{one.value}.substr(i, 12));
    }
  }
  return out;
}

void search(const std::string& output, const std::vector<Planted>& planted, Outcome& outcome) {
  const auto pieces = pieces_of(planted);
  std::unordered_set<const Planted*> reported;
  for (std::size_t i = 0; i + 12 <= output.size(); ++i) {
    const std::string_view piece = std::string_view{output}.substr(i, 12);
    if (!pieces.contains(piece)) {
      continue;
    }
    for (const Planted& one : planted) {
      if (one.value.find(piece) != std::string::npos && reported.insert(&one).second) {
        outcome.survivors.push_back({.piece = std::string{piece}, .line = one.line});
      }
    }
  }
}

struct Batch {
  std::vector<Planted> planted = {};
  std::vector<std::string> known = {};  ///< values the redactor is to be told
  std::string text = {};
};

Batch make_batch(Random& random, std::size_t count) {
  Batch out;
  for (std::size_t i = 0; i < count; ++i) {
    switch (pick(random, 3)) {
      case 0: {
        out.known.push_back("ocv_" + key(random, 16 + pick(random, 30)));
        out.planted.push_back(encoded(random, out.known.back()));
        break;
      }
      case 1: {
        const std::string value = key(random, 12 + pick(random, 20));
        out.planted.push_back(
            {.value = value, .line = replaced(one_of(random, for_passwords), value)});
        break;
      }
      default:
        out.planted.push_back(by_form(random));
    }
    out.text += out.planted.back().line + "\n";
    for (std::size_t lines = pick(random, 4); lines > 0; --lines) {
      out.text += std::string{one_of(random, filler)} + "\n";
    }
  }
  return out;
}

void run_batch(Random& random, std::size_t count, Outcome& outcome) {
  const Batch batch = make_batch(random, count);
  Fingerprints known;
  for (const std::string& value : batch.known) {
    known.learn(value);
  }
  Pseudonyms pseudonyms;
  Redactor redactor{pseudonyms, {.known = &known}};
  std::string output;
  for (std::size_t at = 0; at < batch.text.size();) {
    const std::size_t size = 1 + pick(random, pick(random, 2) == 0 ? 40 : 100'000);
    redactor.feed(std::string_view{batch.text}.substr(at, size), output);
    at += size;
  }
  redactor.finish(output);
  outcome.planted += count;
  outcome.bytes += batch.text.size();
  search(output, batch.planted, outcome);
}

constexpr std::size_t batch_size = 4000;  // long enough for several of the redactor's blocks

}  // namespace

Outcome plant_and_search(std::size_t count, std::uint32_t seed) {
  Outcome outcome;
  Random random{seed};
  while (outcome.planted < count) {
    run_batch(random, std::min(batch_size, count - outcome.planted), outcome);
  }
  return outcome;
}

Log make_log(std::uint32_t seed) {
  Random random{seed};
  Batch batch = make_batch(random, batch_size);
  return {.text = std::move(batch.text), .known = std::move(batch.known)};
}

Outcome search_log(std::uint32_t seed, const std::string& output) {
  Random random{seed};
  const Batch batch = make_batch(random, batch_size);
  Outcome outcome{.planted = batch.planted.size(), .bytes = batch.text.size()};
  search(output, batch.planted, outcome);
  return outcome;
}

}  // namespace doctor::bundle::testing
