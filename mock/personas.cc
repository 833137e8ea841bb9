#include "mock/personas.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "mock/causes.h"
#include "mock/pipeline.h"
#include "mock/principal.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

std::string page(const std::string& title, const std::string& text) {
  return fmt::format(
      "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title></head>"
      "<body><div id=\"__next\"><main><h1>{}</h1><p>{}</p></main></div></body></html>",
      title,
      title,
      text);
}

Answer site_answer(const Request& request, const std::string& name) {
  constexpr std::array<std::string_view, 8> pages{"/",
                                                  "/settings/billing",
                                                  "/cli/verify",
                                                  "/status",
                                                  "/agents",
                                                  "/onboarding/connect",
                                                  "/for-ai",
                                                  "/docs"};
  const bool known = std::ranges::find(pages, request.path) != pages.end();
  Answer answer = known ? html_answer(200, page(name, "Secrets for AI agents"))
                        : html_answer(404, page("404", "This page could not be found."));
  answer.headers.emplace_back("Server", "Vercel");
  answer.headers.emplace_back("X-Powered-By", "Next.js");
  return answer;
}

/// The dashboard proxies `/api/*` to the API.
Answer dashboard(State& state, const Request& request) {
  if (!request.path.starts_with("/api/v1/")) {
    return site_answer(request, "1Claw");
  }
  Request inner = request;
  inner.path.erase(0, 4);
  return answer_api(state, inner);
}

Answer docs(State&, const Request& request) {
  if (request.path == "/llms.txt") {
    return text_answer(200, "# 1Claw\n");
  }
  return site_answer(request, "1Claw documentation");
}

Answer shroud(State& state, const Request& request) {
  if (request.path == "/healthz" || request.path == "/health/live" ||
      request.path == "/health/ready") {
    return json_answer(200, object({{"status", "ok"}}));
  }
  if (request.path == "/v1/shroud/attestation") {
    const JsonText verification = object({{"steps", array({})},
                                          {"google_certs_url", "https://certs.example/"},
                                          {"expected_audience", "https://shroud.1claw.xyz"}});
    return json_answer(200,
                       object({{"attested", true},
                               {"attestation_level", "confidential"},
                               {"image_hash", "sha256:" + sha256_hex("image")},
                               {"identity_token", "none"},
                               {"verification", verification}}));
  }
  const bool health = request.path == "/v1/health";
  if (health && !authenticate(state, request).refused.empty()) {
    return refuse(state.world.api, "token_missing");
  }
  return answer_api(state, request);
}

Answer intents(State& state, const Request& request) {
  return request.path == "/healthz" ? text_answer(200, "ok") : answer_api(state, request);
}

Answer portal(State&, const Request& request) {
  if (request.path != "/login") {
    Answer answer = html_answer(302, page("Redirecting", "Please sign in."));
    answer.headers.emplace_back("Location", "http://portal.test/login");
    return answer;
  }
  return html_answer(200, page("Guest network", "Accept the terms to use the Internet."));
}

Answer gateway(State&, const Request&) {
  Answer answer = html_answer(
      403, page("Access blocked", "This site is blocked by your organization's web policy."));
  answer.headers.emplace_back("Server", "WebGateway");
  answer.headers.emplace_back("Via", "1.1 proxy.corp.test (WebGateway)");
  return answer;
}

Answer other_api(State&, const Request&) {
  return json_answer(404, object({{"message", "no Route matched with those values"}}));
}

Answer balancer(State&, const Request&) {
  return text_answer(404, "default backend - 404");
}

Answer parked(State&, const Request&) {
  return html_answer(200, page("This domain is for sale", "Make an offer today."));
}

struct Persona {
  std::string_view name;
  Answer (*answer)(State&, const Request&);
};

constexpr std::array<Persona, 11> personas{{
    {"api", answer_api},
    {"dashboard", dashboard},
    {"docs", docs},
    {"mcp", answer_mcp},
    {"shroud", shroud},
    {"intents", intents},
    {"portal", portal},
    {"gateway", gateway},
    {"other_api", other_api},
    {"balancer", balancer},
    {"parked", parked},
}};

}  // namespace

Answer answer_as(State& state, const std::string& persona, const Request& request) {
  const auto* const found = std::ranges::find(personas, persona, &Persona::name);
  return found == personas.end() ? answer_api(state, request) : found->answer(state, request);
}

}  // namespace doctor::mock
