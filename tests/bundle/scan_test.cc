// The scanner: finds what the redactor leaves when it is not there, in every encoding, and nothing
// in what the redactor made.

#include "bundle/scan.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "bundle/redact.h"

namespace doctor::bundle {
namespace {

constexpr std::string_view secret = "correct-horse-battery-staple-42";

SecretWindows knowing(std::string_view value) {
  SecretWindows out;
  out.learn(value);
  return out;
}

std::string corpus(const std::string& name) {
  std::ifstream in{std::string{CORPUS_FOLDER} + "/" + name};
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Hidden {
  std::string name;
  std::string text;
  std::string encoding;
};

void PrintTo(const Hidden& hidden, std::ostream* out) {
  *out << hidden.text;
}

class Encodings : public testing::TestWithParam<Hidden> {};

TEST_P(Encodings, AreSeenThrough) {
  const SecretWindows known = knowing(secret);
  const auto leak = scan("harmless before\n" + GetParam().text + "\nand after", &known);
  ASSERT_TRUE(leak);
  EXPECT_EQ(leak->what, "a known secret");
  EXPECT_EQ(leak->encoding, GetParam().encoding);
  EXPECT_FALSE(scan(GetParam().text, nullptr)) << "only who knows it can see it";
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Encodings,
    testing::Values(
        Hidden{"plain", "x correct-horse-battery-staple-42 y", ""},
        Hidden{"truncated", "x horse-batter y", ""},
        Hidden{"hexadecimal", "636f72726563742d686f7273652d62617474657279", "hexadecimal"},
        Hidden{"base64", "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5LXN0", "base64"},
        Hidden{"base64_one_off", "eGNvcnJlY3QtaG9yc2UtYmF0dGVyeS1z", "base64"},
        Hidden{"percent", "correct%2dhorse%2dbattery%2dstaple%2d42", "percent"},
        Hidden{"json", "correct\\u002dhorse\\u002dbattery\\u002dstaple", "backslashes"},
        Hidden{"html", "correct&#45;horse&#x2d;battery&#45;staple", "HTML"},
        Hidden{"wrapped", "correct-ho\nrse-batter\ny-staple-42", "broken lines"},
        Hidden{
            "base64_in_percent", "Y29ycmVjdC1ob3%4azZS1iYXR0ZXJ5%4cXN0YXBs", "base64 in percent"}),
    [](const auto& hidden) { return hidden.param.name; });

TEST(Scanner, FindsAcrossItsPieces) {
  const SecretWindows known = knowing(secret);
  for (const std::size_t before : {65520UL, 57300UL, 131000UL}) {
    Scanner scanner{&known};
    const std::string text = std::string(before, '.') + std::string{secret} + std::string(300, '.');
    for (std::size_t at = 0; at < text.size(); at += 977) {
      scanner.feed(std::string_view{text}.substr(at, 977));
    }
    const auto leak = scanner.finish();
    ASSERT_TRUE(leak) << before;
    EXPECT_EQ(leak->offset, before);
    EXPECT_FALSE(scanner.finish()) << "ready for the next file";
  }
}

TEST(Scanner, KnowsKeysByTheirForm) {
  for (const std::string text :
       {"ocv_9f8e7d6c5b4a3f2e",
        "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.c2ln",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1h",
        "Authorization: Bearer abcdefgh12345678",
        "postgres://app:s3cret@db",
        "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318",
        "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9dE"}) {
    EXPECT_TRUE(scan(text, nullptr)) << text;
  }
}

TEST(Scanner, IsContentWithWhatTheRedactorLeaves) {
  std::string text = corpus("secrets.txt") + corpus("harmless.txt");
  for (const std::string_view mark : {"⟦", "⟧", "⏎"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), mark == "⏎" ? "\n" : "");
    }
  }
  EXPECT_TRUE(scan(text, nullptr)) << "the corpus itself is full of secrets";
  Pseudonyms pseudonyms;
  const std::string out = Redactor{pseudonyms, {}}.redact(text);
  const auto leak = scan(out, nullptr);
  EXPECT_FALSE(leak) << leak->what << " in " << leak->encoding << ": "
                     << out.substr(leak->offset, 80);
}

}  // namespace
}  // namespace doctor::bundle
