#include "net/answer.h"

#include <array>

namespace doctor::net {

std::string_view word_of(Failure failure) {
  constexpr std::array<std::string_view, 21> words{
      "none",          "name_not_found",   "name_server",
      "name_timeout",  "no_resolver",      "refused",
      "unreachable",   "connect_timeout",  "tls_certificate",
      "tls_handshake", "tls_timeout",      "reset",
      "empty_reply",   "malformed",        "truncated",
      "too_large",     "response_timeout", "proxy",
      "bad_url",       "not_sent",         "over_budget"};
  const auto index = static_cast<std::size_t>(failure);
  return index < words.size() ? words.at(index) : "other";
}

std::string Answer::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) {
      return value;
    }
  }
  return {};
}

}  // namespace doctor::net
