// `--include` of what is not plain text: compressed logs, and HTTP archives, of which only what is
// listed stays.

#include <csignal>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "bundle/har.h"
#include "bundle/json_filter.h"
#include "bundle/pseudonyms.h"
#include "bundle/reader.h"
#include "tests/cli/binary.h"

namespace doctor::bundle {
namespace {

using cli::testing::Folder;
using cli::testing::Outcome;
using cli::testing::read_file;
using cli::testing::run_binary;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::ordered_json;

void write_packed(const std::filesystem::path& path, std::string_view text, int filter) {
  archive* writer = archive_write_new();
  archive_write_add_filter(writer, filter);
  archive_write_set_format_raw(writer);
  ASSERT_EQ(archive_write_open_filename(writer, path.c_str()), ARCHIVE_OK);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_filetype(entry, S_IFREG);
  archive_write_header(writer, entry);
  archive_write_data(writer, text.data(), text.size());
  archive_entry_free(entry);
  archive_write_close(writer);
  archive_write_free(writer);
}

Outcome bundle(const Folder& folder, const std::string& include) {
  std::filesystem::remove(folder.path() / "out");
  return run_binary({.args = {"bundle", "--mock", "-o", "out", "--include", include}}, folder);
}

std::map<std::string, std::string> contents(const Folder& folder) {
  std::map<std::string, std::string> out;
  const auto manifest = read_bundle(read_file(folder.path() / "out"),
                                    [&out](const FileEntry& file, std::string_view piece, bool) {
                                      out[file.name] += piece;
                                      return true;
                                    });
  EXPECT_TRUE(manifest) << manifest.error().message;
  return out;
}

TEST(Include, UnpacksCompressedLogs) {
  const Folder folder;
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    text += "line " + std::to_string(i) + "\n";
  }
  write_packed(folder.path() / "a.log.gz", text + "password=swordfish99\n", ARCHIVE_FILTER_GZIP);
  ASSERT_EQ(bundle(folder, "a.log.gz").exit, 0);
  EXPECT_EQ(contents(folder).at("included/a.log"), text + "password=[password#1]\n");
  write_packed(folder.path() / "a.log.zst", text + "password=swordfish99\n", ARCHIVE_FILTER_ZSTD);
  ASSERT_EQ(bundle(folder, "a.log.zst").exit, 0);
  EXPECT_EQ(contents(folder).at("included/a.log"), text + "password=[password#1]\n");
}

TEST(Include, RefusesWhatItCannotLookInto) {
  const Folder folder;
  write_packed(folder.path() / "a.gz", std::string(100000, 'x') + "y", ARCHIVE_FILTER_GZIP);
  const std::string bytes = read_file(folder.path() / "a.gz");
  std::ofstream{folder.path() / "cut.gz"} << bytes.substr(0, bytes.size() - 20);
  EXPECT_THAT(bundle(folder, "cut.gz").errors, HasSubstr("'cut.gz': is damaged or cut off"));
  write_packed(folder.path() / "twice.gz", bytes, ARCHIVE_FILTER_GZIP);
  ASSERT_EQ(bundle(folder, "twice.gz").exit, 0);
  EXPECT_EQ(contents(folder).at("included/twice"), std::string(100000, 'x') + "y");
  std::ofstream{folder.path() / "a.zip"} << "PK\x03\x04 and so on";
  EXPECT_THAT(bundle(folder, "a.zip").errors, HasSubstr("holds something packed"));
  EXPECT_EQ(bundle(folder, "a.zip").exit, 2);
  ASSERT_EQ(bundle(folder, "a.gz").exit, 0);
  std::filesystem::rename(folder.path() / "out", folder.path() / "bundle.tar.gz");
  EXPECT_THAT(bundle(folder, "bundle.tar.gz").errors, HasSubstr("holds something packed"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "out"));
}

/// The text in UTF-16, its mark in front.
std::string wide(std::u16string_view text, bool little) {
  std::string out;
  for (const char16_t unit : std::u16string{u'\ufeff'} + std::u16string{text}) {
    const char high = static_cast<char>(unit >> 8U);
    const char low = static_cast<char>(unit & 0xffU);
    out += little ? low : high;
    out += little ? high : low;
  }
  return out;
}

TEST(Include, ReadsUtf16) {
  const Folder folder;
  for (const bool little : {true, false}) {
    std::ofstream{folder.path() / "a.log"} << wide(
        u"na\u00efve \u20ac \U0001f511 password=swordfish99 ocv_9f8e7d6c5b4a3f2e\n", little);
    ASSERT_EQ(bundle(folder, "a.log").exit, 0);
    EXPECT_EQ(contents(folder).at("included/a.log"),
              "na\u00efve \u20ac \U0001f511 password=[password#1] ocv_[agent-key#1]\n");
  }
  std::ofstream{folder.path() / "odd.log"}
      << wide(std::u16string{u'a', char16_t{0xd83d}, u'b', char16_t{0xdd11}, char16_t{0xd83d}},
              true)
      << "x";
  ASSERT_EQ(bundle(folder, "odd.log").exit, 0);
  EXPECT_EQ(contents(folder).at("included/odd.log"), "a\ufffdb\ufffd\ufffd");
}

TEST(Include, TakesPlainFilesAlone) {
  const Folder folder;
  std::ofstream{folder.path() / "real.log"} << "password=swordfish99\n";
  std::filesystem::create_symlink("real.log", folder.path() / "link.log");
  std::filesystem::create_symlink("nowhere", folder.path() / "dangling");
  std::filesystem::create_directory(folder.path() / "folder");
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(bundle(folder, "link.log").exit, 0);
  EXPECT_EQ(contents(folder).at("included/link.log"), "password=[password#1]\n");
  for (const char* path : {"missing", "dangling", "folder", "pipe", "/dev/zero", "/dev/null"}) {
    const Outcome refused = bundle(folder, path);
    EXPECT_EQ(refused.exit, 2) << path;
    EXPECT_THAT(refused.errors, HasSubstr(std::string{"--include: cannot read '"} + path + "': "));
  }
}

/// No search for text finds the key in a DER file.
TEST(Include, RefusesWhatIsNoText) {
  const Folder folder;
  std::string bytes{"\x30\x82\x04\xa4\x02\x01\x01"};
  for (unsigned value = 1; bytes.size() < 1200; value = value * 48271U % 0x7fffffffU) {
    bytes += static_cast<char>(value & 0xffU);
  }
  std::ofstream{folder.path() / "key.der"} << bytes;
  const Outcome refused = bundle(folder, "key.der");
  EXPECT_EQ(refused.exit, 2);
  EXPECT_THAT(refused.errors, HasSubstr("'key.der': is no text"));
  std::ofstream{folder.path() / "odd.log"} << "\x1b[31mred\x1b[0m na\xefve \xc3\xa9t\xc3\xa9\x07\n"
                                           << std::string(400, 'x') << "\n";
  EXPECT_EQ(bundle(folder, "odd.log").exit, 0);
}

/// A signal while it is written ends the program, and leaves nothing; one while the run lasts ends
/// the run alone.
TEST(Include, LeavesNothingWhenItIsInterrupted) {
  for (const int number : {SIGINT, SIGTERM, SIGKILL}) {
    const Folder folder;
    std::ofstream log{folder.path() / "big.log"};
    for (int i = 0; i < 4'000'000; ++i) {
      log << "a line that is long enough to take a while\n";
    }
    log.close();
    const Outcome ended = run_binary(
        {.args = {"bundle", "--mock", "-o", "out", "--include", "big.log"},
         .started =
             [number](pid_t program) {
               // Only where it writes does it have the log open.
               const std::string files = "/proc/" + std::to_string(program) + "/fd";
               for (bool open = false; !open;) {
                 std::error_code ignored;
                 for (const auto& file : std::filesystem::directory_iterator{files, ignored}) {
                   open =
                       open || std::filesystem::read_symlink(file, ignored).filename() == "big.log";
                 }
                 if (!std::filesystem::exists(files)) {
                   return;
                 }
               }
               ::kill(program, number);
             }},
        folder);
    EXPECT_EQ(ended.exit, -number);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "out"));
  }
}

