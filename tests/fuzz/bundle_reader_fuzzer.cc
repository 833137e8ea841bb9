// libFuzzer: no archive harms the reader, and what it believes has safe names.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "bundle/reader.h"
#include "bundle/report_reader.h"
#include "bundle/scan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace bundle = doctor::bundle;
  // NOLINTNEXTLINE(*-reinterpret-cast): libFuzzer gives bytes
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  (void)bundle::report_in(bytes);
  (void)bundle::read_report(bytes);
  (void)bundle::scan(bytes, nullptr);
  const auto read =
      bundle::read_bundle(bytes, [](const bundle::FileEntry& file, std::string_view, bool) {
        if (!bundle::is_safe_name(file.name)) {
          std::abort();
        }
        return true;
      });
  (void)read;
  return 0;
}
