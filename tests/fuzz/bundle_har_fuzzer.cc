// libFuzzer: whatever a file to include holds, reducing, unpacking and recoding it ends, and what
// is left of an HTTP archive is JSON.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "bundle/har.h"
#include "bundle/pseudonyms.h"
#include "bundle/stand_ins.h"
#include "bundle/unpack.h"
#include "bundle/utf16.h"

namespace doctor::bundle {
namespace {

Source once(std::string_view text) {
  return [text]() mutable -> Result<std::string_view> {
    return std::exchange(text, std::string_view{});
  };
}

void try_all(std::string_view bytes) {
  (void)looks_like_har(bytes);
  Pseudonyms pseudonyms;
  Redactor redactor{pseudonyms, {}};
  std::string out;
  const auto done = reduce_har(once(bytes), redactor, [&out](std::string_view piece) {
    out += piece;
    return Result<void>{};
  });
  if (done && !nlohmann::json::accept(out)) {
    std::abort();
  }
  StandIns stand_ins;
  stand_ins.feed(bytes);
  stand_ins.finish();
  constexpr int most = 1000;
  Unpacker unpacker{once(bytes)};
  for (int i = 0; looks_packed(bytes) && i < most; ++i) {
    const auto piece = unpacker.next();
    if (!piece || piece->empty()) {
      break;
    }
  }
  FromUtf16 narrow{once(bytes)};
  for (auto piece = narrow.next(); piece && !piece->empty(); piece = narrow.next()) {
  }
}

}  // namespace
}  // namespace doctor::bundle

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  doctor::bundle::try_all(
      {reinterpret_cast<const char*>(data), size});  // NOLINT(*-reinterpret-cast)
  return 0;
}
