#include "mock/tokens.h"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "mock/json_text.h"
#include "mock/mock.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

using Json = nlohmann::json;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast)
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast)
}

std::string assemble(const Signer& signer, const std::string& claims) {
  const JsonText header = object({{"alg", "EdDSA"}, {"typ", "JWT"}, {"kid", key_id}});
  const std::string signed_part = base64url(header.text()) + "." + base64url(claims);
  return signed_part + "." + base64url(signer.sign(signed_part));
}

std::optional<JsonText> flag(bool set) {
  return set ? std::optional<JsonText>(true) : std::nullopt;
}

std::string agent_claims(const World& world, const Agent& agent, const Validity& validity) {
  std::optional<JsonText> confirmation;
  if (agent.dpop) {
    confirmation = object({{"jkt", base64url(sha256(agent.id))}});
  }
  return object({{"sub", "agent:" + agent.id},
                 {"org", agent.org_id},
                 {"scopes", scopes_of(world, agent)},
                 {"vault_ids", vault_ids_of(world, agent)},
                 {"iat", validity.issued.time_since_epoch().count()},
                 {"exp", (validity.issued + validity.ttl).time_since_epoch().count()},
                 {"jti", validity.id},
                 {"intents_api_enabled", agent.intents_api_enabled},
                 {"execution_intents_enabled", flag(agent.execution_intents_enabled)},
                 {"intents_require_tee", flag(agent.intents_require_tee)},
                 {"execution_require_tee", flag(agent.execution_require_tee)},
                 {"shroud_enabled", flag(agent.shroud_enabled)},
                 {"environment", maybe(agent.environment)},
                 {"runtime_id", maybe(agent.runtime_id)},
                 {"cnf", confirmation}})
      .text();
}

std::string user_claims(const World& world, const Person& user, const Validity& validity) {
  return object({{"sub", "user:" + user.id},
                 {"org", world.org.id},
                 {"scopes", std::vector<std::string>{"**"}},
                 {"iat", validity.issued.time_since_epoch().count()},
                 {"exp", (validity.issued + validity.ttl).time_since_epoch().count()},
                 {"jti", validity.id}})
      .text();
}

template <typename Record>
const Record* named(const std::map<std::string, Record>& records, const std::string& name) {
  const auto found = records.find(name);
  return found == records.end() ? nullptr : &found->second;
}

std::string claims_of(const World& world, const TokenSpec& spec, const Validity& validity) {
  const std::size_t colon = spec.subject.find(':');
  const std::string name = colon == std::string::npos ? "" : spec.subject.substr(colon + 1);
  if (const Agent* agent = named(world.agents, name);
      agent != nullptr && spec.subject.starts_with("agent:")) {
    return agent_claims(world, *agent, validity);
  }
  if (const Person* user = named(world.users, name);
      user != nullptr && spec.subject.starts_with("user:")) {
    return user_claims(world, *user, validity);
  }
  throw ScenarioError("a token's subject is neither an agent nor a user: " + spec.subject);
}

void read_list(const Json& claims, const char* name, std::vector<std::string>& into) {
  if (claims.contains(name) && claims.at(name).is_array()) {
    for (const Json& one : claims.at(name)) {
      into.push_back(one.is_string() ? one.get<std::string>() : one.dump());
    }
  }
}

Time time_claim(const Json& claims, const char* name) {
  const bool there = claims.contains(name) && claims.at(name).is_number_integer();
  return Time(std::chrono::seconds(there ? claims.at(name).get<std::int64_t>() : 0));
}

Claims interpret(const Json& claims) {
  Claims out{.subject = claims.value("sub", ""),
             .id = claims.value("jti", ""),
             .environment = claims.value("environment", ""),
             .runtime_id = claims.value("runtime_id", ""),
             .intents_api_enabled = claims.value("intents_api_enabled", false),
             .execution_require_tee = claims.value("execution_require_tee", false),
             .dpop = claims.contains("cnf"),
             .issued = time_claim(claims, "iat"),
             .expires = time_claim(claims, "exp")};
  read_list(claims, "scopes", out.scopes);
  read_list(claims, "vault_ids", out.vault_ids);
  return out;
}

}  // namespace

