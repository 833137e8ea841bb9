#include "intake/unpack.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include <zlib.h>
#ifdef ONECLAW_ZSTD
#include <zstd.h>
#endif

namespace doctor::intake {
namespace {

constexpr std::size_t piece = std::size_t{64} * 1024;
constexpr std::size_t longest_mark = 4;

/// What a format's library made of the bytes it was given.
struct Step {
  std::size_t taken = 0;
  std::size_t given = 0;
  bool damaged = false;
};

class Format {
 public:
  Format() = default;
  Format(const Format&) = delete;
  Format& operator=(const Format&) = delete;
  virtual ~Format() = default;
  virtual Step step(std::string_view in, char* to, std::size_t room) = 0;
};

class Gzip : public Format {
 public:
  Gzip() {
    constexpr int gzip_only = 16;
    ready_ = inflateInit2(&stream_, gzip_only + MAX_WBITS) == Z_OK;
  }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  ~Gzip() override { inflateEnd(&stream_); }

  Step step(std::string_view in, char* to, std::size_t room) override {
    if (ended_) {  // another member may follow
      ended_ = false;
      ready_ = ready_ && inflateReset(&stream_) == Z_OK;
    }
    // zlib takes no const, and reads only.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));  // NOLINT
    stream_.avail_in = static_cast<uInt>(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(to);  // NOLINT(*-reinterpret-cast)
    stream_.avail_out = static_cast<uInt>(room);
    const int state = ready_ ? inflate(&stream_, Z_NO_FLUSH) : Z_DATA_ERROR;
    ended_ = state == Z_STREAM_END;
    return {.taken = in.size() - stream_.avail_in,
            .given = room - stream_.avail_out,
            .damaged = state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR};
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
  bool ended_ = false;
};

#ifdef ONECLAW_ZSTD
class Zstd : public Format {
 public:
  Zstd() : stream_(ZSTD_createDStream()) {
    // A frame may ask for a window of gigabytes; 2^25 is what `zstd --long` is seldom beyond.
    constexpr int largest_window = 25;
    if (stream_) {
      ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, largest_window);
    }
  }

  Step step(std::string_view in, char* to, std::size_t room) override {
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    ZSTD_outBuffer out{to, room, 0};
    const bool damaged =
        !stream_ || ZSTD_isError(ZSTD_decompressStream(stream_.get(), &out, &from)) != 0;
    return {.taken = from.pos, .given = out.pos, .damaged = damaged};
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  std::unique_ptr<ZSTD_DStream, Free> stream_;
};
#endif

}  // namespace

struct Unpacker::Impl {
  explicit Impl(Pull the_source) : source(std::move(the_source)) {}

  Result<bool> begin();
  Result<bool> refill();
  Result<std::size_t> unpack(char* to, std::size_t room);

  Pull source;
  std::unique_ptr<Format> format;  ///< none: the bytes as they are
  const char* name = "";
  std::array<char, piece> buffer{};
  std::string_view waiting;  ///< in the buffer
  bool begun = false;
  bool over = false;
  bool any = false;
};

/// False at the end of the source.
Result<bool> Unpacker::Impl::refill() {
  const Result<std::size_t> got = source(buffer.data(), buffer.size());
  if (!got) {
    return failure(got.error().message);
  }
  waiting = {buffer.data(), *got};
  return *got > 0;
}

Result<bool> Unpacker::Impl::begin() {
  begun = true;
  std::size_t size = 0;
  while (size < longest_mark) {
    const Result<std::size_t> got = source(buffer.data() + size, buffer.size() - size);
    if (!got) {
      return failure(got.error().message);
    }
    if (*got == 0) {
      break;
    }
    size += *got;
    // Only what begins like a packed input is worth waiting for.
    if (buffer.front() != '\x1f' && buffer.front() != '\x28') {
      break;
    }
  }
  waiting = {buffer.data(), size};
  if (waiting.starts_with("\x1f\x8b")) {
    format = std::make_unique<Gzip>();
    name = "gzip";
  } else if (waiting.starts_with("\x28\xb5\x2f\xfd")) {
#ifdef ONECLAW_ZSTD
    format = std::make_unique<Zstd>();
    name = "zstd";
#else
    return failure("zstd data, which this build cannot unpack; use zstdcat");
#endif
  }
  return true;
}

Result<std::size_t> Unpacker::Impl::unpack(char* to, std::size_t room) {
  while (!over) {
    if (waiting.empty()) {
      const Result<bool> more = refill();
      if (!more) {
        return failure(more.error().message);
      }
      over = !*more;
    }
    const Step step = format->step(waiting, to, room);
    waiting.remove_prefix(step.taken);
    over = over || step.damaged;
    any = any || step.given > 0;
    if (step.given > 0) {
      return step.given;
    }
    if (step.taken == 0 && !waiting.empty()) {
      over = true;  // neither takes nor gives: it never will
    }
  }
  if (!any) {
    return failure(std::string{"damaged "} + name + " data");
  }
  return std::size_t{0};
}

Unpacker::Unpacker(Pull source) : impl_(std::make_unique<Impl>(std::move(source))) {}
Unpacker::~Unpacker() = default;

Result<std::size_t> Unpacker::read(char* to, std::size_t room) {
  if (!impl_->begun) {
    if (const Result<bool> begun = impl_->begin(); !begun) {
      return failure(begun.error().message);
    }
  }
  if (impl_->format) {
    return impl_->unpack(to, room);
  }
  if (impl_->waiting.empty()) {
    return impl_->source(to, room);
  }
  const std::size_t size = std::min(room, impl_->waiting.size());
  std::memcpy(to, impl_->waiting.data(), size);
  impl_->waiting.remove_prefix(size);
  return size;
}

}  // namespace doctor::intake
