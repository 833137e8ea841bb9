// `--include FILE`: text through the redactor, whatever it is packed in.

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle/har.h"
#include "bundle/source.h"
#include "bundle/unpack.h"
#include "bundle/utf16.h"
#include "cli/bundle_content.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_path = 300;

constexpr std::array<std::string_view, 9> packed{"\x1f\x8b",
                                                 "PK\x03\x04",
                                                 "BZh",
                                                 "\xfd"
                                                 "7zXZ",
                                                 "\x28\xb5\x2f\xfd",
                                                 "7z\xbc\xaf",
                                                 "Rar!",
                                                 "%PDF",
                                                 "oneclaw-sealed/"};

/// What no search for text can look into.
bool is_closed(std::string_view beginning) {
  constexpr std::size_t tar_mark = 257;
  const bool tar = beginning.size() > tar_mark && beginning.substr(tar_mark).starts_with("ustar");
  return tar || std::ranges::any_of(packed, [beginning](std::string_view magic) {
           return beginning.starts_with(magic);
         });
}

bool is_printable(char c) {
  constexpr std::string_view usual{"\t\n\r\f\b\x1b\0", 7};
  return static_cast<unsigned char>(c) >= 0x20 || usual.find(c) != std::string_view::npos;
}

/// Keys and databases are full of control characters; texts, in whatever coding, are not.
bool is_text(std::string_view beginning) {
  constexpr std::size_t one_in = 40;
  const auto others = static_cast<std::size_t>(
      std::ranges::count_if(beginning, [](char c) { return !is_printable(c); }));
  return others * one_in <= beginning.size();
}

/// A source whose beginning can be looked at first.
class Begun {
 public:
  explicit Begun(bundle::Source source) : source_(std::move(source)) {}
  Result<std::string_view> look() {
    Result<std::string_view> first = source_();
    if (first) {
      first_ = *first;
    }
    return first;
  }
  Result<std::string_view> next() {
    return first_ ? Result<std::string_view>{*std::exchange(first_, std::nullopt)} : source_();
  }

 private:
  bundle::Source source_;
  std::optional<std::string_view> first_ = {};
};

/// Never waits, as opening a pipe would; -1 for what is no plain file.
int open_plain(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat status {};
  if (file >= 0 && (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode))) {
    ::close(file);
    return -1;
  }
  return file;
}

/// A file to include, open and unpacked; closed with its owner.
class Included {
 public:
  explicit Included(const std::string& path)
      : file_(open_plain(path)),
        bytes_(file_),
        outer_([this] { return bytes_.next(); }),
        unpacker_([this] { return outer_.next(); }),
        inner_([this] { return unpacker_.next(); }),
        narrow_([this] { return unpacked_ ? inner_.next() : outer_.next(); }),
        text_([this] { return narrow_.next(); }) {}
  Included(const Included&) = delete;
  Included& operator=(const Included&) = delete;
  ~Included() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }

  /// Finds out what it is.
  Result<void> look() {
    if (file_ < 0) {
      return failure("cannot be read");
    }
    Result<std::string_view> beginning = outer_.look();
    unpacked_ = beginning && bundle::looks_packed(*beginning);
    if (unpacked_) {
      beginning = inner_.look();
    }
    if (!beginning) {
      return failure(beginning.error().message);
    }
    wide_ = bundle::looks_like_utf16(*beginning);
    if (wide_) {
      beginning = text_.look();
    }
    if (!beginning) {
      return failure(beginning.error().message);
    }
    if (is_closed(*beginning)) {
      return failure("holds something packed; --include takes what it contains");
    }
    if (!is_text(*beginning)) {
      return failure("is no text; --include takes logs, HTTP archives and other text");
    }
    har_ = bundle::looks_like_har(*beginning);
    return {};
  }
  Result<std::string_view> next() {
    return wide_ ? text_.next() : unpacked_ ? inner_.next() : outer_.next();
  }
  bool har() const { return har_; }
  bool unpacked() const { return unpacked_; }

 private:
  int file_;
  bundle::FileSource bytes_;
  Begun outer_;
  bundle::Unpacker unpacker_;
  Begun inner_;
  bundle::FromUtf16 narrow_;
  Begun text_;
  bool unpacked_ = false;
  bool wide_ = false;
  bool har_ = false;
};

std::string name_for(const std::string& path, bool unpacked) {
  std::string name = std::filesystem::path{path}.filename().string();
  for (const std::string_view ending : {".gz", ".zst"}) {
    if (unpacked && name.ends_with(ending) && name.size() > ending.size()) {
      name.resize(name.size() - ending.size());
      break;
    }
  }
  return "included/" + name;
}

Result<void> add_include(bundle::Builder& builder, const std::string& path) {
  Included file{path};
  Result<void> done = file.look();
  if (!done) {
    return done;
  }
  const bundle::Source source = [&file] {
    return file.next();
  };
  bundle::FileEntry about{.name = name_for(path, file.unpacked()),
                          .origin = "--include",
                          .why = file.har() ? "asked for; an HTTP archive, reduced" : "asked for"};
  if (!file.har()) {
    return builder.add_redacted(std::move(about), source);
  }
  done = builder.begin(std::move(about));
  if (done) {
    done = bundle::reduce_har(source, builder.redactor(), [&builder](std::string_view piece) {
      return builder.feed_safe(piece);
    });
  }
  return done ? builder.end() : done;
}

}  // namespace

Result<void> add_includes(bundle::Builder& builder, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    const Result<void> added = add_include(builder, path);
    if (!added) {
      return failure(fmt::format("'{}': {}", shown(path, longest_path), added.error().message));
    }
  }
  return {};
}

}  // namespace doctor::cli
