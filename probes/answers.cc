#include "probes/answers.h"

#include <span>

namespace doctor::probes {
namespace {

// What a foreign record asked when no probe asks it, with and without a token (intake/seen.h).
// Never there on a live run.
constexpr std::string_view foreign = "seen";
constexpr std::string_view foreign_open = "seen-open";

void add(const Known& known, std::string_view probe, std::vector<TokenAnswer>& out) {
  const net::Answer* answer = known.answer(probe);
  if (answer != nullptr && answer->status != 0) {
    out.push_back({.probe = probe, .answer = answer});
  }
}

std::vector<TokenAnswer> answers_of(const Known& known, std::span<const std::string_view> probes) {
  std::vector<TokenAnswer> out;
  for (const std::string_view probe : probes) {
    add(known, probe, out);
  }
  add(known, foreign, out);
  return out;
}

}  // namespace

std::vector<TokenAnswer> token_answers(const Known& known) {
  return answers_of(known, token_probes);
}

std::vector<TokenAnswer> api_answers(const Known& known) {
  std::vector<TokenAnswer> out = answers_of(known, every_api_probe);
  add(known, foreign_open, out);
  return out;
}

}  // namespace doctor::probes
