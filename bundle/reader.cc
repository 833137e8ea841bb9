#include "bundle/reader.h"

#include <array>
#include <cerrno>
#include <memory>
#include <utility>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "bundle/digest.h"
#include "bundle/signature.h"
#include "core/text.h"

namespace doctor::bundle {
namespace {

using Handle = std::unique_ptr<archive, decltype(&archive_read_free)>;

constexpr std::size_t longest_name = 100;

Handle new_reader() {
  Handle out{archive_read_new(), archive_read_free};
  archive_read_support_filter_gzip(out.get());
  archive_read_support_format_tar(out.get());
  return out;
}

/// The next entry's name and size. Error: there is none, or it is no plain file.
struct Head {
  std::string name;
  std::uint64_t size = 0;
};

Result<Head> head_of(archive_entry* entry) {
  const char* const name = archive_entry_pathname(entry);
  Head out{.name = name == nullptr ? "" : name};
  const bool plain =
      archive_entry_filetype(entry) == S_IFREG && archive_entry_hardlink(entry) == nullptr &&
      archive_entry_symlink(entry) == nullptr && archive_entry_size_is_set(entry) != 0;
  if (!plain) {
    return failure(fmt::format("'{}' in it is no plain file", shown(out.name, longest_name)));
  }
  if (!is_safe_name(out.name)) {
    return failure(fmt::format("it has an unsafe name in it: '{}'", shown(out.name, longest_name)));
  }
  out.size = static_cast<std::uint64_t>(archive_entry_size(entry));
  return out;
}

/// Hands the entry's bytes on; fails when they are not exactly `size`.
template <typename Take>
Result<void> content_of(archive* reader, const Head& head, Take take) {
  std::array<char, 65536> buffer{};
  std::uint64_t left = head.size;
  while (true) {
    const la_ssize_t size = archive_read_data(reader, buffer.data(), buffer.size());
    if (size < 0) {
      return failure(fmt::format("'{}' in it is damaged", head.name));
    }
    if (static_cast<std::uint64_t>(size) > left || (size == 0 && left > 0)) {
      return failure(fmt::format("'{}' in it is not as long as promised", head.name));
    }
    if (size == 0) {
      return {};
    }
    left -= static_cast<std::uint64_t>(size);
    if (!take(std::string_view{buffer.data(), static_cast<std::size_t>(size)})) {
      return {};
    }
  }
}

/// The whole of a file that must be small.
Result<std::string> text_of(archive* reader, const Head& head) {
  std::string text;
  const Result<void> read = content_of(reader, head, [&text](std::string_view piece) {
    text += piece;
    return true;
  });
  if (!read) {
    return failure(read.error().message);
  }
  return text;
}

Result<std::string> manifest_text(archive* reader, const ReadLimits& limits) {
  archive_entry* entry = nullptr;
  if (archive_read_next_header(reader, &entry) != ARCHIVE_OK) {
    return failure("is no bundle: it is not a tar archive compressed by gzip");
  }
  const Result<Head> head = head_of(entry);
  if (!head || head->name != manifest_name || head->size > limits.manifest) {
    return failure("is no bundle: it does not begin with a manifest");
  }
  return text_of(reader, *head);
}

/// Who signed the manifest, from the entry that holds the signature.
Result<std::string> signer_of(archive* reader, archive_entry* entry, std::string_view manifest) {
  const Result<Head> head = head_of(entry);
  if (!head || head->size > longest_signature) {
    return failure("the signature in it cannot be read");
  }
  const Result<std::string> signature = text_of(reader, *head);
  if (!signature) {
    return failure(signature.error().message);
  }
  const Result<PublicKey> signer = check_signature(manifest, *signature);
  if (!signer) {
    return failure(signer.error().message);
  }
  return word_of(*signer, KeyUse::signing);
}

Result<void> within_limits(const Manifest& manifest, const ReadLimits& limits) {
  std::uint64_t together = 0;
  for (const FileEntry& file : manifest.files) {
    together += file.size;
    if (file.size > limits.files_together || together > limits.files_together) {
      return failure("it would be too large unpacked");
    }
  }
  return {};
}

/// Returns whether to go on.
Result<bool> next_file(archive* reader,
                       archive_entry* entry,
                       const FileEntry& file,
                       const Visitor& visit) {
  const Result<Head> head = head_of(entry);
  if (!head) {
    return failure(head.error().message);
  }
  if (head->name != file.name || head->size != file.size) {
    return failure(fmt::format("'{}' in it is not listed there by its manifest",
                               shown(head->name, longest_name)));
  }
  Digest digest;
  bool on = true;
  const Result<void> read = content_of(reader, *head, [&](std::string_view piece) {
    digest.update(piece);
    on = visit(file, piece, false);
    return on;
  });
  if (!read) {
    return failure(read.error().message);
  }
  if (!on) {
    return false;
  }
  if (digest.hex() != file.sha256) {
    return failure(fmt::format("'{}' in it is not what the manifest says (SHA-256)", file.name));
  }
  return visit(file, {}, true);
}

Result<Manifest> read_all(archive* reader, const Visitor& visit, const ReadLimits& limits) {
  const Result<std::string> text = manifest_text(reader, limits);
  if (!text) {
    return failure(text.error().message);
  }
  Result<Manifest> manifest = read_manifest(*text);
  if (!manifest) {
    return manifest;
  }
  if (const Result<void> within = within_limits(*manifest, limits); !within) {
    return failure(within.error().message);
  }
  archive_entry* entry = nullptr;
  int state = archive_read_next_header(reader, &entry);
  const char* const name = state == ARCHIVE_OK ? archive_entry_pathname(entry) : nullptr;
  if (name != nullptr && name == signature_name) {
    Result<std::string> signer = signer_of(reader, entry, *text);
    if (!signer) {
      return failure(signer.error().message);
    }
    manifest->signed_by = std::move(*signer);
    state = archive_read_next_header(reader, &entry);
  }
  for (const FileEntry& file : manifest->files) {
    if (state != ARCHIVE_OK) {
      return failure(fmt::format("it ends before '{}', or is damaged", file.name));
    }
    const Result<bool> on = next_file(reader, entry, file, visit);
    if (!on) {
      return failure(on.error().message);
    }
    if (!*on) {
      return manifest;
    }
    state = archive_read_next_header(reader, &entry);
  }
  if (state != ARCHIVE_EOF) {
    return failure("it has a file that its manifest does not list, or a damaged end");
  }
  return manifest;
}

/// Where libarchive's bytes come from.
struct Origin {
  const Source* source = nullptr;
  std::string error = {};
};

la_ssize_t give(archive* reader, void* data, const void** bytes) {
  auto& origin = *static_cast<Origin*>(data);
  const Result<std::string_view> piece = (*origin.source)();
  if (!piece) {
    origin.error = piece.error().message;
    archive_set_error(reader, EIO, "read");
    return -1;
  }
  *bytes = piece->data();
  return static_cast<la_ssize_t>(piece->size());
}

/// What comes behind the archive is read too: only then has the source said that it is whole.
void drain(const Source& source, Origin& origin) {
  while (origin.error.empty()) {
    const Result<std::string_view> piece = source();
    if (!piece) {
      origin.error = piece.error().message;
    } else if (piece->empty()) {
      return;
    }
  }
}

}  // namespace

bool looks_like_bundle(std::string_view beginning) {
  return beginning.starts_with("\x1f\x8b");
}

Result<Manifest> read_bundle(const Source& source, const Visitor& visit, const ReadLimits& limits) {
  Origin origin{.source = &source};
  const Handle reader = new_reader();
  bool stopped = false;
  const Visitor watched = [&](const FileEntry& file, std::string_view piece, bool last) {
    stopped = !visit(file, piece, last);
    return !stopped;
  };
  Result<Manifest> read = failure("is no bundle: it is not a tar archive compressed by gzip");
  if (archive_read_open(reader.get(), &origin, nullptr, give, nullptr) == ARCHIVE_OK) {
    read = read_all(reader.get(), watched, limits);
  }
  if (read && !stopped) {
    drain(source, origin);
  }
  if (!origin.error.empty()) {
    return failure(origin.error);  // it explains what the archive only suffers from
  }
  return read;
}

Result<Manifest> read_bundle(int file, const Visitor& visit, const ReadLimits& limits) {
  FileSource source{file};
  return read_bundle(Source{[&source] {
                       return source.next();
                     }},
                     visit,
                     limits);
}

Result<Manifest> read_bundle(std::string_view bytes,
                             const Visitor& visit,
                             const ReadLimits& limits) {
  const Handle reader = new_reader();
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
    return failure("is no bundle: it is not a tar archive compressed by gzip");
  }
  return read_all(reader.get(), visit, limits);
}

Result<std::string> report_in(std::string_view bytes) {
  constexpr std::uint64_t largest = std::uint64_t{64} << 20U;
  std::string out;
  bool found = false;
  const Result<Manifest> manifest =
      read_bundle(bytes, [&](const FileEntry& file, std::string_view piece, bool last) {
        if (file.name != "report.json" || file.size > largest) {
          return true;
        }
        out += piece;
        found = found || last;
        return true;
      });
  if (!manifest) {
    return failure(manifest.error().message);
  }
  if (!found) {
    return failure("holds no report");
  }
  return out;
}

}  // namespace doctor::bundle
