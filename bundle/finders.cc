// The table: what to look for, and who looks.

#include "bundle/finders.h"

#include "core/text.h"

namespace doctor::bundle {
namespace {

struct Row {
  std::string_view text;
  Finder find;
  Kind kind;
  std::size_t least = 0;
};

// Source of the product's key forms: the API's key kinds (api/credential.h says the same of them).
constexpr auto rows = std::to_array<Row>({
    {"ocv_", find_key, Kind::agent_key, 6},
    {"1ck_", find_key, Kind::user_key, 6},
    {"plt_", find_key, Kind::platform_key, 12},
    {"ct_", find_key, Kind::token, 16},
    {"rat_", find_key, Kind::token, 12},
    {"whk_", find_key, Kind::token, 12},
    {"oneclaw_decrypt_", find_key, Kind::private_key, 12},
    {"oneclaw_sign_", find_key, Kind::private_key, 12},
    {"bk_ptr_", find_key, Kind::vendor_key, 8},
    {"bk_usr_", find_key, Kind::vendor_key, 8},
    {"sk-", find_key, Kind::vendor_key, 20},
    {"sk_live_", find_key, Kind::vendor_key, 12},
    {"sk_test_", find_key, Kind::vendor_key, 12},
    {"rk_live_", find_key, Kind::vendor_key, 12},
    {"ghp_", find_key, Kind::vendor_key, 20},
    {"gho_", find_key, Kind::vendor_key, 20},
    {"ghs_", find_key, Kind::vendor_key, 20},
    {"github_pat_", find_key, Kind::vendor_key, 20},
    {"glpat-", find_key, Kind::vendor_key, 16},
    {"xoxb-", find_key, Kind::vendor_key, 16},
    {"xoxp-", find_key, Kind::vendor_key, 16},
    {"akia", find_key, Kind::vendor_key, 16},
    {"aiza", find_key, Kind::vendor_key, 30},
    {"npm_", find_key, Kind::vendor_key, 30},
    {"hf_", find_key, Kind::vendor_key, 30},
    {"hvs.", find_key, Kind::vendor_key, 20},
    {"whsec_", find_key, Kind::vendor_key, 16},
    {"shpat_", find_key, Kind::vendor_key, 20},
    {"dop_v1_", find_key, Kind::vendor_key, 20},
    {"eyj", find_jwt, Kind::jwt},
    {"-----begin ", find_pem, Kind::private_key},
    {"/share/", find_path_token, Kind::token, 12},
    {"/shares/", find_path_token, Kind::token, 12},
    {"/claim/", find_path_token, Kind::token, 12},
    {"/invite/", find_path_token, Kind::token, 12},
    {"/device/code/", find_path_token, Kind::token, 6},
    {"/home/", find_user_folder, Kind::user},
    {"/users/", find_user_folder, Kind::user},
    {"\\users\\", find_user_folder, Kind::user},

    {"://", find_login, Kind::login},
    {"otpauth://", find_totp, Kind::totp},
    {"otpauth-migration://", find_totp, Kind::totp},
    {"otpauth%3a", find_totp, Kind::totp},
    {"curl ", find_curl_login, Kind::login},
    {"key=", find_query_value, Kind::value},
    {"sig=", find_query_value, Kind::value},
    {"code=", find_query_value, Kind::value},
    {"auth=", find_query_value, Kind::value},
    {"state=", find_query_value, Kind::value},
    {"nonce=", find_query_value, Kind::value},
    {"signature=", find_query_value, Kind::value},

    {"authorization", find_header, Kind::header},
    {"cookie", find_header, Kind::cookie},
    {"x-payment", find_header, Kind::payment},
    {"x-payment-response", find_header, Kind::payment},
    {"payment-signature", find_header, Kind::payment},
    {"x-shroud-agent-key", find_header, Kind::header},
    {"x-shroud-api-key", find_header, Kind::header},
    {"x-auth-confirm", find_header, Kind::header},
    {"x-mfa-token", find_header, Kind::header},
    {"x-client-share", find_header, Kind::header},
    {"x-cmek-old-key", find_header, Kind::header},
    {"x-cmek-new-key", find_header, Kind::header},
    {"x-api-key", find_header, Kind::header},
    {"dpop", find_header, Kind::header},
    {"bearer", find_scheme, Kind::token},
    {"basic", find_scheme, Kind::login},

    {"password", find_assignment, Kind::password, 3},
    {"passwd", find_assignment, Kind::password, 3},
    {"passphrase", find_assignment, Kind::password, 3},
    {"pwd", find_assignment, Kind::password, 4},
    {"_pass", find_assignment, Kind::password, 4},
    {"api_key", find_assignment, Kind::value, 4},
    {"api-key", find_assignment, Kind::value, 4},
    {"apikey", find_assignment, Kind::value, 4},
    {"agent_key", find_assignment, Kind::value, 4},
    {"access_key", find_assignment, Kind::value, 4},
    {"accesskey", find_assignment, Kind::value, 4},
    {"private_key", find_assignment, Kind::value, 4},
    {"privatekey", find_assignment, Kind::value, 4},
    {"private-key", find_assignment, Kind::value, 4},
    {"secret_key", find_assignment, Kind::value, 4},
    {"secretkey", find_assignment, Kind::value, 4},
    {"signing_key", find_assignment, Kind::value, 4},
    {"signingkey", find_assignment, Kind::value, 4},
    {"encryption_key", find_assignment, Kind::value, 4},
    {"master_key", find_assignment, Kind::value, 4},
    {"client_secret", find_assignment, Kind::value, 4},
    {"client-secret", find_assignment, Kind::value, 4},
    {"clientsecret", find_assignment, Kind::value, 4},
    {"secret_value", find_assignment, Kind::value, 2},
    {"client_share", find_assignment, Kind::value, 4},
    {"access_token", find_assignment, Kind::value, 4},
    {"accesstoken", find_assignment, Kind::value, 4},
    {"access-token", find_assignment, Kind::value, 4},
    {"refresh_token", find_assignment, Kind::value, 4},
    {"refreshtoken", find_assignment, Kind::value, 4},
    {"id_token", find_assignment, Kind::value, 4},
    {"auth_token", find_assignment, Kind::value, 4},
    {"authtoken", find_assignment, Kind::value, 4},
    {"auth-token", find_assignment, Kind::value, 4},
    {"agent_token", find_assignment, Kind::value, 4},
    {"oneclaw_token", find_assignment, Kind::value, 4},
    {"mfa_token", find_assignment, Kind::value, 4},
    {"session_token", find_assignment, Kind::value, 4},
    {"share_token", find_assignment, Kind::value, 4},
    {"device_code", find_assignment, Kind::value, 6},
    {"user_code", find_assignment, Kind::value, 6},
    {"code_verifier", find_assignment, Kind::value, 6},
    {"mfa_code", find_assignment, Kind::value, 4},
    {"totp", find_assignment, Kind::totp, 6},
    {"_otp", find_assignment, Kind::totp, 6},
    {"passcode", find_assignment, Kind::totp, 4},
    {"mnemonic", find_assignment, Kind::mnemonic, 12},
    {"seed_phrase", find_assignment, Kind::mnemonic, 12},
    {"seed phrase", find_assignment, Kind::mnemonic, 12},
    {"recovery_phrase", find_assignment, Kind::mnemonic, 12},
    {"recovery phrase", find_assignment, Kind::mnemonic, 12},

    {"secret", find_assignment, Kind::value},
    {"token", find_assignment, Kind::value},
    {"credential", find_assignment, Kind::value},
    {"_key", find_assignment, Kind::value},
    {"-key", find_assignment, Kind::value},
    {"\"key\"", find_assignment, Kind::value},
    {"session", find_assignment, Kind::value},
    {"seed", find_assignment, Kind::value},
    {"signature", find_assignment, Kind::value},
    {"nonce", find_assignment, Kind::value},
    {"\"value\"", find_assignment, Kind::value},
    {"webhook", find_assignment, Kind::value},
});

}  // namespace

std::vector<Anchor> anchors_for(const std::vector<KnownName>& names) {
  constexpr std::size_t shortest_name = 4;
  std::vector<Anchor> out;
  out.reserve(rows.size() + names.size());
  for (const Row& row : rows) {
    out.push_back(
        {.text = std::string{row.text}, .find = row.find, .kind = row.kind, .least = row.least});
  }
  for (const KnownName& name : names) {
    if (name.text.size() >= shortest_name) {
      out.push_back({.text = lower(name.text), .find = find_known_name, .kind = name.kind});
    }
  }
  return out;
}

}  // namespace doctor::bundle
