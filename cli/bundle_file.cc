#include "cli/bundle_file.h"

#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/unreadable.h"
#include "core/text.h"
#include "setup/system.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_path = 300;

Result<std::string> key_text(const Given& given) {
  const auto file = setup::RealSystem{}.file(given.value);
  if (!file) {
    return failure(fmt::format("--{}: {}", given.option->name, cannot_read(given.value)));
  }
  return file->content;
}

tl::unexpected<Error> unfit(const Given& given, const Error& error) {
  return failure(fmt::format(
      "--{} '{}': {}", given.option->name, shown(given.value, longest_path), error.message));
}

}  // namespace

Result<bundle::PublicKey> public_key(const Given& given, bundle::KeyUse use) {
  const Result<std::string> text =
      bundle::is_public_word(given.value, use) ? Result<std::string>{given.value} : key_text(given);
  if (!text) {
    return failure(text.error().message);
  }
  Result<bundle::PublicKey> key = bundle::public_key_in(*text, use);
  if (!key) {
    return unfit(given, key.error());
  }
  return key;
}

Result<bundle::SecretKey> secret_key(const Given& given, bundle::KeyUse use) {
  Result<std::string> text = key_text(given);
  if (!text) {
    return failure(text.error().message);
  }
  Result<bundle::SecretKey> key = bundle::secret_key_in(*text, use);
  ::explicit_bzero(text->data(), text->size());
  if (!key) {
    return unfit(given, key.error());
  }
  return key;
}

BundleFile::BundleFile(const std::string& path)
    : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), bytes_(file_) {
  head_.resize(bundle::seal_head_size);
  const ssize_t size = file_ < 0 ? -1 : ::pread(file_, head_.data(), head_.size(), 0);
  head_.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
}

BundleFile::~BundleFile() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

Result<bundle::SealHead> BundleFile::seal() const {
  Result<bundle::SealHead> head = bundle::read_seal_head(head_);
  struct stat status {};
  if (head && ::fstat(file_, &status) == 0 && S_ISREG(status.st_mode)) {
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size < head->file_size) {
      return failure("is cut off: its end is missing");
    }
    if (size > head->file_size) {
      return failure("has been changed: there is something behind its end");
    }
  }
  return head;
}

Result<void> BundleFile::unlock(const Arguments& arguments) {
  if (!readable()) {
    return failure(cannot_read(path_));
  }
  if (!sealed()) {
    return {};
  }
  const Given* const given = arguments.find("key");
  if (given == nullptr) {
    return failure(
        fmt::format("'{}': is encrypted; --key FILE opens it", shown(path_, longest_path)));
  }
  Result<bundle::SecretKey> key = secret_key(*given, bundle::KeyUse::sealing);
  if (!key) {
    return failure(key.error().message);
  }
  content_.emplace([this] { return bytes_.next(); }, std::move(*key));
  return {};
}

bundle::Source BundleFile::source() {
  return [this] {
    return content_ ? content_->next() : bytes_.next();
  };
}

Result<std::optional<std::string>> wrong_signer(const Arguments& arguments,
                                                const bundle::Manifest& manifest) {
  const Given* const given = arguments.find("signed-by");
  if (given == nullptr) {
    return std::optional<std::string>{};
  }
  const Result<bundle::PublicKey> key = public_key(*given, bundle::KeyUse::signing);
  if (!key) {
    return failure(key.error().message);
  }
  if (manifest.signed_by.empty()) {
    return std::optional<std::string>{"is not signed"};
  }
  const bool same = manifest.signed_by == bundle::word_of(*key, bundle::KeyUse::signing);
  return same ? std::optional<std::string>{}
              : std::optional<std::string>{"is signed by another key: " + manifest.signed_by};
}

std::string folder_of(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path{path}.parent_path();
  return folder.empty() ? "." : folder.string();
}

}  // namespace doctor::cli
