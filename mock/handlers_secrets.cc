#include "mock/handlers.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

struct Entry {
  const std::string& path;
  const Secret& secret;
};

JsonText metadata_record(const Entry& entry) {
  const Secret& secret = entry.secret;
  return object({{"id", secret.id},
                 {"path", entry.path},
                 {"type", secret.type},
                 {"version", secret.version},
                 {"metadata", string_map(secret.metadata)},
                 {"created_at", secret.created_at},
                 {"expires_at", maybe(secret.expires_at)},
                 {"is_disabled", secret.disabled}});
}

/// Why this principal may not see the value although policy lets it: type, TEE, passkey, approval.
std::string_view value_refusal(const Call& call, const Secret& secret) {
  const Principal& who = call.who;
  const bool signing_key = secret.type == "private_key" || secret.type == "ssh_key";
  if (who.kind == Kind::agent && who.claims.execution_require_tee) {
    return "tee_required";
  }
  if (who.kind == Kind::agent && who.claims.intents_api_enabled && signing_key) {
    return "type_blocked";
  }
  if (who.kind == Kind::user && who.user->require_passkey_for_vaults &&
      call.request.header("x-passkey-token").empty()) {
    return "passkey";
  }
  return secret.approval_required ? "approval_required" : "";
}

/// Why there is no value any more.
std::string_view lifecycle_refusal(const State& state, const Secret& secret) {
  if (secret.deleted) {
    return "secret_deleted";
  }
  if (secret.disabled) {
    return "version_disabled";
  }
  if (secret.expires_at && *secret.expires_at <= state.now()) {
    return "secret_expired";
  }
  const bool used_up =
      secret.max_access_count > 0 && secret.access_count >= secret.max_access_count;
  return used_up ? "secret_exhausted" : "";
}

bool valid_path(const std::string& path) {
  const auto alphanumeric = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  for (const char c : path) {
    if (!alphanumeric(c) && c != '_' && c != '-' && c != '/') {
      return false;
    }
  }
  return !path.empty() && alphanumeric(path.front()) && alphanumeric(path.back());
}

Answer approval_answer(Call& call) {
  return call.refuse("approval_required",
                     {.detail = {}, .members = {{"approval_request_id", call.state.new_id()}}});
}

/// A honeytoken answers once; then the reader is denied everywhere.
void spring_trap(Call& call, const Secret& secret) {
  if (secret.honeytoken && call.who.kind == Kind::agent) {
    find_agent(call.state, call.who.id)->risk = "critical";
    call.state.revoke_tokens_of(call.who.subject());
  }
}

Answer value_answer(Call& call, const std::string& path, Secret& secret, const Vault& vault) {
  ++secret.access_count;
  spring_trap(call, secret);
  std::optional<JsonText> sealed;
  if (vault.cmek) {
    sealed = true;
  }
  return json_answer(200,
                     object({{"id", secret.id},
                             {"path", path},
                             {"type", secret.type},
                             {"value", secret.value},
                             {"version", secret.version},
                             {"metadata", string_map(secret.metadata)},
                             {"created_by", vault.created_by},
                             {"created_at", secret.created_at},
                             {"expires_at", maybe(secret.expires_at)},
                             {"cmek_encrypted", sealed}}));
}

Answer store(Call& call, Vault& vault, const std::string& path, const Body& body) {
  const auto old = vault.secrets.find(path);
  const bool fresh = old == vault.secrets.end();
  Secret secret{.id = fresh ? call.state.new_id() : old->second.id,
                .type = body.has("type") ? body.text("type") : "generic",
                .value = body.text("value"),
                .version = fresh ? 1 : old->second.version + 1,
                .max_access_count = body.number("max_access_count").value_or(0),
                .expires_at = parse_rfc3339(body.text("expires_at")),
                .created_at = call.state.now()};
  const Secret& stored = vault.secrets[path] = std::move(secret);
  return json_answer(201,
                     object({{"id", stored.id},
                             {"path", path},
                             {"type", stored.type},
                             {"version", stored.version},
                             {"created_at", stored.created_at},
                             {"expires_at", maybe(stored.expires_at)}}));
}

}  // namespace

