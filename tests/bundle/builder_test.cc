// Writing and reading bundles: the same bytes for the same input, nothing at the name when anything
// fails, and no archive believed that is not exactly what its manifest says.

#include "bundle/builder.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "bundle/digest.h"
#include "bundle/reader.h"
#include "bundle/signature.h"
#include "tests/cli/binary.h"

namespace doctor::bundle {
namespace {

using cli::testing::Folder;
using cli::testing::read_file;
using ::testing::HasSubstr;

const Manifest about{
    .tool_version = "1", .rules_version = "2", .created_at = "2026-11-25T08:00:00Z"};

Result<void> build(const std::filesystem::path& path, BuilderOptions options = {}) {
  options.folder = path.parent_path().string();
  Builder builder{std::move(options)};
  Result<void> done = builder.add({.name = "report.json"}, "{\"schema\":\"x\"}");
  if (done) {
    done = builder.add_redacted({.name = "included/ada@corp.test.log"},
                                "from 198.18.0.7: password=swordfish99\n");
  }
  if (done) {
    done = builder.add_redacted({.name = "included/ada@corp.test.log"}, std::string_view{});
  }
  return done ? builder.write(about, path.string()) : done;
}

std::map<std::string, std::string> contents(const std::string& bytes) {
  std::map<std::string, std::string> out;
  const auto manifest =
      read_bundle(bytes, [&out](const FileEntry& file, std::string_view piece, bool) {
        out[file.name] += piece;
        return true;
      });
  EXPECT_TRUE(manifest) << manifest.error().message;
  return out;
}

TEST(Builder, WritesWhatAReaderReads) {
  const Folder folder;
  const auto path = folder.path() / "b.tar.gz";
  const auto done = build(path);
  ASSERT_TRUE(done) << done.error().message;
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  const auto files = contents(read_file(path));
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files.at("included/person-1_mail-1.invalid"),
            "from 224.0.0.0: password=[password#1]\n");
  EXPECT_EQ(files.at("included/2_person-1_mail-1.invalid"), "");
}

TEST(Builder, GivesTheSameBytesForTheSameInput) {
  const Folder folder;
  ASSERT_TRUE(build(folder.path() / "a.tar.gz"));
  ASSERT_TRUE(build(folder.path() / "b.tar.gz"));
  EXPECT_TRUE(read_file(folder.path() / "a.tar.gz") == read_file(folder.path() / "b.tar.gz"));
}

TEST(Builder, NeverReplacesAFile) {
  const Folder folder;
  const auto path = folder.path() / "b.tar.gz";
  std::ofstream{path} << "mine";
  const auto done = build(path);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("exists"));
  EXPECT_EQ(read_file(path), "mine");
}

TEST(Builder, KeepsToTheSizeAllowed) {
  const Folder folder;
  const auto done = build(folder.path() / "b.tar.gz", {.max_size = 20});
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("--max-size"));
}

