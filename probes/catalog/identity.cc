#include <array>

#include "api/hosts.h"
#include "api/problem.h"
#include "api/url.h"
#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/network.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 4> needs{"health", "hsm", "keys", "exchange"};
constexpr std::array<const FactSpec*, 10> facts{&fact::identity_is_1claw,
                                                &fact::identity_kind,
                                                &fact::identity_title,
                                                &fact::identity_redirect,
                                                &fact::identity_redirect_host,
                                                &fact::identity_redirect_to_https,
                                                &fact::identity_redirect_official,
                                                &fact::identity_server,
                                                &fact::identity_login_page,
                                                &fact::identity_status};

Question ask(const Known& known) {
  const net::Answer* health = known.answer("health");
  if (health == nullptr || health->status == 0) {
    return Skip{.blocked_by = "health", .reason = "there was no answer to look at"};
  }
  return Local{};
}

bool recognised(const Known& known, std::string_view probe, const FactKey<bool>& key) {
  const net::Answer* answer = known.answer(probe);
  const bool success = answer != nullptr && answer->status >= 200 && answer->status < 300;
  return success && known.facts().get(key);
}

/// A documented success body is proof. An error envelope is not: many APIs use the same ones.
bool proven(const Known& known) {
  return recognised(known, "health", fact::RequestFacts<"health">::recognised) ||
         recognised(known, "hsm", fact::RequestFacts<"hsm">::recognised) ||
         recognised(known, "exchange", fact::RequestFacts<"exchange">::recognised);
}

void learn_redirect(const Known& known, const net::Answer& answer, Facts& out) {
  const auto target = api::parse_url(answer.location);
  if (!target) {
    return;
  }
  const std::string host = known.setup_facts().get(setup::fact::url_host);
  out.set(fact::identity_redirect, shown(api::shown_url(*target), 200));
  out.set(fact::identity_redirect_host, shown(target->host, 100));
  out.set(fact::identity_redirect_to_https,
          target->host == host && target->scheme == "https" &&
              known.setup_facts().get(setup::fact::url_scheme) == "http");
  out.set(fact::identity_redirect_official, api::is_official(target->host));
}

constexpr std::array<std::string_view, 13> gate_words{"captive",
                                                      "hotspot",
                                                      "wifi",
                                                      "wi-fi",
                                                      "sign in to",
                                                      "log in to",
                                                      "network login",
                                                      "blocked",
                                                      "web filter",
                                                      "proxy authentication",
                                                      "acceptable use",
                                                      "gateway",
                                                      "forti"};

std::string kind_of(const net::Answer& answer, api::Media media) {
  if (answer.status >= 300 && answer.status < 400) {
    return "redirect";
  }
  switch (media) {
    case api::Media::html:
      return "html";
    case api::Media::json:
      return "json";
    case api::Media::none:
      return "empty";
    default:
      return "text";
  }
}

void learn_page(const net::Answer& answer, const api::Problem& problem, Facts& out) {
  if (!problem.html_title.empty()) {
    out.set(fact::identity_title, shown(problem.html_title, 120));
  }
  bool gate = answer.status == 511;
  for (const std::string_view word : gate_words) {
    gate = gate || (problem.media == api::Media::html &&
                    contains_ignoring_case(std::string_view{answer.body}.substr(0, 4096), word));
  }
  out.set(fact::identity_login_page, gate);
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const net::Answer& answer = *known.answer("health");
  out.set(fact::identity_status, answer.status);
  std::string server = answer.header("server");
  if (server.empty()) {
    server = answer.header("via");
  }
  if (!server.empty()) {
    out.set(fact::identity_server, shown(server, 80));
  }
  if (proven(known)) {
    out.set(fact::identity_is_1claw, true);
    out.set(fact::identity_kind, "1claw");
    return;
  }
  const api::Problem problem = api::read_problem(answer.header("content-type"), answer.body);
  const std::string kind = kind_of(answer, problem.media);
  out.set(fact::identity_kind, kind);
  learn_redirect(known, answer, out);
  learn_page(answer, problem, out);
  // A success that is not the documented one, a page or a redirect prove another server. A plain
  // error proves nothing: the API may be failing. Nor does a page for 429 or 5xx, which is what
  // balancers answer on the API's behalf.
  const bool other_success = answer.status >= 200 && answer.status < 300;
  const bool other_page = kind == "html" && answer.status < 500 && answer.status != 429;
  if (answer.failure == net::Failure::none && (other_success || kind == "redirect" || other_page)) {
    out.set(fact::identity_is_1claw, false);
  }
}

}  // namespace

extern constinit const Probe probe_identity{.id = "identity",
                                            .layer = "service",
                                            .about = "Is it 1Claw that answers?",
                                            .needs = needs,
                                            .facts = facts,
                                            .ask = ask,
                                            .learn = learn};

}  // namespace doctor::probes
