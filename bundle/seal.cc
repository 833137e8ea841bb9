#include "bundle/seal.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "bundle/sodium.h"

namespace doctor::bundle {
namespace {

constexpr std::string_view magic = "oneclaw-sealed/1";
constexpr std::size_t size_size = 8;
constexpr std::size_t session_size = crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr std::size_t box_size = crypto_box_SEALBYTES + session_size;
constexpr std::size_t stream_size = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t checksum_size = 16;
constexpr std::size_t id_at = magic.size();
constexpr std::size_t size_at = id_at + key_id_size;
constexpr std::size_t box_at = size_at + size_size;
constexpr std::size_t stream_at = box_at + box_size;
constexpr std::size_t checksum_at = stream_at + stream_size;
static_assert(checksum_at + checksum_size == seal_head_size);

constexpr std::size_t chunk = 65536;
constexpr std::size_t chunk_extra = crypto_secretstream_xchacha20poly1305_ABYTES;

constexpr std::string_view cut_off = "is cut off: its end is missing";
constexpr std::string_view changed_head = "has been changed or damaged: its head is not as written";

std::string checksum_of(std::string_view text) {
  std::string out(checksum_size, '\0');
  crypto_generichash(bytes_of(out.data()), out.size(), bytes_of(text), text.size(), nullptr, 0);
  return out;
}

std::string little_endian(std::uint64_t value) {
  std::string out;
  for (std::size_t i = 0; i < size_size; ++i) {
    out += static_cast<char>((value >> (8 * i)) & 0xffU);
  }
  return out;
}

std::uint64_t from_little_endian(std::string_view bytes) {
  std::uint64_t out = 0;
  for (std::size_t i = size_size; i-- > 0;) {
    out = (out << 8U) | static_cast<unsigned char>(bytes[i]);
  }
  return out;
}

/// Even nothing is one chunk, so that it has an authentic end.
std::uint64_t sealed_size(std::uint64_t content) {
  const std::uint64_t chunks = std::max<std::uint64_t>(1, (content + chunk - 1) / chunk);
  return seal_head_size + content + chunks * chunk_extra;
}

/// The head, and the stream under a new key; `state` is left ready for the first chunk.
std::string new_head(std::uint64_t size,
                     const PublicKey& key,
                     crypto_secretstream_xchacha20poly1305_state& state) {
  SecretBytes session(session_size);
  crypto_secretstream_xchacha20poly1305_keygen(bytes_of(session.data()));
  std::string box(box_size, '\0');
  crypto_box_seal(bytes_of(box.data()),
                  bytes_of(session.data()),
                  session.size(),
                  bytes_of(std::string_view{key.bytes.data(), key.bytes.size()}));
  std::string stream(stream_size, '\0');
  crypto_secretstream_xchacha20poly1305_init_push(
      &state, bytes_of(stream.data()), bytes_of(session.data()));
  std::string out{magic};
  out += id_of(key) + little_endian(size) + box + stream;
  return out + checksum_of(out);
}

}  // namespace

bool looks_sealed(std::string_view beginning) {
  return beginning.starts_with(magic);
}

Result<SealHead> read_seal_head(std::string_view beginning) {
  if (!looks_sealed(beginning)) {
    return failure("is not encrypted: 'bundle verify' reads it as it is");
  }
  if (beginning.size() < seal_head_size) {
    return failure(std::string{cut_off});
  }
  if (checksum_of(beginning.substr(0, checksum_at)) !=
      beginning.substr(checksum_at, checksum_size)) {
    return failure(std::string{changed_head});
  }
  constexpr std::uint64_t most = std::uint64_t{1} << 62U;
  SealHead out{.key_id = std::string{beginning.substr(id_at, key_id_size)},
               .content = from_little_endian(beginning.substr(size_at, size_size))};
  if (out.content > most) {
    return failure(std::string{changed_head});
  }
  out.file_size = sealed_size(out.content);
  return out;
}

Result<void> seal(const Source& from, std::uint64_t size, const PublicKey& key, const Sink& to) {
  start_sodium();
  crypto_secretstream_xchacha20poly1305_state state{};
  const std::string head = new_head(size, key, state);
  if (Result<void> written = to(head); !written) {
    return written;
  }
  std::string waiting;
  std::string sealed;
  std::uint64_t left = size;
  bool last = false;
  while (!last) {
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(chunk, left));
    while (waiting.size() < want) {
      const Result<std::string_view> piece = from();
      if (!piece) {
        return failure(piece.error().message);
      }
      if (piece->empty()) {
        return failure("what is to be encrypted is shorter than it was");
      }
      waiting += *piece;
    }
    left -= want;
    last = left == 0;
    sealed.resize(want + chunk_extra);
    crypto_secretstream_xchacha20poly1305_push(
        &state,
        bytes_of(sealed.data()),
        nullptr,
        bytes_of(waiting),
        want,
        bytes_of(head),
        head.size(),
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : std::uint8_t{0});
    waiting.erase(0, want);
    if (Result<void> written = to(sealed); !written) {
      return written;
    }
  }
  sodium_memzero(&state, sizeof state);
  return {};
}

