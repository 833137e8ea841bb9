// Encryption and signatures: what was sealed comes back, and every way in which it cannot has an
// error of its own.

#include "bundle/seal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bundle/finders.h"
#include "bundle/pseudonyms.h"
#include "bundle/redact.h"
#include "bundle/scan.h"
#include "bundle/signature.h"

namespace doctor::bundle {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

std::string text_of(const SecretBytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

struct Owner {
  NewKeys texts = generate_keys();
  SecretKey opens() const { return *secret_key_in(text_of(texts.secret_file), KeyUse::sealing); }
  SecretKey signs() const { return *secret_key_in(text_of(texts.secret_file), KeyUse::signing); }
  PublicKey seals() const { return *public_key_in(texts.public_file, KeyUse::sealing); }
};

/// In pieces of an odd size.
Source pieces(std::string_view text) {
  return [text]() mutable -> Result<std::string_view> {
    constexpr std::size_t size = 1001;
    const std::string_view piece = text.substr(0, size);
    text.remove_prefix(piece.size());
    return piece;
  };
}

std::string sealed(std::string_view text, const PublicKey& key) {
  std::string out;
  const auto done = seal(pieces(text), text.size(), key, [&out](std::string_view piece) {
    out += piece;
    return Result<void>{};
  });
  EXPECT_TRUE(done) << done.error().message;
  return out;
}

Result<std::string> opened(std::string_view bytes, SecretKey key) {
  Unsealer unsealer{pieces(bytes), std::move(key)};
  std::string out;
  while (true) {
    const auto piece = unsealer.next();
    if (!piece) {
      return failure(piece.error().message);
    }
    if (piece->empty()) {
      return out;
    }
    out += *piece;
  }
}

std::string error_of(std::string_view bytes, SecretKey key) {
  const auto read = opened(bytes, std::move(key));
  return read ? "" : read.error().message;
}

TEST(Seal, GivesBackWhatWasSealed) {
  const Owner owner;
  for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 131072U, 200000U}) {
    std::string text(size, 'x');
    for (std::size_t i = 0; i < size; i += 7) {
      text[i] = static_cast<char>(i * 31);
    }
    const std::string bytes = sealed(text, owner.seals());
    const auto head = read_seal_head(bytes);
    ASSERT_TRUE(head) << head.error().message;
    EXPECT_EQ(head->content, size);
    EXPECT_EQ(head->file_size, bytes.size());
    EXPECT_EQ(bytes.find("xxxxxxxx"), std::string::npos);
    const auto back = opened(bytes, owner.opens());
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_TRUE(*back == text) << size;
  }
}

TEST(Seal, IsNewEveryTime) {
  const Owner owner;
  EXPECT_NE(sealed("hello", owner.seals()), sealed("hello", owner.seals()));
}

TEST(Seal, SaysThatTheKeyIsAnother) {
  const Owner owner;
  const Owner other;
  EXPECT_THAT(error_of(sealed("hello", owner.seals()), other.opens()),
              HasSubstr("is encrypted to another key (" + shown_id(id_of(owner.seals()))));
}

TEST(Seal, SaysThatAByteWasChanged) {
  const Owner owner;
  const std::string bytes = sealed(std::string(70000, 'a'), owner.seals());
  for (std::size_t at = 0; at < bytes.size(); at += at < 200 ? 1 : 997) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_THAT(error_of(damaged, owner.opens()),
                AnyOf(HasSubstr("has been changed or damaged"), HasSubstr("is not encrypted")))
        << at;
  }
}

TEST(Seal, SaysThatTheEndIsMissing) {
  const Owner owner;
  const std::string bytes = sealed(std::string(140000, 'a'), owner.seals());
  for (std::size_t size = 16; size < bytes.size(); size += size < 200 ? 1 : 1009) {
    EXPECT_THAT(error_of(bytes.substr(0, size), owner.opens()), HasSubstr("is cut off")) << size;
  }
  EXPECT_THAT(error_of(bytes.substr(0, bytes.size() - 1), owner.opens()), HasSubstr("is cut off"));
  EXPECT_THAT(error_of(bytes + "x", owner.opens()), HasSubstr("behind its end"));
  EXPECT_THAT(error_of("", owner.opens()), HasSubstr("is not encrypted"));
}

