// `bundle redact`: an older bundle with this version's rules.

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bundle/builder.h"
#include "bundle/reader.h"
#include "bundle/stand_ins.h"
#include "tests/cli/binary.h"

namespace doctor::bundle {
namespace {

using cli::testing::Folder;
using cli::testing::Outcome;
using cli::testing::read_file;
using cli::testing::run_binary;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

constexpr const char* report =
    R"({"schema":"oneclaw-doctor/report/v1","run":{"id":"x","mode":"live"},"later":{"member":1.50},)"
    R"("target":{"vault":{"value":"00000000-0000-4000-8000-000000000007"}},)"
    R"("observations":[{"id":"a","facts":[{"name":"a.detail","value":"key ocv_9f8e7d6"}]}]})";

/// What a version that knew fewer rules might have written.
void make_old(const std::filesystem::path& path) {
  Builder builder{{.folder = path.parent_path().string()}};
  ASSERT_TRUE(builder.add({.name = "report.json", .origin = "run"}, report));
  ASSERT_TRUE(builder.add({.name = "included/app.log", .origin = "--include", .why = "asked for"},
                          "old [value#4], person-2@mail-1.invalid\n"
                          "new password=swordfish99 from ada@corp.test\n"));
  // Nothing in it that the scanner, which knows less than the redactor, would refuse.
  const auto written = builder.write({.tool_version = "0.0.1",
                                      .rules_version = "2026.1",
                                      .created_at = "2026-01-01T00:00:00Z",
                                      .omitted = {{.what = "the weather", .why = "no window"}}},
                                     path.string());
  ASSERT_TRUE(written) << written.error().message;
}

std::map<std::string, std::string> contents(const std::filesystem::path& path, Manifest* about) {
  std::map<std::string, std::string> out;
  const auto manifest =
      read_bundle(read_file(path), [&out](const FileEntry& file, std::string_view piece, bool) {
        out[file.name] += piece;
        return true;
      });
  EXPECT_TRUE(manifest) << manifest.error().message;
  if (manifest && about != nullptr) {
    *about = *manifest;
  }
  return out;
}

Outcome redact(const Folder& folder, std::vector<std::string> args) {
  args.insert(args.begin(), {"bundle", "redact"});
  return run_binary({.args = std::move(args)}, folder);
}

TEST(BundleRedact, TakesOutWhatAnOlderVersionLeft) {
  const Folder folder;
  make_old(folder.path() / "old.tar.gz");
  const Outcome made = redact(folder, {"old.tar.gz", "-o", "new.tar.gz"});
  ASSERT_EQ(made.exit, 0) << made.errors;
  Manifest about;
  const auto files = contents(folder.path() / "new.tar.gz", &about);
  EXPECT_EQ(files.at("included/app.log"),
            "old [value#4], person-2@mail-1.invalid\n"
            "new password=[password#8] from person-8@mail-8.invalid\n")
      << "numbers go on behind the highest there was";
  const Json judged = Json::parse(files.at("report.json"));
  EXPECT_EQ(judged["observations"][0]["facts"][0]["value"], "key ocv_[agent-key#8]");
  EXPECT_EQ(judged["target"]["vault"]["value"], "00000000-0000-4000-8000-000000000007");
  EXPECT_EQ(judged["later"]["member"].dump(), "1.5") << "what this version does not know stays";
  EXPECT_EQ(about.created_at, "2026-01-01T00:00:00Z");
  EXPECT_EQ(about.rules_version, "2026.1");
  EXPECT_NE(about.tool_version, "0.0.1");
  ASSERT_EQ(about.omitted.size(), 1U);
  EXPECT_EQ(about.omitted.front().what, "the weather");
  EXPECT_EQ(run_binary({.args = {"bundle", "verify", "new.tar.gz"}}, folder).exit, 0);
}

TEST(BundleRedact, ChangesNothingTheSecondTime) {
  const Folder folder;
  make_old(folder.path() / "old.tar.gz");
  ASSERT_EQ(redact(folder, {"old.tar.gz", "-o", "new.tar.gz"}).exit, 0);
  ASSERT_EQ(redact(folder, {"new.tar.gz", "-o", "again.tar.gz"}).exit, 0);
  EXPECT_EQ(contents(folder.path() / "new.tar.gz", nullptr),
            contents(folder.path() / "again.tar.gz", nullptr));
}

TEST(BundleRedact, ReadsAndWritesEncryptedOnes) {
  const Folder folder;
  make_old(folder.path() / "old.tar.gz");
  ASSERT_EQ(run_binary({.args = {"bundle", "keygen", "k"}}, folder).exit, 0);
  ASSERT_EQ(redact(folder, {"old.tar.gz", "-o", "a", "--encrypt-to", "k.pub"}).exit, 0);
  EXPECT_EQ(redact(folder, {"a", "-o", "b"}).exit, 2);
  ASSERT_EQ(redact(folder, {"a", "-o", "b", "--key", "k"}).exit, 0);
  EXPECT_EQ(run_binary({.args = {"bundle", "verify", "b"}}, folder).exit, 0);
}

TEST(BundleRedact, RefusesWhatItCannotDo) {
  const Folder folder;
  make_old(folder.path() / "old.tar.gz");
  EXPECT_THAT(redact(folder, {"old.tar.gz"}).errors, HasSubstr("needs -o FILE"));
  EXPECT_THAT(redact(folder, {"old.tar.gz", "-o", "old.tar.gz"}).errors, HasSubstr("exists"));
  EXPECT_THAT(redact(folder, {"nowhere", "-o", "x"}).errors, HasSubstr("cannot read 'nowhere'"));
  EXPECT_EQ(redact(folder, {"old.tar.gz", "-o", "x", "--max-size", "1024"}).exit, 0);
  const Outcome shown = redact(folder, {"old.tar.gz", "--preview"});
  EXPECT_EQ(shown.exit, 0) << shown.errors;
  EXPECT_THAT(shown.output, HasSubstr("included/app.log  (asked for; 2 replaced)"));
  std::filesystem::resize_file(folder.path() / "old.tar.gz", 200);
  EXPECT_EQ(redact(folder, {"old.tar.gz", "-o", "y"}).exit, 2);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "y"));
}

TEST(StandIns, CountTheHighestNumber) {
  const std::string text =
      "[value#3] name-12 part-7/part-9 person-4@mail-5.invalid [x#99999999] surname-500\n" +
      std::string(200000, ' ') + "00000000-0000-4000-8000-00000000001f";
  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, text.size()}) {
    StandIns stand_ins;
    for (std::size_t at = 0; at < text.size(); at += size) {
      stand_ins.feed(std::string_view{text}.substr(at, size));
    }
    stand_ins.finish();
    EXPECT_EQ(stand_ins.highest(), 500U) << "one too many is harmless";
  }
  EXPECT_EQ(StandIns{}.highest(), 0U);
}

}  // namespace
}  // namespace doctor::bundle
