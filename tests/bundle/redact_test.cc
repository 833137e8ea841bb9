// The redactor: a corpus of realistic lines, planted secrets, and what pseudonyms promise.

#include "bundle/redact.h"

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "canary.h"

namespace doctor::bundle {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> lines_of(const std::string& name) {
  std::ifstream in{std::string{CORPUS_FOLDER} + "/" + name};
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("# One")) {
      out.push_back(line);
    }
  }
  return out;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// What stands between ⟦ and ⟧.
std::vector<std::string> marked_in(const std::string& line) {
  constexpr std::string_view open = "⟦";
  constexpr std::string_view close = "⟧";
  std::vector<std::string> out;
  for (auto at = line.find(open); at != std::string::npos; at = line.find(open, at + 1)) {
    const auto begin = at + open.size();
    out.push_back(line.substr(begin, line.find(close, begin) - begin));
  }
  return out;
}

bool survives(const std::string& secret, const std::string& output) {
  const std::size_t length = std::min<std::size_t>(secret.size(), 12);
  for (std::size_t i = 0; i + length <= secret.size(); ++i) {
    if (output.find(secret.substr(i, length)) != std::string::npos) {
      return true;
    }
  }
  return false;
}

std::string redacted(std::string_view text, const RedactorOptions& options = {}) {
  Pseudonyms pseudonyms;
  return Redactor{pseudonyms, options}.redact(text);
}

TEST(Corpus, NoSecretSurvives) {
  const auto lines = lines_of("secrets.txt");
  ASSERT_GE(lines.size(), 180U);
  for (const std::string& raw : lines) {
    const std::string line = replace_all(raw, "⏎", "\n");
    const std::string output = redacted(replace_all(replace_all(line, "⟦", ""), "⟧", ""));
    for (const std::string& secret : marked_in(line)) {
      EXPECT_FALSE(survives(secret, output)) << line << "\n" << output;
    }
  }
}

TEST(Corpus, HarmlessLinesStay) {
  const auto lines = lines_of("harmless.txt");
  ASSERT_GE(lines.size(), 200U);
  std::size_t damaged = 0;
  for (const std::string& line : lines) {
    const std::string output = redacted(line);
    damaged += output == line ? 0U : 1U;
    std::cout << (output == line ? "" : "damaged: " + line + "\n");
  }
  EXPECT_LE(damaged * 100, lines.size());
}

TEST(Canaries, NoneSurvives) {
  const testing::Outcome outcome = testing::plant_and_search(3000, 20261125);
  EXPECT_EQ(outcome.planted, 3000U);
  for (const testing::Survivor& survivor : outcome.survivors) {
    ADD_FAILURE() << survivor.piece << " of " << survivor.line;
  }
}

/// The corpus many times over: longer than several blocks.
std::string long_text() {
  std::string once = "a line in any case\n";
  for (const char* name : {"secrets.txt", "harmless.txt"}) {
    for (const std::string& line : lines_of(name)) {
      once += replace_all(replace_all(line, "⟦", ""), "⟧", "") + "\n";
    }
  }
  std::string out;
  while (out.size() < 400'000) {
    out += once;
  }
  return out;
}

TEST(Redactor, GivesTheSameWhateverThePieces) {
  const std::string text = long_text();
  const std::string whole = redacted(text);
  std::mt19937 random{7};  // NOLINT(*-msc51-cpp): the same every time
  for (const std::size_t longest : {1UL, 100UL, 300'000UL}) {
    Pseudonyms pseudonyms;
    Redactor redactor{pseudonyms, {}};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = 1 + random() % longest;
      redactor.feed(std::string_view{text}.substr(at, size), out);
      at += size;
    }
    redactor.finish(out);
    EXPECT_TRUE(out == whole) << "pieces of up to " << longest;
  }
}

TEST(Redactor, FindsTheSameInOneLongLine) {
  std::string text = replace_all(long_text(), "\n", " ");
  text += " password=swordfish99 ";
  const std::string out = redacted(text);
  EXPECT_THAT(out, Not(HasSubstr("swordfish99")));
  EXPECT_THAT(out, Not(HasSubstr("ocv_C3v2B1n0M9k8")));
}

TEST(Redactor, SwallowsASecretLongerThanAllItHolds) {
  std::mt19937 random{3};  // NOLINT(*-msc51-cpp)
  std::string token = "eyJhbGciOiJFZERTQSJ9.";
  while (token.size() < 1'000'000) {
    token += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"[random() % 64];
  }
  EXPECT_EQ(redacted("before " + token + " after"), "before [jwt#1] after");
  std::string pem = "-----BEGIN PRIVATE KEY-----\n";
  for (std::size_t at = 21; at + 64 < token.size(); at += 64) {
    pem += replace_all(token.substr(at, 64), "_", "/") + "\n";
  }
  const std::string out = redacted(pem + "-----END PRIVATE KEY-----\nafter");
  EXPECT_EQ(out, "-----BEGIN PRIVATE KEY-----[private-key#1]-----END PRIVATE KEY-----\nafter");
}

/// Every text of 1 to `longest` of the characters that addresses are made of.
std::vector<std::string> address_like(std::size_t longest) {
  std::vector<std::string> out{""};
  for (std::size_t at = 0; at < out.size(); ++at) {
    for (std::size_t i = 0; out[at].size() < longest && i < 4; ++i) {
      out.push_back(out[at] + "4c.:"[i]);
    }
  }
  return out;
}

