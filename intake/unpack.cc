#include "intake/unpack.h"

#include <array>
#include <memory>

#include <zlib.h>
#ifdef ONECLAW_ZSTD
#include <zstd.h>
#endif

namespace doctor::intake {
namespace {

constexpr std::size_t piece = std::size_t{64} * 1024;

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1f\x8b");
}

bool is_zstd(std::string_view bytes) {
  return bytes.starts_with("\x28\xb5\x2f\xfd");
}

/// Ends the stream with its scope.
class Inflater {
 public:
  Inflater() {
    constexpr int gzip_only = 16;
    ready_ = inflateInit2(&stream_, gzip_only + MAX_WBITS) == Z_OK;
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }
  bool ready() const { return ready_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

Result<std::string> gunzipped(std::string& bytes, std::size_t limit) {
  std::string out;
  std::array<char, piece> buffer{};
  Inflater inflater;
  z_stream& stream = inflater.stream();
  // zlib takes no const, and reads only.
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());  // NOLINT(*-reinterpret-cast)
  stream.avail_in = static_cast<uInt>(bytes.size());
  while (inflater.ready() && out.size() < limit) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());  // NOLINT(*-reinterpret-cast)
    stream.avail_out = static_cast<uInt>(buffer.size());
    const int state = inflate(&stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) {
      break;
    }
    out.append(buffer.data(), buffer.size() - stream.avail_out);
    if (state == Z_STREAM_END) {
      if (stream.avail_in == 0) {
        return out;
      }
      if (inflateReset(&stream) != Z_OK) {
        break;
      }
    } else if (stream.avail_in == 0 && stream.avail_out != 0) {
      break;  // cut off: what came out is still of use
    }
  }
  if (out.empty()) {
    return failure("damaged gzip data");
  }
  return out;
}

#ifdef ONECLAW_ZSTD
struct FreeStream {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

Result<std::string> unzstd(const std::string& bytes, std::size_t limit) {
  std::string out;
  std::array<char, piece> buffer{};
  const std::unique_ptr<ZSTD_DStream, FreeStream> stream{ZSTD_createDStream()};
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  while (stream && in.pos < in.size && out.size() < limit) {
    ZSTD_outBuffer to{buffer.data(), buffer.size(), 0};
    if (ZSTD_isError(ZSTD_decompressStream(stream.get(), &to, &in)) != 0) {
      break;
    }
    out.append(buffer.data(), to.pos);
  }
  if (out.empty()) {
    return failure("damaged zstd data");
  }
  return out;
}
#endif

}  // namespace

Result<std::string> unpacked(std::string bytes, std::size_t limit) {
  if (is_gzip(bytes)) {
    return gunzipped(bytes, limit);
  }
  if (is_zstd(bytes)) {
#ifdef ONECLAW_ZSTD
    return unzstd(bytes, limit);
#else
    return failure("zstd data, which this build cannot unpack; use zstdcat");
#endif
  }
  return bytes;
}

}  // namespace doctor::intake
