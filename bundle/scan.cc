#include "bundle/scan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include <re2/re2.h>

#include "bundle/scan_decode.h"

namespace doctor::bundle {
namespace {

constexpr std::size_t piece_size = std::size_t{64} << 10U;
constexpr std::size_t overlap = std::size_t{8} << 10U;
constexpr int deepest = 3;  ///< layers of encoding

struct Pattern {
  std::string_view what;
  std::string_view expression;
};

// What a support bundle can hold by mistake only. Narrower than the redactor: nothing here may
// match what a redactor leaves on purpose.
constexpr auto patterns = std::to_array<Pattern>({
    {"an agent or user key", R"(\b(?:ocv|1ck|plt)_[A-Za-z0-9-]*[0-9][A-Za-z0-9_-]{9,})"},
    {"a token of 1Claw", R"(\b(?:rat|whk|ct)_[A-Za-z0-9-]*[0-9][A-Za-z0-9_-]{11,})"},
    {"a secret key for bundles", R"(\boneclaw_(?:decrypt|sign)_[0-9a-fA-F]{12,})"},
    {"a JSON Web Token", R"(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.)"},
    {"a private key", R"(-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\\rn]*[A-Za-z0-9+/=]{16})"},
    {"an Authorization header",
     R"((?i)authorization["'\\]*\s*[:=]\s*["'\\\[]*(?:bearer|basic|dpop)\s+[A-Za-z0-9+/=._~-]{12})"},
    {"a login in a URL", R"(://[^\s/:@\[\]"'<>#?]+:[^\s/@\[\]"'<>]{3,}@[A-Za-z0-9.-]+)"},
    {"a TOTP secret", R"(otpauth://[a-z]+/[^\s"']*secret=[A-Z2-7]{8})"},
    {"a password", R"re((?i)passw(?:or)?d["'\\]*\s*[=:]\s*["'\\]+[^\s"'\\\[<$*]{6,}["'\\])re"},
    {"a private key of a wallet", R"(\b0x[0-9a-fA-F]{64}\b)"},
    {"a key of another product",
     R"(\b(?:sk_live_|ghp_|github_pat_|xox[bp]-|AKIA|glpat-|hvs\.)[A-Za-z0-9_-]{16,})"},
});

const std::vector<std::unique_ptr<RE2>>& compiled() {
  static const std::vector<std::unique_ptr<RE2>> all = [] {
    std::vector<std::unique_ptr<RE2>> out;
    for (const Pattern& pattern : patterns) {
      RE2::Options options;
      options.set_encoding(RE2::Options::EncodingLatin1);  // bytes, whatever they are
      out.push_back(std::make_unique<RE2>(
          re2::StringPiece{pattern.expression.data(), pattern.expression.size()}, options));
    }
    return out;
  }();
  return all;
}

/// All of them at once, to see whether any is there.
const RE2& any_pattern() {
  static const std::unique_ptr<RE2> all = [] {
    std::string joined;
    for (const Pattern& pattern : patterns) {
      joined += (joined.empty() ? "(?:" : "|(?:") + std::string{pattern.expression} + ")";
    }
    RE2::Options options;
    options.set_encoding(RE2::Options::EncodingLatin1);
    options.set_never_capture(true);
    return std::make_unique<RE2>(joined, options);
  }();
  return *all;
}

double entropy_of(std::string_view token) {
  std::array<int, 256> counts{};
  for (const char c : token) {
    ++counts.at(static_cast<unsigned char>(c));
  }
  double bits = 0;
  for (const int count : counts) {
    if (count > 0) {
      const double share = static_cast<double>(count) / static_cast<double>(token.size());
      bits -= share * std::log2(share);
    }
  }
  return bits;
}

/// A long word of letters of both cases and digits, as random as only keys are.
std::optional<std::size_t> find_random(std::string_view text) {
  constexpr std::size_t least = 40;
  constexpr double bits = 4.6;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    const bool digit = c >= '0' && c <= '9';
    if (digit || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      continue;
    }
    const std::string_view token = text.substr(begin, i - begin);
    const auto digits = std::ranges::count_if(token, [](char d) { return d >= '0' && d <= '9'; });
    if (token.size() >= least && digits * 20 >= static_cast<long>(token.size()) &&
        entropy_of(token) >= bits) {
      return begin;
    }
    begin = i + 1;
  }
  return std::nullopt;
}

std::optional<Leak> look_at(std::string_view text, const SecretWindows* known, bool plain) {
  if (known != nullptr) {
    if (const auto at = known->find(text)) {
      return Leak{.what = "a known secret", .encoding = {}, .offset = *at};
    }
  }
  const re2::StringPiece all{text.data(), text.size()};
  const bool any = any_pattern().Match(all, 0, all.size(), RE2::UNANCHORED, nullptr, 0);
  for (std::size_t i = 0; any && i < patterns.size(); ++i) {
    re2::StringPiece found;
    if (compiled()[i]->Match(all, 0, all.size(), RE2::UNANCHORED, &found, 1)) {
      return Leak{.what = std::string{patterns.at(i).what},
                  .encoding = {},
                  .offset = static_cast<std::size_t>(found.data() - text.data())};
    }
  }
  if (const auto at = plain ? find_random(text) : std::nullopt) {
    return Leak{.what = "something as random as a key", .encoding = {}, .offset = *at};
  }
  return std::nullopt;
}

std::optional<Leak> look_deep(std::string_view text,
                              const SecretWindows* known,
                              int depth,
                              bool wholes);

std::optional<Leak> look_inside(const std::vector<Layer>& layers,
                                const SecretWindows* known,
                                int depth,
                                bool wholes) {
  for (const Layer& layer : layers) {
    if (auto leak = look_deep(layer.text, known, depth, wholes)) {
      const std::string encoding{layer.encoding};
      leak->encoding = leak->encoding.empty() ? encoding : leak->encoding + " in " + encoding;
      leak->offset = layer.offset;
      return leak;
    }
  }
  return std::nullopt;
}

/// `wholes`: the text is not yet a reading of a whole text, which is as long as that.
std::optional<Leak> look_deep(std::string_view text,
                              const SecretWindows* known,
                              int depth,
                              bool wholes) {
  auto leak = look_at(text, known, depth == 0);
  if (!leak && depth < deepest) {
    leak = look_inside(decoded_parts(text), known, depth + 1, true);
  }
  if (!leak && depth < deepest && wholes) {
    leak = look_inside(decoded_wholes(text), known, depth + 1, false);
  }
  return leak;
}

}  // namespace

void Scanner::look(bool last) {
  if (!leak_) {
    leak_ = look_deep(buffer_, known_, 0, true);
    if (leak_) {
      leak_->offset += offset_;
    }
  }
  const std::size_t done =
      last || buffer_.size() < overlap ? buffer_.size() : buffer_.size() - overlap;
  buffer_.erase(0, done);
  offset_ += done;
}

void Scanner::feed(std::string_view piece) {
  while (!piece.empty() && !leak_) {
    const std::size_t size = std::min(piece.size(), piece_size - buffer_.size());
    buffer_.append(piece.substr(0, size));
    piece.remove_prefix(size);
    if (buffer_.size() == piece_size) {
      look(false);
    }
  }
}

std::optional<Leak> Scanner::finish() {
  look(true);
  buffer_.clear();
  offset_ = 0;
  return std::exchange(leak_, std::nullopt);
}

std::optional<Leak> scan(std::string_view text, const SecretWindows* known) {
  Scanner scanner{known};
  scanner.feed(text);
  return scanner.finish();
}

}  // namespace doctor::bundle
