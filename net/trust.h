#pragma once
// Client parity: the chain that the server showed, verified here against the roots that each kind
// of client would use. No further connection is made.

#include <span>
#include <string>
#include <vector>

#include "net/answer.h"

namespace doctor::net {

/// Stands for this machine's store among the clients.
inline constexpr std::string_view machine_store = "machine";

/// The roots one kind of client uses.
struct TrustStore {
  /// What counts beside the file that a variable names.
  enum class Usual : std::uint8_t {
    none,       ///< `pem` alone
    system,     ///< this machine's store
    authority,  ///< a list of public authorities that the client brings along
  };
  std::string client;
  std::string source = {};  ///< the variable that names `pem`; empty: none
  Usual usual = Usual::none;
  std::string pem = {};  ///< in place of the usual ones, or beside them
};

/// What stands for the usual roots. Empty texts: this machine's own.
struct UsualRoots {
  std::string system_pem = {};
  std::string public_pem = {};
};

/// `certificates` are DER, leaf first. A store that cannot be judged on this machine is left out.
std::vector<ClientTrust> judge_trust(std::span<const std::string> certificates,
                                     const std::string& host,
                                     std::span<const TrustStore> stores,
                                     const UsualRoots& roots);

}  // namespace doctor::net