constexpr std::string_view har = R"har({
 "log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36", "x": "gone"},
 "pages": [{"id": "gone", "title": "gone"}], "comment": "gone",
 "entries": [{
  "startedDateTime": "2026-11-24T10:00:00.000Z", "time": 12.50, "serverIPAddress": "198.18.0.7",
  "_initiator": {"type": "gone"}, "cache": {"gone": 1},
  "request": {"method": "GET", "url": "https://u:gone@api.1claw.xyz/v1/vaults?gone=gone#gone",
   "httpVersion": "HTTP/2", "cookies": [{"name": "gone", "value": "gone"}],
   "headers": [{"name": "X-Strange", "value": "gone"}, {"value": "curl/8", "name": "User-Agent"},
    {"name": "Authorization", "value": "Bearer gone"}, {"name": ["gone"], "value": {"gone": "gone"}}],
   "queryString": [{"name": "accept", "value": "gone"}], "headersSize": -1, "bodySize": 4,
   "postData": {"mimeType": "application/json", "params": ["gone"], "text": "{\"message\":\"gone\"}"}},
  "response": {"status": 403, "statusText": "Forbidden", "httpVersion": "HTTP/2",
   "headers": [{"name": "Retry-After", "value": "7"}, {"name": "Set-Cookie", "value": "gone"}],
   "redirectURL": "https://x.test/a?gone", "headersSize": null, "bodySize": "gone",
   "content": {"size": 99, "mimeType": "application/problem+json",
    "text": "{\"title\":\"No\",\"status\":403,\"detail\":\"ask ada@corp.test\",\"value\":\"gone\"}"}},
  "timings": {"wait": 3, "gone": 4}},
  {"request": "gone", "response": ["gone"]}]}, "other": {"gone": [[["gone"]]]}})har";

