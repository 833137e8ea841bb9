#pragma once
// Who made a bundle: an Ed25519 signature over its manifest, which holds the SHA-256 of everything
// else. It travels as a file of its own behind the manifest.

#include <string>
#include <string_view>

#include "bundle/keys.h"
#include "core/result.h"

namespace doctor::bundle {

constexpr std::size_t longest_signature = 512;

/// The content of the file.
std::string sign(std::string_view manifest, const SecretKey& key);
/// Who signed. Error: the signature does not hold, or is none.
Result<PublicKey> check_signature(std::string_view manifest, std::string_view signature);

}  // namespace doctor::bundle
