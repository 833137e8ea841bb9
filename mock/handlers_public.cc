#include "mock/handlers.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

JsonText chain(const char* name, const char* title, int number, const char* currency) {
  const Time made = Time(std::chrono::seconds(1'767'225'600));
  const std::string id = stable_uuid(std::string("chain:") + name);
  const std::string rpc = std::string("https://rpc.example/") + name;
  return object({{"id", id},
                 {"name", name},
                 {"display_name", title},
                 {"chain_id", number},
                 {"rpc_url", rpc},
                 {"explorer_url", "https://explorer.example"},
                 {"native_currency", currency},
                 {"is_testnet", false},
                 {"is_enabled", true},
                 {"created_at", made},
                 {"updated_at", made}});
}

}  // namespace

Answer get_health(Call& call) {
  const Behaviour& api = call.state.world.api;
  if (api.shapes == "march") {
    return json_answer(200, object({{"status", api.health == "healthy" ? "ok" : api.health}}));
  }
  return json_answer(200, object({{"status", api.health}, {"version", maybe(api.version)}}));
}

Answer get_hsm_health(Call& call) {
  return json_answer(200, object({{"status", call.state.world.api.hsm}}));
}

Answer get_chains(Call&) {
  return json_answer(200,
                     object({{"chains",
                              array({chain("ethereum", "Ethereum", 1, "ETH"),
                                     chain("base", "Base", 8453, "ETH")})}}));
}

Answer get_public_key(Call& call) {
  return json_answer(
      200,
      object({{"alg", "EdDSA"}, {"public_key_base64", base64(call.state.signer.public_key())}}));
}

Answer get_jwks(Call& call) {
  const JsonText key = object({{"kty", "OKP"},
                               {"crv", "Ed25519"},
                               {"alg", "EdDSA"},
                               {"use", "sig"},
                               {"kid", key_id},
                               {"x", base64url(call.state.signer.public_key())}});
  Answer answer = json_answer(200, object({{"keys", array({key})}}));
  answer.content_type = "application/jwk-set+json";
  answer.headers.emplace_back("Cache-Control", "public, max-age=300");
  return answer;
}

Answer get_openid_configuration(Call& call) {
  const std::string& issuer = call.state.world.api.issuer;
  return json_answer(200,
                     object({{"issuer", issuer},
                             {"jwks_uri", issuer + "/.well-known/jwks.json"},
                             {"token_endpoint", issuer + "/v1/auth/federated-token"},
                             {"id_token_signing_alg_values_supported",
                              std::vector<std::string>{"EdDSA", "RS256"}}}));
}

Answer get_openapi(Call& call) {
  return json_answer(
      200,
      object({{"openapi", "3.1.0"},
              {"info", object({{"title", "1Claw API"}, {"version", call.state.world.api.version}})},
              {"paths", JsonText::raw("{}")}}));
}

Answer get_x402(Call&) {
  return json_answer(200, object({{"x402Version", 1}, {"resources", array({})}}));
}

Answer get_directory(Call&) {
  return json_answer(200,
                     object({{"agents", array({})}, {"total", 0}, {"page", 1}, {"per_page", 20}}));
}

Answer get_marketplace(Call&) {
  return json_answer(200, object({{"apps", array({})}}));
}

Answer get_oauth_providers(Call&) {
  return json_answer(200, object({{"providers", array({})}}));
}

Answer get_presets(Call&) {
  return json_answer(200, object({{"presets", array({})}}));
}

}  // namespace doctor::mock
