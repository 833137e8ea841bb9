#pragma once
// A transport that sends nothing and writes down what would have been sent, past the same guard.

#include <string>
#include <vector>

#include "net/guard.h"
#include "net/transport.h"

namespace doctor::probes {

/// For run_probes() in the engine's place.
class DryRun final : public net::Transport {
 public:
  /// With the same limits as the run it stands for.
  explicit DryRun(net::Limits limits) : guard_(std::move(limits)) {}

  /// Writes the request down, and answers `not_sent`.
  void submit(std::size_t ticket, const net::Ask& ask) override;
  std::optional<net::Completion> wait() override;
  bool stopped() const override { return false; }
  net::SignatureCheck check_signature(std::string_view) const override {
    return net::SignatureCheck::not_asked;
  }
  /// `GET https://… (Bearer)`, in the order of asking.
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  net::Guard guard_;
  std::vector<std::string> lines_;
  std::vector<net::Completion> done_;
};

}  // namespace doctor::probes
