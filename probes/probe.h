#pragma once
// A probe is a question and a reading of its answer. `ask` and `learn` are pure: what is known goes
// in, a question or facts come out. A probe states facts; it never judges them.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/fact.h"
#include "core/time.h"
#include "net/answer.h"
#include "net/ask.h"
#include "setup/setup.h"

namespace doctor::probes {

/// What a probe may look at: the set-up, the facts of the probes it needs, and their answers.
class Known {
 public:
  Known() = default;
  Known(const Known&) = delete;
  Known& operator=(const Known&) = delete;
  virtual ~Known() = default;
  virtual const setup::Target& target() const = 0;  ///< the examined set-up
  virtual const Facts& setup_facts() const = 0;     ///< what discovery found
  /// What finished probes have established.
  virtual const Facts& facts() const = 0;
  /// The answer another probe received; nullptr when it asked nothing or has not finished.
  virtual const net::Answer* answer(std::string_view probe) const = 0;
  /// Whether it has its observation, of whatever kind.
  virtual bool finished(std::string_view probe) const = 0;
  /// The best estimate of the server's time: local time corrected by the measured offset.
  virtual TimePoint now() const = 0;
  /// The run's token, which no probe ever holds, checked against a published key set.
  virtual net::SignatureCheck check_signature(std::string_view jwks) const = 0;
};

/// Nothing to ask the network: `learn` reads what is known already.
struct Local {};

/// The question makes no sense here.
struct Skip {
  std::string blocked_by;  ///< the probe whose outcome made it pointless
  std::string reason;
};

/// The question depends on one more probe than usual: ask again when that one has finished.
struct Later {
  std::string_view after;
};

/// What `ask` returns: a question for the network, or why there is none.
using Question = std::variant<net::Ask, Local, Skip, Later>;

/// A row of the registry; all members are constants of the program.
struct Probe {
  std::string_view id;
  std::string_view layer;
  std::string_view about;                   ///< the question in words
  std::span<const std::string_view> needs;  ///< probes that must have finished (in any way)
  std::span<const FactSpec* const> facts;   ///< every fact `learn` may set
  Question (*ask)(const Known& known);
  /// `answer` is empty for Local. Sets only declared facts.
  void (*learn)(const Known& known, const net::Answer& answer, Facts& facts);
};

/// Every probe, in the order of the way a request goes. Generated from the files of
/// probes/catalog/.
std::span<const Probe* const> all_probes();
const Probe* find_probe(std::string_view id);
bool is_layer(std::string_view word);

}  // namespace doctor::probes
