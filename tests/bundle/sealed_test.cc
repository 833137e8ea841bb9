// `bundle keygen`, `--encrypt-to`, `--sign-with`, `bundle open`, and `verify` of what they make.

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/cli/binary.h"

namespace doctor::bundle {
namespace {

using cli::testing::Folder;
using cli::testing::Outcome;
using cli::testing::read_file;
using cli::testing::run_binary;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Outcome bundle(const Folder& folder, std::vector<std::string> args) {
  args.insert(args.begin(), "bundle");
  return run_binary({.args = std::move(args)}, folder);
}

Outcome make(const Folder& folder, const std::string& path, std::vector<std::string> args) {
  args.insert(args.end(), {"--mock=agent_expired", "-o", path});
  return bundle(folder, std::move(args));
}

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

/// The word in a key file that begins with `prefix`.
std::string word_in(const std::filesystem::path& path, const std::string& prefix) {
  const std::string text = read_file(path);
  const auto at = text.find(prefix);
  return at == std::string::npos ? "" : text.substr(at, text.find('\n', at) - at);
}

/// Everything of exit code, streams and file that a refusal must be.
void expect_refusal(const Outcome& outcome, int code, const std::string& words) {
  EXPECT_EQ(outcome.exit, code) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr(words));
  EXPECT_EQ(std::count(outcome.errors.begin(), outcome.errors.end(), '\n'), 1) << outcome.errors;
}

TEST(BundleKeygen, WritesTwoFilesForTheirOwnerAlone) {
  const Folder folder;
  const Outcome made = bundle(folder, {"keygen", "k"});
  ASSERT_EQ(made.exit, 0) << made.errors;
  EXPECT_EQ(mode_of(folder.path() / "k"), 0600U);
  EXPECT_EQ(mode_of(folder.path() / "k.pub"), 0600U);
  const std::string secret = read_file(folder.path() / "k");
  EXPECT_THAT(secret, HasSubstr("oneclaw_decrypt_"));
  EXPECT_THAT(read_file(folder.path() / "k.pub"), HasSubstr("oneclaw_encrypt_"));
  EXPECT_EQ(made.output.find("oneclaw_decrypt_"), std::string::npos);
  expect_refusal(bundle(folder, {"keygen", "k"}), 2, "File exists");
  EXPECT_EQ(read_file(folder.path() / "k"), secret) << "it was replaced";
  std::filesystem::remove(folder.path() / "k");
  expect_refusal(bundle(folder, {"keygen", "k"}), 2, "'k.pub': File exists");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "k")) << "half a pair";
}

TEST(BundleEncrypt, IsOpenedByItsKeyAlone) {
  const Folder folder;
  ASSERT_EQ(bundle(folder, {"keygen", "k"}).exit, 0);
  ASSERT_EQ(bundle(folder, {"keygen", "other"}).exit, 0);
  const Outcome made = make(folder, "b.sealed", {"--encrypt-to", "k.pub"});
  ASSERT_EQ(made.exit, 0) << made.errors;
  EXPECT_EQ(mode_of(folder.path() / "b.sealed"), 0600U);
  EXPECT_THAT(read_file(folder.path() / "b.sealed"), StartsWith("oneclaw-sealed/1"));
  expect_refusal(bundle(folder, {"open", "b.sealed", "--key", "other"}), 2, "another key");
  expect_refusal(bundle(folder, {"open", "b.sealed"}), 2, "--key FILE opens it");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "b"));
  expect_refusal(run_binary({.args = {"replay", "b.sealed"}}, folder), 2, "'bundle open' it first");
  const Outcome opened = bundle(folder, {"open", "b.sealed", "--key", "k"});
  ASSERT_EQ(opened.exit, 0) << opened.errors;
  EXPECT_THAT(opened.output, HasSubstr("not signed"));
  EXPECT_EQ(mode_of(folder.path() / "b"), 0600U);
  EXPECT_EQ(bundle(folder, {"verify", "b"}).exit, 0);
  expect_refusal(bundle(folder, {"open", "b.sealed", "--key", "k"}), 2, "File exists");
  expect_refusal(bundle(folder, {"open", "b", "-o", "c", "--key", "k"}), 2, "is not encrypted");
  EXPECT_EQ(run_binary({.args = {"replay", "b"}}, folder).exit, 1) << "as the scenario is judged";
}

