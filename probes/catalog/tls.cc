#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <openssl/x509_vfy.h>

#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/network.h"
#include "probes/interceptors.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"health", "tcp"};
constexpr std::array<const FactSpec*, 18> facts{&fact::tls_status,
                                                &fact::tls_problem,
                                                &fact::tls_verify_code,
                                                &fact::tls_subject,
                                                &fact::tls_issuer,
                                                &fact::tls_names,
                                                &fact::tls_not_before,
                                                &fact::tls_not_after,
                                                &fact::tls_days_left,
                                                &fact::tls_version,
                                                &fact::tls_alert,
                                                &fact::tls_interceptor,
                                                &fact::tls_before_release,
                                                &fact::tls_chain,
                                                &fact::tls_presented,
                                                &fact::tls_alpn,
                                                &fact::tls_ms,
                                                &fact::tls_greeting};

Question ask(const Known& known) {
  const net::Answer* answer = known.answer("health");
  if (answer == nullptr) {
    return Skip{.blocked_by = "health", .reason = "nothing was sent"};
  }
  const bool connected = answer->tls_started || answer->tcp_connected || answer->status != 0;
  if (!connected) {
    return Skip{.blocked_by = "tcp", .reason = "there was no connection"};
  }
  return Local{};
}

struct VerifyWord {
  int code;
  std::string_view word;
};
constexpr std::array<VerifyWord, 11> verify_words{{
    {X509_V_ERR_CERT_HAS_EXPIRED, "expired"},
    {X509_V_ERR_CERT_NOT_YET_VALID, "not_yet_valid"},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "self_signed"},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "unknown_ca"},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "unknown_ca"},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "unknown_ca"},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "unknown_ca"},
    {X509_V_ERR_HOSTNAME_MISMATCH, "wrong_host"},
    {X509_V_ERR_IP_ADDRESS_MISMATCH, "wrong_host"},
    {X509_V_ERR_EE_KEY_TOO_SMALL, "weak"},
    {X509_V_ERR_CA_MD_TOO_WEAK, "weak"},
}};

struct AlertWord {
  std::string_view alert;  ///< end of OpenSSL's words for it
  std::string_view word;
};
constexpr std::array<AlertWord, 3> alert_words{{
    {"protocol version", "old_version"},
    {"unrecognized name", "unknown_name"},
    {"handshake failure", "no_common_cipher"},
}};

std::string problem_of(const net::Answer& answer) {
  if (answer.failure == net::Failure::tls_certificate) {
    if (answer.tls.verify_error == X509_V_OK) {
      return "wrong_host";  // the chain held; libcurl compares the name itself
    }
    const auto* known = std::ranges::find(verify_words, answer.tls.verify_error, &VerifyWord::code);
    const std::string word{known == verify_words.end() ? "other" : known->word};
    const bool gap = answer.tls.presented == 1 && answer.tls.names_issuer_page;
    return word == "unknown_ca" && gap ? "incomplete_chain" : word;
  }
  if (contains_plain_http(answer)) {
    return "plain_http";
  }
  const auto* alert = std::ranges::find_if(alert_words, [&](const AlertWord& candidate) {
    return answer.tls.alert.ends_with(candidate.alert);
  });
  if (alert != alert_words.end()) {
    return std::string{alert->word};
  }
  return answer.tls.alert.empty() ? "reset" : "protocol";
}

std::string line_for(const net::Certificate& certificate) {
  const std::string end =
      certificate.not_after ? format_rfc3339(*certificate.not_after) : std::string{"?"};
  return fmt::format("{} (issued by {}, until {})", certificate.subject, certificate.issuer, end);
}

void learn_chain(const net::Tls& tls, Facts& out) {
  std::vector<net::Certificate> chain = tls.chain;
  std::ranges::sort(chain, {}, &net::Certificate::depth);
  TextList lines;
  for (const net::Certificate& certificate : chain) {
    lines.push_back(shown(line_for(certificate), 200));
  }
  out.set(fact::tls_chain, std::move(lines));
  out.set(fact::tls_presented, tls.presented);
}

void learn_handshake(const net::Answer& answer, Facts& out) {
  if (!answer.tls.alpn.empty()) {
    out.set(fact::tls_alpn, shown(answer.tls.alpn, 20));
  }
  if (answer.timing.tls >= 0 && answer.timing.tcp >= 0) {
    out.set(fact::tls_ms, std::lround(answer.timing.tls - answer.timing.tcp));
  }
  if (answer.failure != net::Failure::tls_timeout) {
    return;
  }
  switch (answer.tls.greeting) {
    case net::Greeting::unknown:
      break;
    case net::Greeting::unacknowledged:
      out.set(fact::tls_greeting, "unacknowledged");
      break;
    case net::Greeting::acknowledged:
      out.set(fact::tls_greeting, "acknowledged");
      break;
    case net::Greeting::gap:
      out.set(fact::tls_greeting, "gap");
      break;
  }
}

void learn_leaf(const net::Certificate& leaf, TimePoint now, Facts& out) {
  out.set(fact::tls_subject, leaf.subject);
  out.set(fact::tls_issuer, leaf.issuer);
  if (!leaf.names.empty()) {
    out.set(fact::tls_names, leaf.names);
  }
  if (leaf.not_before) {
    out.set(fact::tls_not_before, format_rfc3339(*leaf.not_before));
  }
  if (leaf.not_after) {
    out.set(fact::tls_not_after, format_rfc3339(*leaf.not_after));
    constexpr std::int64_t day = 86400;
    out.set(fact::tls_days_left, seconds_between(now, *leaf.not_after) / day);
  }
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const net::Answer& answer = *known.answer("health");
  const TimePoint now = std::chrono::system_clock::now();
  out.set(fact::tls_before_release, now < release_time());
  if (known.setup_facts().get(setup::fact::url_scheme) == "http") {
    out.set(fact::tls_status, "not_used");
    return;
  }
  if (answer.failure == net::Failure::tls_certificate) {
    out.set(fact::tls_status, "certificate");
    out.set(fact::tls_verify_code, answer.tls.verify_error);
    out.set(fact::tls_problem, problem_of(answer));
  } else if (answer.failure == net::Failure::tls_handshake) {
    out.set(fact::tls_status, "handshake");
    out.set(fact::tls_problem, problem_of(answer));
  } else if (answer.failure == net::Failure::tls_timeout) {
    out.set(fact::tls_status, "timeout");
  } else {
    out.set(fact::tls_status, "verified");
  }
  if (!answer.tls.version.empty()) {
    out.set(fact::tls_version, answer.tls.version);
  }
  if (!answer.tls.alert.empty()) {
    out.set(fact::tls_alert, answer.tls.alert);
  }
  learn_handshake(answer, out);
  const auto leaf = std::ranges::find(answer.tls.chain, 0, &net::Certificate::depth);
  if (leaf == answer.tls.chain.end()) {
    return;
  }
  learn_leaf(*leaf, now, out);
  learn_chain(answer.tls, out);
  if (const auto product = interceptor_named_by(answer.tls.chain)) {
    out.set(fact::tls_interceptor, std::string{*product});
  }
}

}  // namespace

extern constinit const Probe probe_tls{
    .id = "tls",
    .layer = "network",
    .about = "Is the connection encrypted and the certificate good?",
    .needs = needs,
    .facts = facts,
    .ask = ask,
    .learn = learn};

}  // namespace doctor::probes
