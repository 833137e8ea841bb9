#pragma once
// Free text without secrets: a stream in, a stream out, in constant memory however long the text
// and its lines are, and the same whatever the pieces it comes in. Three searches look at every
// byte: for the exact values this process knows, in every encoding they may take; for what stands
// behind a name or form that says "secret"; for what looks like a key without any of both.
// docs/bundle-format.md says what is replaced by what.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/anchors.h"
#include "bundle/finders.h"
#include "bundle/pseudonyms.h"
#include "bundle/span.h"
#include "core/fingerprint.h"

namespace doctor::bundle {

/// What a redactor knows of the run, and whether names may stay.
struct RedactorOptions {
  bool keep_names = false;  ///< names, addresses and ids stay
  std::vector<KnownName> names = {};
  const Fingerprints* known = nullptr;  ///< must outlive the redactor
};

/// By kind, in the order of `kind_names`.
using Counts = std::array<std::uint64_t, kind_names.size()>;

/// A redactor of texts, one after the other. Texts share counts and stand-ins, nothing else.
class Redactor {
 public:
  /// `pseudonyms` is shared by all texts of a bundle and must outlive the redactor.
  Redactor(Pseudonyms& pseudonyms, RedactorOptions options);

  /// Appends to `out` what is certain by now.
  void feed(std::string_view piece, std::string& out);
  /// Appends the rest. Afterwards the redactor is ready for another text.
  void finish(std::string& out);
  /// A whole text at once.
  std::string redact(std::string_view text);
  /// Of a value that is known to be of this kind, whatever it looks like.
  std::string stand_in(Kind kind, std::string_view value);

  /// How much was replaced, by kind, in all texts so far.
  const Counts& counts() const { return counts_; }

 private:
  enum class Swallow : std::uint8_t { no, token, pem };

  void work(bool last, std::string& out);
  Spans find(std::string_view text) const;
  void emit(std::string_view text, const Spans& spans, std::size_t cut, std::string& out);
  std::size_t cut_of(std::string_view text, const Spans& spans);
  std::string replacement(Kind kind, std::string_view value);
  void swallow();

  Pseudonyms* pseudonyms_;
  RedactorOptions options_;
  std::shared_ptr<const Anchors> anchors_;
  std::string buffer_ = {};
  std::size_t context_ = 0;  ///< bytes at the head of buffer_ that are out already
  Swallow swallow_ = Swallow::no;
  Counts counts_ = {};
};

}  // namespace doctor::bundle