Unsealer::~Unsealer() {
  sodium_memzero(&state_, sizeof state_);
}

/// Whether so many bytes are waiting; reads on until they are.
Result<bool> Unsealer::have(std::size_t size) {
  while (waiting_.size() < size) {
    const Result<std::string_view> piece = from_();
    if (!piece) {
      return failure(piece.error().message);
    }
    if (piece->empty()) {
      return false;
    }
    waiting_ += *piece;
  }
  return true;
}

Result<void> Unsealer::begin() {
  start_sodium();
  if (const Result<bool> read = have(seal_head_size); !read) {
    return failure(read.error().message);
  }
  const Result<SealHead> head = read_seal_head(waiting_);
  if (!head) {
    return failure(head.error().message);
  }
  const PublicKey own = public_half(key_, KeyUse::sealing);
  if (head->key_id != id_of(own)) {
    return failure(fmt::format("is encrypted to another key ({}; this one is {})",
                               shown_id(head->key_id),
                               shown_id(id_of(own))));
  }
  head_ = waiting_.substr(0, seal_head_size);
  waiting_.erase(0, seal_head_size);
  left_ = head->content;
  const std::string_view parts = head_;
  SecretBytes session(session_size);
  const bool open =
      crypto_box_seal_open(bytes_of(session.data()),
                           bytes_of(parts.substr(box_at)),
                           box_size,
                           bytes_of(std::string_view{own.bytes.data(), own.bytes.size()}),
                           bytes_of(std::string_view{key_.bytes.data(), key_.bytes.size()})) == 0 &&
      crypto_secretstream_xchacha20poly1305_init_pull(
          &state_, bytes_of(parts.substr(stream_at)), bytes_of(session.data())) == 0;
  if (!open) {
    return failure(std::string{changed_head});
  }
  begun_ = true;
  return {};
}

Result<std::string_view> Unsealer::end() {
  const Result<bool> more = have(1);
  if (!more) {
    return failure(more.error().message);
  }
  if (*more) {
    return failure("has been changed: there is something behind its end");
  }
  return std::string_view{};
}

Result<std::string_view> Unsealer::next() {
  if (!begun_) {
    if (const Result<void> open = begin(); !open) {
      return failure(open.error().message);
    }
  }
  if (ended_) {
    return end();
  }
  const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(chunk, left_));
  const Result<bool> there = have(want + chunk_extra);
  if (!there) {
    return failure(there.error().message);
  }
  if (!*there) {
    return failure(std::string{cut_off});
  }
  piece_.resize(want);
  unsigned char tag = 0;
  const bool authentic = crypto_secretstream_xchacha20poly1305_pull(&state_,
                                                                    bytes_of(piece_.data()),
                                                                    nullptr,
                                                                    &tag,
                                                                    bytes_of(waiting_),
                                                                    want + chunk_extra,
                                                                    bytes_of(head_),
                                                                    head_.size()) == 0;
  const bool last = left_ == want;
  if (!authentic || last != (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL)) {
    return failure(fmt::format(
        "has been changed or damaged, between byte {} and {} of its content", done_, done_ + want));
  }
  waiting_.erase(0, want + chunk_extra);
  left_ -= want;
  done_ += want;
  ended_ = last;
  return want == 0 ? end() : Result<std::string_view>{std::string_view{piece_}};
}

}  // namespace doctor::bundle
