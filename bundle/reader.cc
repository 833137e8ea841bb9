#include "bundle/reader.h"

#include <array>
#include <memory>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "bundle/digest.h"
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

Result<Manifest> manifest_from(archive* reader, const ReadLimits& limits) {
  archive_entry* entry = nullptr;
  if (archive_read_next_header(reader, &entry) != ARCHIVE_OK) {
    return failure("is no bundle: it is not a tar archive compressed by gzip");
  }
  const Result<Head> head = head_of(entry);
  if (!head || head->name != manifest_name || head->size > limits.manifest) {
    return failure("is no bundle: it does not begin with a manifest");
  }
  std::string text;
  const Result<void> read = content_of(reader, *head, [&text](std::string_view piece) {
    text += piece;
    return true;
  });
  if (!read) {
    return failure(read.error().message);
  }
  return read_manifest(text);
}

/// Returns whether to go on.
Result<bool> visit_file(archive* reader,
                        const Head& head,
                        const FileEntry& file,
                        const Visitor& visit) {
  Digest digest;
  bool on = true;
  const Result<void> read = content_of(reader, head, [&](std::string_view piece) {
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
  Result<Manifest> manifest = manifest_from(reader, limits);
  if (!manifest) {
    return manifest;
  }
  std::uint64_t together = 0;
  for (const FileEntry& file : manifest->files) {
    together += file.size;
    if (file.size > limits.files_together || together > limits.files_together) {
      return failure("it would be too large unpacked");
    }
  }
  for (const FileEntry& file : manifest->files) {
    archive_entry* entry = nullptr;
    if (archive_read_next_header(reader, &entry) != ARCHIVE_OK) {
      return failure(fmt::format("it ends before '{}', or is damaged", file.name));
    }
    const Result<Head> head = head_of(entry);
    if (!head) {
      return failure(head.error().message);
    }
    if (head->name != file.name || head->size != file.size) {
      return failure(fmt::format("'{}' in it is not listed there by its manifest",
                                 shown(head->name, longest_name)));
    }
    const Result<bool> on = visit_file(reader, *head, file, visit);
    if (!on) {
      return failure(on.error().message);
    }
    if (!*on) {
      return manifest;
    }
  }
  archive_entry* entry = nullptr;
  if (archive_read_next_header(reader, &entry) != ARCHIVE_EOF) {
    return failure("it has a file that its manifest does not list, or a damaged end");
  }
  return manifest;
}

}  // namespace

bool looks_like_bundle(std::string_view beginning) {
  return beginning.starts_with("\x1f\x8b");
}

Result<Manifest> read_bundle(int file, const Visitor& visit, const ReadLimits& limits) {
  constexpr std::size_t block = 65536;
  const Handle reader = new_reader();
  if (archive_read_open_fd(reader.get(), file, block) != ARCHIVE_OK) {
    return failure("is no bundle: it is not a tar archive compressed by gzip");
  }
  return read_all(reader.get(), visit, limits);
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
