#pragma once
// What may leave this machine. Every request passes here, whatever a probe asked for: the
// allow-list of endpoints, the hosts of this run, the budget of authenticated requests, and the
// rule that a credential goes to its own origin only, to the endpoints made for it, over TLS (plain
// http only to loopback), once per exchange.

#include <optional>
#include <set>
#include <string>

#include "net/ask.h"

namespace doctor::net {

/// Where requests may go, and how many may carry a credential.
struct Limits {
  std::string api_base;       ///< base URL of this run; empty: none
  std::string mcp_url;        ///< hosted MCP URL of this run; empty: none
  int max_authenticated = 8;  ///< requests with a credential, the exchange included
};

/// A request that may be sent.
struct Permit {
  std::string url;
  bool post = false;
};

/// Decides for one run, and counts.
class Guard {
 public:
  /// Without a base there, every request to it is refused.
  explicit Guard(Limits limits);
  /// Counts the request when it is permitted; otherwise says why not, in words, without a secret.
  struct Decision {
    std::optional<Permit> permit = {};
    std::string refusal = {};
    bool over_budget = false;  ///< the budget is too small for the questions of this run
  };
  /// Pure but for the counts.
  Decision decide(const HttpAsk& ask);
  /// A request that was permitted is about to be asked for again. It counts like any other, but
  /// what then goes over the budget is the broken connections' doing, not the budget's.
  void repeats() { ++repeated_; }
  /// No credential leaves any more for this origin: its certificate did not verify. For the rest of
  /// the run, and beside others that were distrusted before.
  void distrust(const std::string& url);
  int sent() const { return sent_; }  ///< requests so far
  /// Those with a credential, the exchange included.
  int authenticated() const { return authenticated_; }
  int budget() const { return limits_.max_authenticated; }  ///< how many of those may be sent

 private:
  std::string refuse_credential(const HttpAsk& ask, const std::string& url_origin) const;

  Limits limits_;
  std::string api_origin_;
  std::string mcp_origin_;
  std::set<std::string> distrusted_;
  int sent_ = 0;
  int authenticated_ = 0;
  int repeated_ = 0;
  bool exchanged_ = false;
};

/// The URL an ask leads to: base, path template with its values percent-encoded, query.
std::string url_of(const HttpAsk& ask, const api::Endpoint& endpoint);

}  // namespace doctor::net
