#pragma once
// Kinds of credential, told apart by form, and what goes wrong when people paste them.
// Source: spec (ApiKeyAuth, PlatformKey), authentication pages, and the mistakes seen in the field.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace doctor::api {

/// What a credential is, by its beginning; `none`: there is none.
enum class CredentialKind : std::uint8_t {
  none,
  agent_key,      ///< ocv_…: POST /v1/auth/agent-token
  user_key,       ///< 1ck_…: POST /v1/auth/api-key-token, or Bearer directly
  platform_key,   ///< plt_…: Bearer with X-Platform-Connection
  jwt,            ///< eyJ… with three segments: Bearer
  shroud_pair,    ///< `agent_uuid:ocv_…`: belongs in X-Shroud-Agent-Key only
  claim_token,    ///< ct_…
  reauth_token,   ///< rat_…
  webhook_token,  ///< whk_…
  foreign,        ///< a recognisable key of another product (bk_ptr_, sk-…, ghp_…)
  unknown,        ///< nothing we can name
};

/// What is wrong with a pasted value, before any request.
enum class ValueProblem : std::uint8_t {
  empty,              ///< nothing, or nothing but quotes and white space
  quotes,             ///< surrounding ' or " (or typographic) kept as part of the value
  bearer_prefix,      ///< `Bearer ` pasted along
  surrounding_space,  ///< before or after the value
  inner_space,
  line_break,   ///< CR or LF inside or at the end
  placeholder,  ///< ocv_..., <your-key>, your_api_key_here, EXAMPLE, xxx, changeme
  unexpanded,   ///< ${env:NAME}, ${NAME}, $NAME, %NAME%, {{NAME}}, secrets.NAME
  masked,       ///< abcd…wxyz, ocv_****
  truncated,    ///< nothing but a prefix, the 12 characters the dashboard lists, or half a JWT
  control_characters,  ///< unprintable or invisible characters (a byte order mark, a hard space)
  assignment,          ///< NAME=value pasted whole
};

std::string_view name_of(
    CredentialKind kind);  ///< `agent key`, `user key`, `JWT`… as shown to people
std::string_view word_of(CredentialKind kind);   ///< `agent_key`, … as a fact
std::string_view word_of(ValueProblem problem);  ///< `bearer_prefix`, … as a fact

/// The kind of the value after `cleaned`; placeholders and masked copies keep the kind of their
/// prefix.
CredentialKind kind_of(std::string_view value);
/// In the order of the enumeration, each once. Made for credentials, and fit for ids and URLs too:
/// what only a key can have is looked for in keys only.
std::vector<ValueProblem> inspect_value(std::string_view value);
/// What the user most probably meant: quotes, Bearer, `NAME=`, white space, line breaks and
/// invisible characters removed. The doctor reports the problem and never silently uses the cleaned
/// value.
std::string cleaned(std::string_view value);
/// `ocv_****`, `1ck_****`, `JWT`, `(unrecognised, 31 characters)`: shows no character of the secret
/// part.
std::string masked(std::string_view value);

}  // namespace doctor::api