Source pieces(std::string_view text, std::size_t size) {
  return [text, size]() mutable -> Result<std::string_view> {
    const std::string_view piece = text.substr(0, size);
    text.remove_prefix(piece.size());
    return piece;
  };
}

Result<std::string> reduced(std::string_view text, std::size_t size = 4096) {
  Pseudonyms pseudonyms;
  Redactor redactor{pseudonyms, {}};
  std::string out;
  const auto done = reduce_har(pieces(text, size), redactor, [&out](std::string_view piece) {
    out += piece;
    return Result<void>{};
  });
  return done ? Result<std::string>{out} : failure(done.error().message);
}

TEST(Har, KeepsItsStructureAndWhatIsListed) {
  EXPECT_TRUE(looks_like_har(har));
  const auto out = reduced(har);
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_THAT(*out, Not(HasSubstr("gone")));
  const Json log = Json::parse(*out)["log"];
  const Json& entry = log["entries"][0];
  EXPECT_EQ(entry["time"].dump(), "12.5");
  EXPECT_EQ(entry["serverIPAddress"], "224.0.0.0");
  EXPECT_EQ(entry["request"]["url"], "https://api.1claw.xyz/v1/vaults?[14 characters]");
  EXPECT_EQ(entry["request"]["headers"].dump(),
            R"([{"name":"X-Strange","value":"[4 characters]"},)"
            R"({"name":"User-Agent","value":"curl/8"},)"
            R"({"name":"Authorization","value":"[11 characters]"},{}])");
  EXPECT_EQ(entry["request"]["queryString"][0]["value"], "[4 characters]");
  EXPECT_EQ(entry["request"]["postData"]["text"], "[18 characters]");
  EXPECT_EQ(entry["response"]["status"], 403);
  EXPECT_EQ(entry["response"]["headers"][0]["value"], "7");
  EXPECT_EQ(entry["response"]["content"]["text"],
            R"({"title":"No","status":403,"detail":"ask person-1@mail-1.invalid"})");
  EXPECT_EQ(log["entries"].size(), 2U);
}

TEST(Har, IsTheSameInAnyPieces) {
  const auto whole = reduced(har);
  for (const std::size_t size : {1U, 7U, 100U}) {
    EXPECT_EQ(*reduced(har, size), *whole);
  }
}

TEST(Har, LeavesNothingOfWhatIsNone) {
  for (const char* text : {"\"gone\"", "7", "true", "null"}) {
    EXPECT_EQ(*reduced(text), "null\n") << text;
  }
  EXPECT_EQ(*reduced("[1]"), "[]\n");
}

TEST(Har, IsRefusedWhenBroken) {
  for (std::size_t size = 0; size < har.size(); size += 13) {
    EXPECT_FALSE(reduced(har.substr(0, size))) << size;
  }
  const std::string deep = R"({"log":{"entries":)" + std::string(1000, '[');
  const auto out = reduced(deep);
  ASSERT_FALSE(out);
  EXPECT_THAT(out.error().message, HasSubstr("nested too deep"));
  EXPECT_FALSE(looks_like_har(R"({"logs": 1})"));
  EXPECT_FALSE(looks_like_har(R"({"log": 1})"));
  EXPECT_FALSE(looks_like_har("{"));
}

TEST(Har, IsReducedWhateverItIsCalledAndPackedIn) {
  const Folder folder;
  write_packed(folder.path() / "trace.gz", har, ARCHIVE_FILTER_GZIP);
  const Outcome made = bundle(folder, "trace.gz");
  ASSERT_EQ(made.exit, 0) << made.errors;
  EXPECT_THAT(made.output, HasSubstr("an HTTP archive, reduced"));
  EXPECT_THAT(contents(folder).at("included/trace"), Not(HasSubstr("gone")));
  std::ofstream{folder.path() / "cut.har"} << har.substr(0, 500);
  EXPECT_THAT(bundle(folder, "cut.har").errors, HasSubstr("'cut.har': is no JSON"));
}

}  // namespace
}  // namespace doctor::bundle