TEST(Builder, WritesNothingWhenTheCheckFindsSomething) {
  const Folder folder;
  SecretWindows known;
  known.learn("{\"schema\":\"x\"}");  // what was added as safe is not
  const auto done = build(folder.path() / "b.tar.gz", {.known = &known});
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("a known secret in 'report.json' at byte 0"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

/// Fails the n-th call of those that can fail.
class FailingDisk : public Disk {
 public:
  explicit FailingDisk(int which) : left_(which) {}
  bool failed() const { return left_ < 0; }

  int open_nameless(const std::string& folder) override {
    return fails() ? -1 : Disk::open_nameless(folder);
  }
  long write(int file, const char* data, std::size_t size) override {
    return fails() ? -1 : Disk::write(file, data, size);
  }
  int sync(int file) override { return fails() ? -1 : Disk::sync(file); }
  int name(int file, const std::string& path) override {
    return fails() ? -1 : Disk::name(file, path);
  }
  int sync_folder(const std::string& folder) override {
    return fails() ? -1 : Disk::sync_folder(folder);
  }
  int close(int file) override {
    const bool fail = fails();
    const int result = Disk::close(file);
    return fail ? (errno = EIO, -1) : result;
  }

 private:
  bool fails() {
    if (left_-- == 0) {
      errno = ENOSPC;
      return true;
    }
    return false;
  }
  int left_;
};

/// Lets each call fail in turn, until the building succeeds without a failure.
void expect_nothing_left(const BuilderOptions& options) {
  int failures = 0;
  for (int which = 0; which < 100; ++which) {
    const Folder folder;
    FailingDisk disk{which};
    BuilderOptions failing = options;
    failing.disk = &disk;
    const auto done = build(folder.path() / "b.tar.gz", failing);
    if (done) {
      // What failed, if anything, was the closing of a nameless file at the very end.
      EXPECT_GE(which, failures);
      EXPECT_GE(failures, 8);
      if (!disk.failed()) {
        return;
      }
      continue;
    }
    ++failures;
    EXPECT_THAT(done.error().message, HasSubstr("cannot write"));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "after failure " << which;
  }
  FAIL() << "it never succeeded";
}

TEST(Builder, LeavesNothingWhenAnyCallFails) {
  expect_nothing_left({});
}

TEST(Builder, LeavesNothingOfAnEncryptedOneEither) {
  expect_nothing_left({.encrypt_to = *public_key_in(generate_keys().public_file, KeyUse::sealing)});
}

TEST(Builder, GivesTheSameSignatureForTheSameInput) {
  const Folder folder;
  const NewKeys keys = generate_keys();
  const SecretKey key =
      *secret_key_in({keys.secret_file.data(), keys.secret_file.size()}, KeyUse::signing);
  ASSERT_TRUE(build(folder.path() / "a.tar.gz", {.sign_with = &key}));
  ASSERT_TRUE(build(folder.path() / "b.tar.gz", {.sign_with = &key}));
  const std::string bytes = read_file(folder.path() / "a.tar.gz");
  EXPECT_TRUE(bytes == read_file(folder.path() / "b.tar.gz"));
  EXPECT_EQ(contents(bytes).size(), 3U) << "the signature is none of the files";
}

// Hostile archives.

struct Entry {
  std::string name;
  std::string content;
  unsigned type = S_IFREG;
  std::string link = {};
};

std::string packed(const std::vector<Entry>& entries, bool gzip = true) {
  std::string out(1 << 20, '\0');
  std::size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_ustar(writer);
  if (gzip) {
    archive_write_add_filter_gzip(writer);
  }
  archive_write_open_memory(writer, out.data(), out.size(), &used);
  for (const Entry& entry : entries) {
    archive_entry* head = archive_entry_new();
    archive_entry_set_pathname(head, entry.name.c_str());
    archive_entry_set_filetype(head, entry.type);
    archive_entry_set_perm(head, 0600);
    if (!entry.link.empty()) {
      entry.type == S_IFLNK ? archive_entry_set_symlink(head, entry.link.c_str())
                            : archive_entry_set_hardlink(head, entry.link.c_str());
    } else {
      archive_entry_set_size(head, static_cast<la_int64_t>(entry.content.size()));
    }
    archive_write_header(writer, head);
    if (entry.link.empty()) {
      archive_write_data(writer, entry.content.data(), entry.content.size());
    }
    archive_entry_free(head);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

FileEntry listed(const Entry& entry) {
  Digest digest;
  digest.update(entry.content);
  return {.name = entry.name, .size = entry.content.size(), .sha256 = digest.hex()};
}

std::string manifest_of(const std::vector<Entry>& entries) {
  Manifest out = about;
  for (const Entry& entry : entries) {
    out.files.push_back(listed(entry));
  }
  return to_json(out);
}

std::string error_of(const std::string& bytes) {
  const auto read =
      read_bundle(bytes, [](const FileEntry&, std::string_view, bool) { return true; });
  return read ? "" : read.error().message;
}

TEST(Reader, BelievesWhatIsAsListed) {
  const Entry file{"a.txt", "hello"};
  EXPECT_EQ(error_of(packed({{"manifest.json", manifest_of({file})}, file})), "");
}

TEST(Reader, RefusesEverythingElse) {
  const Entry a{"a.txt", "hello"};
  const Entry b{"b.txt", "world"};
  const Entry manifest{"manifest.json", manifest_of({a})};
  EXPECT_THAT(error_of("no archive at all"), HasSubstr("is no bundle"));
  EXPECT_THAT(error_of(""), HasSubstr("is no bundle"));
  EXPECT_THAT(error_of(packed({a, manifest})), HasSubstr("does not begin with a manifest"));
  EXPECT_THAT(error_of(packed({{"manifest.json", "{}"}})), HasSubstr("manifest is none"));
  EXPECT_THAT(error_of(packed({manifest})), HasSubstr("ends before 'a.txt'"));
  EXPECT_THAT(error_of(packed({manifest, a, b})), HasSubstr("does not list"));
  EXPECT_THAT(error_of(packed({manifest, b})), HasSubstr("not listed"));
  EXPECT_THAT(error_of(packed({manifest, a, a})), HasSubstr("does not list"));
  EXPECT_THAT(error_of(packed({manifest, {"a.txt", "HELLO"}})), HasSubstr("SHA-256"));
  EXPECT_THAT(error_of(packed({manifest, {"a.txt", "hello!"}})), HasSubstr("not listed"));
  EXPECT_THAT(error_of(packed({manifest, {"a.txt", "", S_IFLNK, "/etc/passwd"}})),
              HasSubstr("no plain file"));
  EXPECT_THAT(error_of(packed({manifest, {"a.txt", "", S_IFREG, "manifest.json"}})),
              HasSubstr("no plain file"));
  EXPECT_THAT(error_of(packed({manifest, {"a.txt", "", S_IFDIR}})), HasSubstr("no plain file"));
  for (const std::string name :
       {"/etc/x", "../x", "a/../b", "a//b", "a/b/c", ".hidden", "-o", "a b"}) {
    const Entry file{name, "hello"};
    EXPECT_NE(error_of(packed({{"manifest.json", manifest_of({file})}, file})), "") << name;
  }
  EXPECT_THAT(error_of(packed({{"manifest.json", manifest_of({a, a})}, a, a})), HasSubstr("twice"));
}

TEST(Reader, RefusesAForeignSignature) {
  const Entry file{"a.txt", "hello"};
  const NewKeys keys = generate_keys();
  const SecretKey key =
      *secret_key_in({keys.secret_file.data(), keys.secret_file.size()}, KeyUse::signing);
  const Entry manifest{"manifest.json", manifest_of({file})};
  const Entry own{"manifest.sig", sign(manifest.content, key)};
  const Entry other{"manifest.sig", sign(manifest.content + " ", key)};
  EXPECT_EQ(error_of(packed({manifest, own, file})), "");
  EXPECT_THAT(error_of(packed({manifest, other, file})), HasSubstr("changed since it was signed"));
  EXPECT_THAT(error_of(packed({manifest, {"manifest.sig", "x"}, file})),
              HasSubstr("signature in it cannot be read"));
  EXPECT_THAT(error_of(packed({manifest, {"manifest.sig", std::string(600, 'x')}, file})),
              HasSubstr("signature in it cannot be read"));
  EXPECT_NE(error_of(packed({manifest, file, own})), "");
  EXPECT_NE(error_of(packed({manifest, own, own, file})), "");
  EXPECT_NE(error_of(packed({{"manifest.json", manifest_of({own})}, own})), "");
}

TEST(Reader, RefusesDamage) {
  const Entry file{"a.txt", std::string(5000, 'x')};
  const std::string bytes = packed({{"manifest.json", manifest_of({file})}, file});
  ASSERT_EQ(error_of(bytes), "");
  for (std::size_t keep = 0; keep + 20 < bytes.size(); keep += 7) {
    EXPECT_NE(error_of(bytes.substr(0, keep)), "") << "cut to " << keep;
  }
}

TEST(Reader, RefusesBombs) {
  Manifest bomb = about;
  bomb.files.push_back(
      {.name = "a", .size = std::uint64_t{5} << 30U, .sha256 = std::string(64, '0')});
  EXPECT_THAT(error_of(packed({{"manifest.json", to_json(bomb)}})), HasSubstr("too large"));
  const std::string large(1000, ' ');
  const auto read = read_bundle(packed({{"manifest.json", manifest_of({}) + large}}),
                                [](const FileEntry&, std::string_view, bool) { return true; },
                                {.manifest = 500});
  EXPECT_FALSE(read);
}

}  // namespace
}  // namespace doctor::bundle
