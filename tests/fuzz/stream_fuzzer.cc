// Bytes as they come from a file: unpacked, cut into windows, read in two ways that must agree.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "intake/stream.h"

namespace {

using namespace doctor::intake;

struct Figures {
  std::size_t records = 0;
  std::size_t bad = 0;
  bool operator==(const Figures&) const = default;
};

Figures figures_of(std::string_view bytes, FieldReader::With with, std::size_t piece) {
  Figures out;
  const auto pull = [&bytes, piece](char* to, std::size_t room) -> doctor::Result<std::size_t> {
    const std::size_t size = bytes.copy(to, std::min(room, piece));
    bytes.remove_prefix(size);
    return size;
  };
  const auto done = read_stream(pull,
                                // As of an input that grows: windows even for a short one.
                                {.kind = Kind::jsonl,
                                 .with = with,
                                 .after_piece =
                                     [] {
                                     }},
                                {.record = [&out](const Record&) { ++out.records; },
                                 .bad =
                                     [&out](std::size_t, std::string_view) {
                                       ++out.bad;
                                     }});
  if (!done) {
    return {};
  }
  return out;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters here
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  if (figures_of(bytes, FieldReader::With::fastest, 4096) !=
      figures_of(bytes, FieldReader::With::plain, 3)) {
    std::abort();
  }
  return 0;
}
