#pragma once
// From many checks to few changes: a new state counts once it was seen often enough. Pure.

#include <deque>
#include <string>

#include "core/report.h"

namespace doctor::cli {

/// N of M.
struct Confirmation {
  int needed = 2;
  int of = 3;
};

/// What makes two reports alike for who is to be told of changes: the verdict, and the rules of the
/// root causes from warnings upwards. `unhealthy: access.ip/denied, net.dns/servfail`
std::string state_of(const Report& report);

class SteadyState {
 public:
  explicit SteadyState(Confirmation confirmation) : confirmation_(confirmation) {}
  /// Takes what was seen. True when it is the state from now on: the first one at once, another one
  /// when it is what `needed` of the last `of` checks saw.
  bool see(const std::string& state);
  const std::string& current() const { return current_; }  ///< empty before the first

 private:
  Confirmation confirmation_;
  std::deque<std::string> last_;
  std::string current_;
};

}  // namespace doctor::cli