Signer::Signer(std::string_view seed) {
  const std::string secret = sha256(seed);
  key_.reset(EVP_PKEY_new_raw_private_key(
      EVP_PKEY_ED25519, nullptr, bytes_of(std::string_view(secret)), secret.size()));
}

std::string Signer::sign(std::string_view bytes) const {
  const DigestHandle context(EVP_MD_CTX_new());
  std::string signature(64, '\0');
  std::size_t length = signature.size();
  EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get());
  EVP_DigestSign(context.get(), bytes_of(signature), &length, bytes_of(bytes), bytes.size());
  return signature;
}

bool Signer::verify(std::string_view bytes, std::string_view signature) const {
  const DigestHandle context(EVP_MD_CTX_new());
  EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get());
  return EVP_DigestVerify(
             context.get(), bytes_of(signature), signature.size(), bytes_of(bytes), bytes.size()) ==
         1;
}

std::string Signer::public_key() const {
  std::string key(32, '\0');
  std::size_t length = key.size();
  EVP_PKEY_get_raw_public_key(key_.get(), bytes_of(key), &length);
  return key;
}

std::vector<std::string> scopes_of(const World& world, const Agent& agent) {
  if (!agent.scopes.empty()) {
    return agent.scopes;
  }
  std::vector<std::string> scopes;
  for (const auto& [vault_name, vault] : world.vaults) {
    for (const auto& [name, policy] : vault.policies) {
      if (policy.principal_id == agent.id &&
          std::ranges::find(scopes, policy.pattern) == scopes.end()) {
        scopes.push_back(policy.pattern);
      }
    }
  }
  return scopes;
}

std::vector<std::string> vault_ids_of(const World& world, const Agent& agent) {
  if (!agent.vault_ids.empty() || world.api.shapes == "march") {
    return agent.vault_ids;
  }
  std::vector<std::string> ids;
  for (const auto& [vault_name, vault] : world.vaults) {
    const bool granted = std::ranges::any_of(vault.policies, [&agent](const auto& named_policy) {
      return named_policy.second.principal_id == agent.id;
    });
    if (granted || vault.created_by == agent.id) {
      ids.push_back(vault.id);
    }
  }
  return ids;
}

std::string mint(const Signer& signer,
                 const World& world,
                 const Agent& agent,
                 const Validity& validity) {
  return assemble(signer, agent_claims(world, agent, validity));
}

std::string mint(const Signer& signer,
                 const World& world,
                 const Person& user,
                 const Validity& validity) {
  return assemble(signer, user_claims(world, user, validity));
}

std::string mint(const Signer& signer, const World& world, const std::string& name, Time now) {
  const TokenSpec* spec = named(world.tokens, name);
  if (spec == nullptr) {
    throw ScenarioError("no token is called " + name);
  }
  const Validity validity{.id = "token-" + name,
                          .issued = now + std::chrono::seconds(spec->issued_offset),
                          .ttl = std::chrono::seconds(spec->ttl)};
  Json claims = Json::parse(claims_of(world, *spec, validity));
  if (!spec->claims.empty()) {
    claims.merge_patch(Json::parse(spec->claims));
  }
  if (spec->signature == "other_key") {
    return assemble(Signer("another key"), claims.dump());
  }
  std::string token = assemble(signer, claims.dump());
  if (spec->signature == "none") {
    token.resize(token.rfind('.') + 1);
  } else if (spec->signature == "bad") {
    char& last = token[token.rfind('.') + 1];
    last = last == 'A' ? 'B' : 'A';
  }
  return token;
}

std::optional<Claims> read_token(const Signer& signer, const std::string& token) {
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == std::string::npos || first == last) {
    return std::nullopt;
  }
  const std::string signature = from_base64url(token.substr(last + 1));
  if (!signer.verify(token.substr(0, last), signature)) {
    return std::nullopt;
  }
  const Json claims =
      Json::parse(from_base64url(token.substr(first + 1, last - first - 1)), nullptr, false);
  return claims.is_object() ? std::optional(interpret(claims)) : std::nullopt;
}

}  // namespace doctor::mock
