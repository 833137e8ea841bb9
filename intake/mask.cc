#include "intake/mask.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

#include "core/text.h"

namespace doctor::intake {
namespace {

struct Shape {
  const char* pattern;
  const char* replacement;
};

// In this order: what names a credential first, so that its value is gone before shapes are tried.
constexpr std::array<Shape, 12> shapes{{
    // -----BEGIN … PRIVATE KEY----- and what follows
    {R"((?is)-----BEGIN [A-Z ]*(PRIVATE KEY|CERTIFICATE)-----.*?(-----END [A-Z ]*-----|$))",
     "[key]"},
    // JSON members and assignments that carry credentials; the value may be escaped JSON itself
    {R"((?i)(\\?["'])((?:[a-z0-9_.-]*(?:password|passwd|passphrase|secret_value|client_secret|api[_-]?key|apikey|access[_-]?token|refresh[_-]?token|id[_-]?token|auth[_-]?token|mfa[_-]?token|device_code|private[_-]?key|credential|cookie|session[_-]?id|authorization))|value|token|secret|jwt|bearer|otp|pwd)(\\?["']\s*:\s*\\?["'])(?:[^"'\\]|\\[^"'])*)",
     R"(\1\2\3****)"},
    // headers, one a line or quoted
    {R"((?i)\b((?:proxy-)?authorization|(?:set-)?cookie2?|x-api-key|x-shroud-agent-key|x-shroud-api-key|x-passkey-token|x-mfa-token|x-auth-confirm|x-auth-token|x-payment|dpop|x-client-share|x-cmek-(?:old|new)-key|x-amz-security-token|x-vault-token)(["']?\s*[:=]\s*["']?)[^\r\n"']+)",
     R"(\1\2****)"},
    {R"((?i)\b(bearer|basic|token|apikey)\s+[A-Za-z0-9._~+/=-]{8,})", R"(\1 ****)"},
    {R"((?i)\b([A-Z0-9_]*(?:PASSWORD|PASSWD|SECRET|API_KEY|APIKEY|TOKEN|PRIVATE_KEY|PASSPHRASE)[A-Z0-9_]*)(=|:\s)["']?[^\s"',;&]+)",
     R"(\1\2****)"},
    // how tools echo what was to be stored
    {R"((?i)\b((?:[a-z0-9]+_)?value=["']?)[^\s"',;&]+)", R"(\1****)"},
    {R"((?i)([?&;](?:[a-z0-9_.-]*(?:token|key|secret|password|passwd|signature|code|credential|session))=)[^&\s"'#]+)",
     R"(\1****)"},
    {R"(\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,4})", "[token]"},
    {R"((?i)\b(ocv_|1ck_|plt_|rat_|whk_|ct_|bk_ptr_|bk_usr_|sk-|sk_|pk_live_|rk_live_|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abps]-|hvs\.|npm_|AKIA|ASIA|AIza)[A-Za-z0-9_\-./+]{4,})",
     R"(\1****)"},
    {R"(([a-z][a-z0-9+.-]*://)[^/\s:@"']+:[^/\s@"']+@)", R"(\1****@)"},
    // long runs that look drawn at random: hexadecimal or base64 without any word in them
    {R"(\b[A-Fa-f0-9]{40,}\b)", "****"},
    {R"((^|[^A-Za-z0-9+/_=.-])[A-Za-z0-9+_-]{48,}={0,2})", R"(\1****)"},
}};

struct Compiled {
  std::array<RE2, shapes.size()> patterns;
  RE2 any;  ///< most texts hold nothing to be masked
};

std::string all_shapes() {
  std::string out;
  for (const Shape& shape : shapes) {
    out += (out.empty() ? "(?:" : "|(?:") + std::string{shape.pattern} + ")";
  }
  return out;
}

template <std::size_t... I>
Compiled compile(std::index_sequence<I...>) {
  return {.patterns = {RE2{shapes.at(I).pattern}...}, .any = RE2{all_shapes()}};
}

}  // namespace

std::string masked_text(std::string_view text) {
  static const Compiled compiled = compile(std::make_index_sequence<shapes.size()>{});
  std::string out{text};
  if (compiled.any.ok() && !RE2::PartialMatch(text, compiled.any)) {
    return out;
  }
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    RE2::GlobalReplace(&out, compiled.patterns.at(i), shapes.at(i).replacement);
  }
  return out;
}

bool is_secret_header(std::string_view name) {
  constexpr std::array<std::string_view, 16> names{"authorization",
                                                   "proxy-authorization",
                                                   "cookie",
                                                   "set-cookie",
                                                   "x-api-key",
                                                   "x-shroud-agent-key",
                                                   "x-shroud-api-key",
                                                   "x-passkey-token",
                                                   "x-mfa-token",
                                                   "x-auth-confirm",
                                                   "x-auth-token",
                                                   "x-payment",
                                                   "dpop",
                                                   "x-client-share",
                                                   "x-cmek-old-key",
                                                   "x-cmek-new-key"};
  return std::ranges::any_of(
      names, [&](std::string_view known) { return equal_ignoring_case(name, known); });
}

}  // namespace doctor::intake
