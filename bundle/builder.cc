#include "bundle/builder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <utility>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle/digest.h"
#include "bundle/look.h"
#include "bundle/reader.h"
#include "bundle/scan.h"
#include "bundle/seal.h"
#include "bundle/signature.h"

namespace doctor::bundle {
namespace {

/// Where libarchive's bytes go.
struct Target {
  NamelessFile* file = nullptr;
  std::string error = {};
};

la_ssize_t take(archive* writer, void* data, const void* bytes, std::size_t size) {
  auto& target = *static_cast<Target*>(data);
  const Result<void> written = target.file->write({static_cast<const char*>(bytes), size});
  if (!written) {
    target.error = written.error().message;
    archive_set_error(writer, EIO, "write");
    return -1;
  }
  return static_cast<la_ssize_t>(size);
}

using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;

/// The same input gives the same bytes: no time, no owner, no name of a machine.
bool begin_entry(archive* writer, const std::string& name, std::uint64_t size) {
  constexpr mode_t owner_only = 0600;
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry{archive_entry_new(),
                                                                            archive_entry_free};
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  archive_entry_set_filetype(entry.get(), S_IFREG);
  archive_entry_set_perm(entry.get(), owner_only);
  archive_entry_set_mtime(entry.get(), 0, 0);
  return archive_write_header(writer, entry.get()) == ARCHIVE_OK;
}

bool write_data(archive* writer, std::string_view bytes) {
  return archive_write_data(writer, bytes.data(), bytes.size()) ==
         static_cast<la_ssize_t>(bytes.size());
}

/// The name without what could name somebody or lead somewhere, and not one of `taken`.
std::string safe_name(const std::string& wanted, Redactor& redactor, const Manifest& manifest) {
  constexpr std::size_t longest = 80;
  const std::size_t slash = wanted.find('/');
  const std::string folder = slash == std::string::npos ? "" : wanted.substr(0, slash + 1);
  std::string file =
      redactor.redact(slash == std::string::npos ? wanted : wanted.substr(slash + 1));
  std::ranges::replace_if(
      file, [](char c) { return !is_word_char(c) && c != '-' && c != '.'; }, '_');
  file = file.substr(0, longest);
  if (file.empty() || file.front() == '.' || file.front() == '-') {
    file.insert(0, "_");
  }
  std::set<std::string> taken{std::string{manifest_name}, std::string{signature_name}};
  for (const FileEntry& entry : manifest.files) {
    taken.insert(entry.name);
  }
  std::string out = folder + file;
  for (int i = 2; taken.contains(out); ++i) {
    out = fmt::format("{}{}_{}", folder, i, file);
  }
  return out;
}

/// Encrypts what was just proved clean.
Result<void> seal_file(int file, const PublicKey& key, NamelessFile& out) {
  const off_t size = ::lseek(file, 0, SEEK_END);
  if (size < 0 || ::lseek(file, 0, SEEK_SET) != 0) {
    return failure("cannot read the bundle again");
  }
  FileSource source{file};
  return seal([&source] { return source.next(); },
              static_cast<std::uint64_t>(size),
              key,
              [&out](std::string_view piece) { return out.write(piece); });
}

/// Re-reads the finished bytes; nullopt when nothing is there that must not be.
Result<void> prove(int file, const SecretWindows* known) {
  if (::lseek(file, 0, SEEK_SET) != 0) {
    return failure("cannot read the bundle again");
  }
  Scanner scanner{known};
  std::string found;
  const auto look = [&](const FileEntry& entry, std::string_view piece, bool last) {
    scanner.feed(piece);
    if (last) {
      if (const auto leak = scanner.finish()) {
        found = fmt::format("{} in '{}' at byte {}{}",
                            leak->what,
                            entry.name,
                            leak->offset,
                            leak->encoding.empty() ? "" : " (in " + leak->encoding + ")");
      }
    }
    return found.empty();
  };
  const Result<Manifest> read = read_bundle(file, look);
  if (!read) {
    return failure("the bundle could not be read back: " + read.error().message);
  }
  if (found.empty()) {
    for (const FileEntry& entry : read->files) {
      const auto leak = scan(entry.name, known);
      found = leak ? leak->what + " in a file's name" : found;
    }
  }
  return found.empty() ? Result<void>{}
                       : failure("no bundle was written: the check found " + found);
}

}  // namespace

Builder::Builder(BuilderOptions options)
    : options_(std::move(options)),
      pseudonyms_(std::move(options_.pseudonyms)),
      redactor_(pseudonyms_, options_.redaction),
      spool_(*options_.disk, options_.folder) {}

Result<void> Builder::spool(std::string_view text, FileEntry& entry, Digest& digest) {
  size_ += text.size();
  if (size_ > options_.max_size) {
    return failure(
        fmt::format("the bundle would hold more than --max-size ({} bytes)", options_.max_size));
  }
  digest.update(text);
  entry.size += text.size();
  return spool_.write(text);
}

Result<void> Builder::add(FileEntry about, std::string_view text) {
  if (Result<void> is_ready = spool_.ready(); !is_ready) {
    return is_ready;
  }
  Digest digest;
  about.size = 0;
  if (Result<void> kept = spool(text, about, digest); !kept) {
    return kept;
  }
  about.sha256 = digest.hex();
  manifest_.files.push_back(std::move(about));
  return {};
}

Result<void> Builder::begin(FileEntry about) {
  if (Result<void> is_ready = spool_.ready(); !is_ready) {
    return is_ready;
  }
  about.name = safe_name(about.name, redactor_, manifest_);
  about.size = 0;
  current_.emplace(std::move(about), redactor_.counts());
  return {};
}

Result<void> Builder::feed(std::string_view piece) {
  out_.clear();
  redactor_.feed(piece, out_);
  return spool(out_, current_->about, current_->digest);
}

Result<void> Builder::feed_safe(std::string_view piece) {
  return spool(piece, current_->about, current_->digest);
}

Result<void> Builder::end() {
  out_.clear();
  redactor_.finish(out_);
  FileEntry& about = current_->about;
  if (Result<void> kept = spool(out_, about, current_->digest); !kept) {
    return kept;
  }
  for (std::size_t i = 0; i < about.redacted.size(); ++i) {
    about.redacted.at(i) = redactor_.counts().at(i) - current_->before.at(i);
  }
  about.sha256 = current_->digest.hex();
  manifest_.files.push_back(std::move(about));
  current_.reset();
  return {};
}

Result<void> Builder::add_redacted(FileEntry about, const Source& source) {
  Result<void> done = begin(std::move(about));
  while (done) {
    const Result<std::string_view> piece = source();
    if (!piece) {
      return failure(piece.error().message);
    }
    if (piece->empty()) {
      return end();
    }
    done = feed(*piece);
  }
  return done;
}

Result<void> Builder::add_redacted(FileEntry about, std::string_view text) {
  return add_redacted(std::move(about), [&text]() -> Result<std::string_view> {
    return std::exchange(text, std::string_view{});
  });
}

Result<void> Builder::archive(NamelessFile& file, const Manifest& about) const {
  Target target{.file = &file};
  const Writer writer{archive_write_new(), archive_write_free};
  archive_write_set_format_ustar(writer.get());
  archive_write_add_filter_gzip(writer.get());
  archive_write_set_filter_option(writer.get(), "gzip", "timestamp", nullptr);
  archive_write_set_bytes_in_last_block(writer.get(), 1);
  const std::string manifest = to_json(about);
  bool fine = archive_write_open(writer.get(), &target, nullptr, take, nullptr) == ARCHIVE_OK &&
              begin_entry(writer.get(), std::string{manifest_name}, manifest.size()) &&
              write_data(writer.get(), manifest);
  if (fine && options_.sign_with != nullptr) {
    const std::string signature = sign(manifest, *options_.sign_with);
    fine = begin_entry(writer.get(), std::string{signature_name}, signature.size()) &&
           write_data(writer.get(), signature);
  }
  std::array<char, 65536> buffer{};
  off_t at = 0;
  for (std::size_t i = 0; fine && i < about.files.size(); ++i) {
    fine = begin_entry(writer.get(), about.files[i].name, about.files[i].size);
    for (std::uint64_t left = about.files[i].size; fine && left > 0;) {
      const ssize_t size =
          ::pread(spool_.number(), buffer.data(), std::min<std::uint64_t>(buffer.size(), left), at);
      fine = size > 0 && write_data(writer.get(), {buffer.data(), static_cast<std::size_t>(size)});
      left -= fine ? static_cast<std::uint64_t>(size) : 0;
      at += size;
    }
  }
  fine = fine && archive_write_close(writer.get()) == ARCHIVE_OK;
  if (!fine) {
    return failure(target.error.empty() ? "cannot write the bundle" : target.error);
  }
  return {};
}

Result<void> Builder::write(Manifest about, const std::string& path) {
  if (Result<void> is_ready = spool_.ready(); !is_ready) {
    return is_ready;
  }
  about.files = manifest_.files;
  about.keep_names = options_.redaction.keep_names;
  NamelessFile file{*options_.disk, options_.folder};
  Result<void> done = file.ready();
  if (done) {
    done = archive(file, about);
  }
  if (done) {
    done = prove(file.number(), options_.known);
  }
  if (!done) {
    return done;
  }
  if (!options_.encrypt_to) {
    return file.publish(path);
  }
  NamelessFile sealed{*options_.disk, options_.folder};
  done = sealed.ready();
  if (done) {
    done = seal_file(file.number(), *options_.encrypt_to, sealed);
  }
  return done ? sealed.publish(path) : done;
}

}  // namespace doctor::bundle
