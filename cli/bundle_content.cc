#include "cli/bundle_content.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "bundle/machine_facts.h"
#include "bundle/redact_report.h"
#include "cli/unreadable.h"
#include "core/secret.h"
#include "core/text.h"
#include "report/report.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_path = 300;

/// Formats that are files, and how these are called.
struct Rendering {
  std::string_view format;
  std::string_view file;
};
constexpr std::array<Rendering, 4> renderings{{{"json", "report.json"},
                                               {"terminal", "report.txt"},
                                               {"markdown", "report.md"},
                                               {"html", "report.html"}}};

constexpr std::array<std::string_view, 8> compressed{"\x1f\x8b",
                                                     "PK\x03\x04",
                                                     "BZh",
                                                     "\xfd"
                                                     "7zXZ",
                                                     "\x28\xb5\x2f\xfd",
                                                     "7z\xbc\xaf",
                                                     "Rar!",
                                                     "%PDF"};

bool is_compressed(std::string_view beginning) {
  return std::ranges::any_of(
      compressed, [beginning](std::string_view magic) { return beginning.starts_with(magic); });
}

/// A file read in pieces; closed with its owner.
class Reading {
 public:
  explicit Reading(const std::string& path)
      : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), buffer_(65536) {}
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }

  Result<std::string_view> next() {
    ssize_t size = -1;
    do {
      size = file_ < 0 ? -1 : ::read(file_, buffer_.data(), buffer_.size());
    } while (size < 0 && file_ >= 0 && errno == EINTR);
    if (size < 0) {
      return failure(cannot_read(path_));
    }
    const std::string_view piece{buffer_.data(), static_cast<std::size_t>(size)};
    if (first_ && is_compressed(piece)) {
      return failure(fmt::format("'{}' is compressed; --include takes what it contains",
                                 shown(path_, longest_path)));
    }
    first_ = false;
    return piece;
  }

 private:
  std::string path_;
  int file_;
  std::vector<char> buffer_;
  bool first_ = true;
};

bool says_secret(std::string_view name) {
  constexpr std::array<std::string_view, 6> words{
      "key", "token", "secret", "pass", "credential", "auth"};
  return std::ranges::any_of(
      words, [name](std::string_view word) { return contains_ignoring_case(name, word); });
}

}  // namespace

void learn_environment(net::KnownSecrets& known) {
  constexpr std::size_t shortest = 8;  // below, a value may be any word
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    const std::size_t equal = text.find('=');
    if (equal != std::string_view::npos && text.size() - equal > shortest &&
        says_secret(text.substr(0, equal)) && text[equal + 1] != '/') {
      net::learn(known, Secret{text.substr(equal + 1)});
    }
  }
}

std::vector<bundle::KnownName> machine_names() {
  std::vector<bundle::KnownName> out;
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) == 0 &&
      std::string_view{host.data()} != "localhost") {
    out.push_back({.text = host.data(), .kind = bundle::Kind::name});
  }
  for (const char* const name : {"USER", "LOGNAME"}) {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets any
    if (value != nullptr && std::string_view{value} != "root") {
      out.push_back({.text = value, .kind = bundle::Kind::user});
    }
  }
  return out;
}

Result<void> add_run(bundle::Builder& builder, const Report& report, bool with_machine) {
  bundle::Counts replaced = builder.redactor().counts();
  const Report safe = bundle::redact_report(report, builder.redactor());
  for (std::size_t i = 0; i < replaced.size(); ++i) {
    replaced.at(i) = builder.redactor().counts().at(i) - replaced.at(i);
  }
  for (const Rendering& rendering : renderings) {
    const report::Format* const format = report::find_format(rendering.format);
    if (format == nullptr) {
      continue;
    }
    Result<void> added = builder.add({.name = std::string{rendering.file},
                                      .origin = "run",
                                      .why = "what was observed and found",
                                      .redacted = replaced},
                                     format->render(safe, {.verbose = true}));
    if (!added) {
      return added;
    }
  }
  if (!with_machine) {
    return {};
  }
  Result<void> added = builder.add_redacted(
      {.name = "system.json", .origin = "machine", .why = "system and libraries"},
      bundle::system_facts());
  if (added) {
    added = builder.add_redacted({.name = "network.json",
                                  .origin = "machine",
                                  .why = "resolvers, routes, interfaces, certificates, proxies"},
                                 bundle::network_facts());
  }
  return added;
}

Result<void> add_includes(bundle::Builder& builder, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    Reading reading{path};
    Result<void> added =
        builder.add_redacted({.name = "included/" + std::filesystem::path{path}.filename().string(),
                              .origin = "--include",
                              .why = "asked for"},
                             [&reading] { return reading.next(); });
    if (!added) {
      return added;
    }
  }
  return {};
}

std::string signature_words(const bundle::Manifest& manifest) {
  return manifest.signed_by.empty() ? "not signed" : "signed by " + manifest.signed_by;
}

std::vector<bundle::Omission> omissions(bool with_machine) {
  std::vector<bundle::Omission> out{
      {.what = "credentials and values of secrets", .why = "never collected"},
      {.what = "bodies and headers of the exchanges",
       .why = "the run keeps the facts it reads from them, not the bytes"},
      {.what = "the clients' own files",
       .why = "they hold credentials; the report says what is set where"}};
  if (!with_machine) {
    out.push_back({.what = "facts of the machine", .why = "a scenario was played (--mock)"});
  }
  return out;
}

}  // namespace doctor::cli
