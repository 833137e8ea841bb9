// libFuzzer: whatever comes, in whatever pieces, the redactor ends and gives the same.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bundle/redact.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using doctor::bundle::Pseudonyms;
  using doctor::bundle::Redactor;
  // NOLINTNEXTLINE(*-reinterpret-cast): the bytes are text; only their type differs
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  static const doctor::Fingerprints known = [] {
    doctor::Fingerprints out;
    out.learn("a-value-that-is-known-42");
    return out;
  }();
  Pseudonyms one;
  const std::string whole = Redactor{one, {.known = &known}}.redact(text);
  Pseudonyms other;
  Redactor redactor{other, {.known = &known}};
  std::string pieces;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    redactor.feed(text.substr(at, 3), pieces);
  }
  redactor.finish(pieces);
  if (pieces != whole) {
    std::abort();
  }
  return 0;
}
