#pragma once
// SHA-256 in pieces.

#include <memory>
#include <string>
#include <string_view>

namespace doctor::bundle {

/// A running SHA-256.
struct Digest {
  Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  ~Digest();
  void update(std::string_view piece);  ///< the next bytes; not after hex()
  std::string hex();                    ///< ends it

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::bundle