// The digits before a colon once were all that was left of an address: the search began anew there.
TEST(Redactor, EndsWhateverStandsAroundAColon) {
  for (const char* before : {"", "c0de", "c0de:", "1.2.3.4"}) {
    std::string text;
    for (const std::string& rest : address_like(5)) {
      text += before + rest + "\n";
    }
    EXPECT_EQ(std::ranges::count(redacted(text), '\n'), std::ranges::count(text, '\n'));
  }
}

TEST(Redactor, KnowsShortValuesAsAWhole) {
  Fingerprints known;
  known.learn("Sesam9");
  known.learn("abc");  // too short to be told from anything
  EXPECT_EQ(redacted("it said Sesam9, abc", {.known = &known}), "it said [known-secret#1], abc");
}

TEST(Redactor, ReplacesGivenNames) {
  const RedactorOptions options{.names = {{.text = "Kronos-Vault"}, {.text = "ab"}}};
  EXPECT_EQ(redacted("vault kronos-vault, ab, xkronos-vault", options),
            "vault name-1, ab, xkronos-vault");
}

TEST(Redactor, KeepsNamesWhenAsked) {
  const std::string text = "ada@corp.test at 198.18.7.9 in 8b6c2f9e-1111-4222-8333-123456789abc";
  EXPECT_EQ(redacted(text, {.keep_names = true}), text);
  EXPECT_EQ(redacted(text),
            "person-1@mail-1.invalid at 224.0.0.0 in 00000000-0000-4000-8000-000000000001");
}

TEST(Redactor, CountsWhatItReplaced) {
  Pseudonyms pseudonyms;
  Redactor redactor{pseudonyms, {}};
  redactor.redact("password=swordfish99 and 127.0.0.1");
  EXPECT_EQ(redactor.counts().at(static_cast<std::size_t>(Kind::password)), 1U);
  EXPECT_EQ(redactor.counts().at(static_cast<std::size_t>(Kind::ipv4)), 0U);
}

TEST(Pseudonyms, AreOnePerValueAndDifferForDifferentOnes) {
  std::mt19937 random{11};  // NOLINT(*-msc51-cpp)
  Pseudonyms pseudonyms;
  std::map<std::string, std::string> forward;
  std::map<std::string, std::string> backward;
  for (int i = 0; i < 20000; ++i) {
    std::string value;
    std::string stand_in;
    switch (random() % 4) {
      case 0:
        for (int part = 0; part < 4; ++part) {
          value += (part == 0 ? "" : ".") + std::to_string(random() % (part < 2 ? 12 : 256));
        }
        stand_in = pseudonyms.ipv4(value);
        break;
      case 1:
        value =
            "u" + std::to_string(random() % 500) + "@d" + std::to_string(random() % 40) + ".test";
        stand_in = pseudonyms.email(value);
        break;
      case 2: {
        std::ostringstream text;
        text << "2a0" << random() % 9 << ":" << std::hex << random() % 30
             << ":7::" << 1 + random() % 999;
        value = text.str();
        stand_in = pseudonyms.ipv6(value);
        break;
      }
      default:
        value = "vault" + std::to_string(random() % 3000);
        stand_in = pseudonyms.named("name", value);
    }
    const auto [first, fresh] = forward.emplace(value, stand_in);
    EXPECT_EQ(first->second, stand_in) << value;
    const auto [other, unused] = backward.emplace(stand_in, value);
    EXPECT_EQ(other->second, value) << stand_in << " stands for two";
  }
}

TEST(Pseudonyms, KeepNetworksTogether) {
  Pseudonyms pseudonyms;
  EXPECT_EQ(pseudonyms.ipv4("10.4.7.1"), "10.0.0.0");
  EXPECT_EQ(pseudonyms.ipv4("10.4.7.2"), "10.0.0.1");
  EXPECT_EQ(pseudonyms.ipv4("10.4.9.2"), "10.0.1.0");
  EXPECT_EQ(pseudonyms.ipv4("10.9.9.2"), "10.1.0.0");
  EXPECT_EQ(pseudonyms.ipv4("192.168.44.5"), "192.168.0.0");
  EXPECT_EQ(pseudonyms.ipv4("172.20.1.1"), "172.16.0.0");
  EXPECT_EQ(pseudonyms.ipv4("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(pseudonyms.ipv4("not an address"), "not an address");
  EXPECT_EQ(pseudonyms.ipv6("2a01:4f8:1:2::7"), "3fff:1:1:1::1");
  EXPECT_EQ(pseudonyms.ipv6("2a01:4f8:1:2::8"), "3fff:1:1:1::2");
  EXPECT_EQ(pseudonyms.ipv6("2a01:4f8:1:3::8"), "3fff:1:1:2::1");
  EXPECT_EQ(pseudonyms.ipv6("::1"), "::1");
  EXPECT_EQ(pseudonyms.path("prod/db/main"), "part-1/part-2/part-3");
  EXPECT_EQ(pseudonyms.path("prod/*/main"), "part-1/*/part-3");
}

}  // namespace
}  // namespace doctor::bundle
