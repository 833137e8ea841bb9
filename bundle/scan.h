#pragma once
// The proof: reads what the redactor has written and looks for what must not be there. Shares no
// code with the redactor and goes the other way: it decodes whatever looks encoded, again and
// again, and looks for known values and for keys that say what they are in each layer.

#include <optional>
#include <string>
#include <string_view>

#include "core/secret_windows.h"

namespace doctor::bundle {

/// Never says what was found, only what kind of thing and where.
struct Leak {
  std::string what;        ///< `a known secret`, `a private key`, …
  std::string encoding;    ///< the layers around it: `base64 in percent`; empty: none
  std::size_t offset = 0;  ///< in the file, of the outermost layer
};

/// A scanner of one file at a time, in constant memory.
class Scanner {
 public:
  /// `known` may be null, and must outlive the scanner.
  explicit Scanner(const SecretWindows* known) : known_(known) {}

  /// One file, in pieces; constant memory. The first leak ends the search.
  void feed(std::string_view piece);
  /// Ends the file; the scanner is ready for the next.
  std::optional<Leak> finish();

 private:
  void look(bool last);

  const SecretWindows* known_;
  std::string buffer_ = {};
  std::size_t offset_ = 0;  ///< of buffer_ in the file
  std::optional<Leak> leak_ = {};
};

/// The same for a text at hand.
std::optional<Leak> scan(std::string_view text, const SecretWindows* known);

}  // namespace doctor::bundle
