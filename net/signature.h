#pragma once
// JWT signatures against a JWKS: EdDSA (Ed25519) and RS256, the two algorithms 1Claw documents.

#include <string_view>

#include "net/answer.h"

namespace doctor::net {

/// unknown_key: no key in the set has the token's kid (or, without kid, verifies it).
SignatureCheck verify_signature(std::string_view token, std::string_view jwks);

}  // namespace doctor::net