TEST(Seal, KeepsItsChunksInOrder) {
  const Owner owner;
  std::string bytes = sealed(std::string(131072, 'a'), owner.seals());
  constexpr std::size_t chunk = 65536 + 17;
  const std::string first = bytes.substr(seal_head_size, chunk);
  const std::string second = bytes.substr(seal_head_size + chunk);
  ASSERT_EQ(first.size(), second.size());
  EXPECT_THAT(error_of(bytes.substr(0, seal_head_size) + second + first, owner.opens()),
              HasSubstr("has been changed"));
}

TEST(Keys, AreReadFromWordsAndFiles) {
  const Owner owner;
  const PublicKey key = owner.seals();
  const std::string word = word_of(key, KeyUse::sealing);
  EXPECT_TRUE(is_public_word(word, KeyUse::sealing));
  EXPECT_FALSE(is_public_word(word, KeyUse::signing));
  EXPECT_EQ(*public_key_in(word, KeyUse::sealing), key);
  EXPECT_EQ(public_half(owner.opens(), KeyUse::sealing), key);
  EXPECT_FALSE(public_key_in(word, KeyUse::signing));
  EXPECT_FALSE(public_key_in(text_of(owner.texts.secret_file), KeyUse::sealing));
  EXPECT_FALSE(secret_key_in(owner.texts.public_file, KeyUse::sealing));
  const auto none = public_key_in("nothing here", KeyUse::sealing);
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("no public encryption key"));
}

TEST(Keys, AreRefusedWhenMistyped) {
  const Owner owner;
  const std::string word = word_of(owner.seals(), KeyUse::sealing);
  for (std::size_t at = word.rfind('_') + 1; at < word.size(); ++at) {
    std::string typo = word;
    typo[at] = typo[at] == '0' ? '1' : '0';
    const auto read = public_key_in(typo, KeyUse::sealing);
    ASSERT_FALSE(read) << at;
    EXPECT_THAT(read.error().message, HasSubstr("mistyped"));
  }
  EXPECT_FALSE(public_key_in(word.substr(0, word.size() - 1), KeyUse::sealing));
  EXPECT_FALSE(public_key_in(word + "0", KeyUse::sealing));
}

TEST(Keys, AreSecretsToRedactorAndScanner) {
  const std::string text = text_of(Owner{}.texts.secret_file);
  EXPECT_TRUE(scan(text, nullptr));
  Pseudonyms pseudonyms;
  const std::string safe = Redactor{pseudonyms, {}}.redact(text);
  EXPECT_FALSE(scan(safe, nullptr)) << safe;
  EXPECT_FALSE(secret_key_in(safe, KeyUse::sealing));
  EXPECT_FALSE(secret_key_in(safe, KeyUse::signing));
}

TEST(Signature, HoldsForWhatWasSigned) {
  const Owner owner;
  const std::string signature = sign("manifest", owner.signs());
  ASSERT_LE(signature.size(), longest_signature);
  const auto signer = check_signature("manifest", signature);
  ASSERT_TRUE(signer) << signer.error().message;
  EXPECT_EQ(*signer, *public_key_in(owner.texts.public_file, KeyUse::signing));
  const auto other = check_signature("manifesto", signature);
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().message, HasSubstr("changed since it was signed"));
  for (std::size_t at = 0; at + 1 < signature.size(); ++at) {
    std::string damaged = signature;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_FALSE(check_signature("manifest", damaged)) << at;
    EXPECT_FALSE(check_signature("manifest", signature.substr(0, at))) << at;
  }
}

}  // namespace
}  // namespace doctor::bundle