TEST(BundleEncrypt, TakesAKeyAsAWord) {
  const Folder folder;
  ASSERT_EQ(bundle(folder, {"keygen", "k"}).exit, 0);
  const std::string word = word_in(folder.path() / "k.pub", "oneclaw_encrypt_");
  ASSERT_EQ(make(folder, "b.sealed", {"--encrypt-to", word}).exit, 0);
  EXPECT_EQ(bundle(folder, {"verify", "b.sealed", "--key", "k"}).exit, 0);
  std::string typo = word;
  typo.back() = typo.back() == '0' ? '1' : '0';
  expect_refusal(make(folder, "c.sealed", {"--encrypt-to", typo}), 2, "mistyped");
  expect_refusal(make(folder, "c.sealed", {"--encrypt-to", "k"}), 2, "no public encryption key");
  expect_refusal(make(folder, "c.sealed", {"--encrypt-to", "nowhere"}), 2, "cannot read 'nowhere'");
  const std::string secret = word_in(folder.path() / "k", "oneclaw_decrypt_");
  const Outcome refused = make(folder, "c.sealed", {"--encrypt-to", secret});
  expect_refusal(refused, 2, "visible to every process");
  EXPECT_EQ(refused.errors.find(secret), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "c.sealed"));
}

TEST(BundleEncrypt, SaysWhatIsWrongWithADamagedOne) {
  const Folder folder;
  ASSERT_EQ(bundle(folder, {"keygen", "k"}).exit, 0);
  ASSERT_EQ(make(folder, "b.sealed", {"--encrypt-to", "k.pub"}).exit, 0);
  const std::string bytes = read_file(folder.path() / "b.sealed");
  std::string changed = bytes;
  changed[bytes.size() / 2] = static_cast<char>(changed[bytes.size() / 2] ^ 1);
  std::ofstream{folder.path() / "changed"} << changed;
  std::ofstream{folder.path() / "cut"} << bytes.substr(0, bytes.size() - 100);
  std::ofstream{folder.path() / "longer"} << bytes << "x";
  for (const std::string deed : {"open", "verify"}) {
    const auto outcome = [&](const std::string& path) {
      std::vector<std::string> args{deed, path, "--key", "k"};
      if (deed == "open") {
        args.insert(args.end(), {"-o", "out"});
      }
      return bundle(folder, args);
    };
    expect_refusal(outcome("changed"), 2, "has been changed or damaged");
    expect_refusal(outcome("cut"), 2, "is cut off");
    expect_refusal(outcome("longer"), 2, "behind its end");
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "out"));
}

TEST(BundleVerify, SaysOfAnEncryptedOneWhatItCan) {
  const Folder folder;
  ASSERT_EQ(bundle(folder, {"keygen", "k"}).exit, 0);
  ASSERT_EQ(make(folder, "b.sealed", {"--encrypt-to", "k.pub"}).exit, 0);
  const Outcome outside = bundle(folder, {"verify", "b.sealed"});
  expect_refusal(outside, 2, "only its key shows whether it is clean");
  EXPECT_THAT(outside.output, HasSubstr("bytes inside, not cut off"));
  const std::string bytes = read_file(folder.path() / "b.sealed");
  std::ofstream{folder.path() / "cut"} << bytes.substr(0, bytes.size() - 1);
  expect_refusal(bundle(folder, {"verify", "cut"}), 2, "is cut off");
}

TEST(BundleSign, ProvesWhoMadeIt) {
  const Folder folder;
  ASSERT_EQ(bundle(folder, {"keygen", "k"}).exit, 0);
  ASSERT_EQ(bundle(folder, {"keygen", "other"}).exit, 0);
  ASSERT_EQ(make(folder, "plain", {}).exit, 0);
  ASSERT_EQ(make(folder, "signed", {"--sign-with", "k"}).exit, 0);
  ASSERT_EQ(make(folder, "both", {"--sign-with", "k", "--encrypt-to", "other.pub"}).exit, 0);
  const std::string word = word_in(folder.path() / "k.pub", "oneclaw_verify_");
  const Outcome seen = bundle(folder, {"verify", "signed"});
  EXPECT_EQ(seen.exit, 0) << seen.errors;
  EXPECT_THAT(seen.output, HasSubstr("signed by " + word));
  EXPECT_EQ(bundle(folder, {"verify", "signed", "--signed-by", "k.pub"}).exit, 0);
  EXPECT_EQ(bundle(folder, {"verify", "signed", "--signed-by", word}).exit, 0);
  expect_refusal(
      bundle(folder, {"verify", "signed", "--signed-by", "other.pub"}), 1, "signed by another key");
  expect_refusal(bundle(folder, {"verify", "plain", "--signed-by", "k.pub"}), 1, "is not signed");
  const auto open = [&](const std::string& signer) {
    return bundle(folder,
                  {"open", "both", "-o", "opened", "--key", "other", "--signed-by", signer});
  };
  expect_refusal(open("other.pub"), 1, "signed by another key");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "opened"));
  EXPECT_EQ(open("k.pub").exit, 0);
  EXPECT_EQ(run_binary({.args = {"replay", "opened"}}, folder).exit, 1);
  expect_refusal(make(folder, "x", {"--sign-with", "k.pub"}), 2, "no secret signing key");
}

}  // namespace
}  // namespace doctor::bundle
