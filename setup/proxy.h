#pragma once
// Which proxy the environment names for a URL, as curl and the clients built on it read it:
// `https_proxy`, `HTTPS_PROXY`, `http_proxy` (lower case only, CGI's reason), `all_proxy`,
// `ALL_PROXY`, and the exemptions of `no_proxy`, `NO_PROXY`.

#include <string>

#include "api/url.h"
#include "setup/system.h"

namespace doctor::setup {

/// The variable that counts for one URL, and what it says.
struct ProxyChoice {
  std::string url;       ///< as in the variable; may hold user info, so it is never shown
  std::string shown;     ///< host:port; empty: no variable applies
  std::string variable;  ///< the one that won
  std::string bypass;    ///< the no_proxy entry that matched; then no proxy is used
  /// The proxy to use: empty when none applies or the host is exempt.
  std::string effective() const { return bypass.empty() ? url : std::string{}; }
};

/// Reads the environment alone; nothing is looked up.
ProxyChoice choose_proxy(const System& system, const api::Url& url);

}  // namespace doctor::setup
