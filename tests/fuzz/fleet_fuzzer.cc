// libFuzzer: no targets file and no result line harms its reader, and no target has a name that
// could not be shown.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/text.h"
#include "fleet/result_line.h"
#include "fleet/targets_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(*-reinterpret-cast): libFuzzer gives bytes
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  if (const auto targets = doctor::fleet::read_targets(bytes)) {
    for (const doctor::fleet::Target& target : *targets) {
      if (target.name.empty() || doctor::shown(target.name, target.name.size()) != target.name) {
        std::abort();
      }
    }
  }
  (void)doctor::fleet::read_result(bytes);
  return 0;
}
