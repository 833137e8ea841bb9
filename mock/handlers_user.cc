// What a signed-in person may read about themselves.

#include "mock/handlers.h"

namespace doctor::mock {
namespace {

constexpr Time joined{std::chrono::seconds{1'770'000'000}};

}  // namespace

Answer get_me(Call& call) {
  const Person& user = *call.who.user;
  return json_answer(200,
                     object({{"id", user.id},
                             {"email", user.email},
                             {"display_name", user.name},
                             {"auth_method", "password"},
                             {"role", user.role},
                             {"email_verified", true},
                             {"marketing_emails", false},
                             {"totp_enabled", user.mfa},
                             {"created_at", joined}}));
}

Answer get_api_keys(Call& call) {
  std::vector<JsonText> keys;
  for (const ApiKey& key : call.who.user->keys) {
    keys.push_back(object({{"id", key.id},
                           {"name", key.name},
                           {"key_prefix", key.key.substr(0, 12)},
                           {"scopes", std::vector<std::string>{}},
                           {"is_active", key.active},
                           {"created_at", joined},
                           {"expires_at", maybe(key.expires_at)}}));
  }
  return json_answer(200, object({{"keys", array(keys)}}));
}

Answer get_mfa_status(Call& call) {
  return json_answer(200, object({{"enabled", call.who.user->mfa}}));
}

Answer get_settings(Call& call) {
  const Person& user = *call.who.user;
  return json_answer(200,
                     object({{"require_passkey_for_vaults", user.require_passkey_for_vaults},
                             {"passkey_count", user.passkey_count}}));
}

Answer get_devices(Call&) {
  return json_answer(200, object({{"devices", array({})}}));
}

Answer get_passkeys(Call&) {
  return json_answer(200, object({{"passkeys", array({})}}));
}

}  // namespace doctor::mock
