#pragma once
// Why a TCP connection did not come about: what the system says, and what a router or firewall
// said.

#include <string>

namespace doctor::net {

/// The outcome of an attempt (see Connection::outcome) for an errno. `at_once`: connect() itself
/// said so, before a packet could be answered.
std::string outcome_of(int error, bool at_once);

/// An ICMP error about an attempt.
struct Word {
  bool prohibited = false;   ///< it says that the connection is forbidden
  std::string said_by = {};  ///< the address it came from
};

/// Asks the system to keep such words for `socket`: errno merges their codes for IPv4, and names
/// nobody. To be ended before the connection is used, which they would break.
void keep_words(int socket, int family, bool keep);
/// The word that ended an attempt; empty where nobody said one, and where the system keeps none for
/// TCP (Linux before 6.0).
Word word_about(int socket);

}  // namespace doctor::net
