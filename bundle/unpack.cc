#include "bundle/unpack.h"

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

namespace doctor::bundle {
namespace {

constexpr std::size_t piece_size = 65536;

}  // namespace

struct Unpacker::Impl {
  Source packed;
  std::string error = {};
  std::unique_ptr<archive, decltype(&archive_read_free)> reader{archive_read_new(),
                                                                archive_read_free};
  std::vector<char> buffer = std::vector<char>(piece_size);
  bool opened = false;
  bool ended = false;

  static la_ssize_t give(archive* reader, void* data, const void** bytes) {
    auto& self = *static_cast<Impl*>(data);
    const Result<std::string_view> piece = self.packed();
    if (!piece) {
      self.error = piece.error().message;
      archive_set_error(reader, EIO, "read");
      return -1;
    }
    *bytes = piece->data();
    return static_cast<la_ssize_t>(piece->size());
  }

  tl::unexpected<Error> fail() const {
    return failure(error.empty() ? "is damaged or cut off" : error);
  }

  /// The one entry of a format that is none. False when there is nothing in it.
  bool open() {
    archive_read_support_filter_gzip(reader.get());
    // Where the library would start another program for it, it is left unknown.
    if (archive_read_support_filter_zstd(reader.get()) != ARCHIVE_OK) {
      archive_clear_error(reader.get());
    }
    archive_read_support_format_raw(reader.get());
    archive_read_support_format_empty(reader.get());
    archive_entry* entry = nullptr;
    const bool fine = archive_read_open(reader.get(), this, nullptr, give, nullptr) == ARCHIVE_OK;
    const int state = fine ? archive_read_next_header(reader.get(), &entry) : ARCHIVE_FATAL;
    opened = true;
    ended = state == ARCHIVE_EOF;
    return state == ARCHIVE_OK || state == ARCHIVE_EOF;
  }
};

bool looks_packed(std::string_view beginning) {
  return beginning.starts_with("\x1f\x8b") || beginning.starts_with("\x28\xb5\x2f\xfd");
}

Unpacker::Unpacker(Source packed) : impl_(new Impl{.packed = std::move(packed)}) {}

Unpacker::~Unpacker() = default;

Result<std::string_view> Unpacker::next() {
  if (!impl_->opened && !impl_->open()) {
    return impl_->fail();
  }
  if (impl_->ended) {
    return std::string_view{};
  }
  const la_ssize_t size =
      archive_read_data(impl_->reader.get(), impl_->buffer.data(), impl_->buffer.size());
  if (size < 0) {
    return impl_->fail();
  }
  impl_->ended = size == 0;
  return std::string_view{impl_->buffer.data(), static_cast<std::size_t>(size)};
}

}  // namespace doctor::bundle