Answer get_secrets(Call& call) {
  const VaultLookup found = open_vault(call);
  if (found.vault == nullptr) {
    return found.refusal;
  }
  const auto asked = call.request.query.find("prefix");
  const std::string prefix = asked == call.request.query.end() ? "" : asked->second;
  std::vector<JsonText> records;
  bool user_sees_any = false;
  for (const auto& [path, secret] : found.vault->secrets) {
    const bool visible = secret_refusal(call.state, call.who, *found.vault, path, "read").empty();
    user_sees_any = user_sees_any || visible;
    if (visible && !secret.deleted && path.starts_with(prefix)) {
      records.push_back(metadata_record({.path = path, .secret = secret}));
    }
  }
  const bool stranger = call.who.kind == Kind::user && !user_sees_any &&
                        found.vault->created_by != call.who.id && !found.vault->secrets.empty();
  return stranger ? call.refuse("no_policy")
                  : json_answer(200, object({{"secrets", array(records)}}));
}

Answer get_secret(Call& call) {
  const VaultLookup found = open_vault(call);
  if (found.vault == nullptr) {
    return found.refusal;
  }
  const std::string& path = call.params.at("path");
  if (const auto refused = secret_refusal(call.state, call.who, *found.vault, path, "read");
      !refused.empty()) {
    return call.refuse(refused);
  }
  const auto secret = found.vault->secrets.find(path);
  if (secret == found.vault->secrets.end()) {
    return call.refuse("secret_not_found");
  }
  std::string_view refused = value_refusal(call, secret->second);
  if (refused == "approval_required") {
    return approval_answer(call);
  }
  if (refused.empty()) {
    refused = lifecycle_refusal(call.state, secret->second);
  }
  if (!refused.empty()) {
    return call.refuse(refused);
  }
  const bool sealed = call.state.world.api.hsm == "unavailable";
  return sealed ? call.refuse("internal") : value_answer(call, path, secret->second, *found.vault);
}

Answer put_secret(Call& call) {
  const VaultLookup found = open_vault(call);
  if (found.vault == nullptr) {
    return found.refusal;
  }
  const std::string& path = call.params.at("path");
  if (const auto refused = secret_refusal(call.state, call.who, *found.vault, path, "write");
      !refused.empty()) {
    return call.refuse(refused);
  }
  if (!valid_path(path)) {
    return call.refuse("path_invalid");
  }
  const Body body(call.request.body);
  if (!body.valid() || !body.has("value")) {
    return call.refuse(body.valid() ? "field_missing" : "body_invalid");
  }
  if (!found.vault->secrets.contains(path)) {
    if (auto full = resource_limit(call, "secrets")) {
      return *full;
    }
  }
  return call.state.world.api.hsm == "unavailable" ? call.refuse("internal")
                                                   : store(call, *found.vault, path, body);
}

Answer delete_secret(Call& call) {
  const VaultLookup found = open_vault(call);
  if (found.vault == nullptr) {
    return found.refusal;
  }
  const std::string& path = call.params.at("path");
  if (const auto refused = secret_refusal(call.state, call.who, *found.vault, path, "delete");
      !refused.empty()) {
    return call.refuse(refused);
  }
  const auto secret = found.vault->secrets.find(path);
  if (secret == found.vault->secrets.end() || secret->second.deleted) {
    return call.refuse("secret_not_found");
  }
  secret->second.deleted = true;
  return no_content();
}

Answer get_versions(Call& call) {
  const VaultLookup found = open_vault(call);
  if (found.vault == nullptr) {
    return found.refusal;
  }
  const std::string& path = call.params.at("path");
  const auto secret = found.vault->secrets.find(path);
  const auto refused = secret_refusal(call.state, call.who, *found.vault, path, "read");
  if (!refused.empty() || secret == found.vault->secrets.end()) {
    return call.refuse(refused.empty() ? "secret_not_found" : refused);
  }
  return json_answer(
      200,
      object({{"versions", array({metadata_record({.path = path, .secret = secret->second})})}}));
}

}  // namespace doctor::mock
