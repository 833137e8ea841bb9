#pragma once
// The run's credentials. They are opened here and in transfer.cc alone, and bound to an origin
// each.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/jwt.h"
#include "core/secret.h"
#include "net/answer.h"
#include "net/known.h"

namespace doctor::net {

/// What an exchange brought, and the answer's body without it.
struct Exchanged {
  bool token_present = false;
  std::optional<api::Claims> claims;
  std::string body;  ///< every token in it masked; empty when one is absurdly long
};

/// Masks what a text repeats of the credentials that were held when it was made. Large, so made
/// when it is needed: a run waits for answers most of its time, and a fleet has many runs.
class Scrubber {
 public:
  /// `text` with every run of 12 or more characters of a held credential masked: servers echo.
  std::string clean(std::string text) const;

 private:
  friend class Keyring;
  void learn(std::string_view secret);

  HashSet windows_;  ///< hashes of every 12-byte window of what was learnt
};

/// At most one key, one token and one credential of the hosted MCP server.
class Keyring {
 public:
  /// Every value that was held so far, and every token an exchange brought, is learnt there.
  void teach(Fingerprints& known) const;
  /// The same, for a short search.
  void teach(SecretWindows& known) const;
  /// The key for the one exchange.
  void hold_key(Secret key);
  /// A token (or key) that is used as Bearer from the start.
  void hold_token(Secret token);
  /// What the hosted MCP server is to be shown, whatever it is.
  void hold_mcp(Secret bearer);

  bool has_key() const { return key_.has_value(); }      ///< see hold_key()
  bool has_token() const { return token_.has_value(); }  ///< given, or brought by the exchange
  bool has_mcp() const { return mcp_.has_value(); }      ///< see hold_mcp()

  /// `{"api_key":…}` and the agent id, if any; JSON, ready to send.
  Secret exchange_body(std::string_view agent_id) const;
  /// `Authorization: Bearer …`, or nullopt when the value cannot be put into a header at all.
  std::optional<Secret> bearer_header(bool for_mcp) const;
  /// Takes the access token out of an exchange's answer.
  Exchanged adopt(std::string_view body);
  /// Checks the held token's signature against a JWKS.
  SignatureCheck check_signature(std::string_view jwks) const;

  /// For the texts of one answer.
  Scrubber scrubber() const;
  /// One text, by such a one.
  std::string scrubbed(std::string text) const { return scrubber().clean(std::move(text)); }

 private:
  std::optional<Secret> key_;
  std::optional<Secret> token_;
  std::optional<Secret> mcp_;
  std::vector<Secret> all_;  ///< also those that were only seen
};

}  // namespace doctor::net
