#include "probes/answers.h"

#include <span>

namespace doctor::probes {
namespace {

std::vector<TokenAnswer> answers_of(const Known& known, std::span<const std::string_view> probes) {
  std::vector<TokenAnswer> out;
  for (const std::string_view probe : probes) {
    const net::Answer* answer = known.answer(probe);
    if (answer != nullptr && answer->status != 0) {
      out.push_back({.probe = probe, .answer = answer});
    }
  }
  return out;
}

}  // namespace

std::vector<TokenAnswer> token_answers(const Known& known) {
  return answers_of(known, token_probes);
}

std::vector<TokenAnswer> api_answers(const Known& known) {
  return answers_of(known, every_api_probe);
}

}  // namespace doctor::probes
