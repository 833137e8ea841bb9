#pragma once
// What is secret in free text, by what stands around it: the table of anchors and their finders,
// and the searches for what has no anchor. All are pure, look at a few kilobytes around their place
// and add spans.

#include <string>
#include <string_view>
#include <vector>

#include "bundle/anchors.h"
#include "bundle/span.h"

namespace doctor::bundle {

/// A name that only this run knows: the machine's, the user's, a vault's.
struct KnownName {
  std::string text;  ///< shorter than four characters: not searched for
  Kind kind = Kind::name;
};

/// The table, and the names as further anchors.
std::vector<Anchor> anchors_for(const std::vector<KnownName>& names);

/// finders_key.cc: values that say what they are.
void find_key(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
void find_jwt(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
void find_pem(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
void find_path_token(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
void find_user_folder(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
void find_known_name(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
/// How far a PEM block without its last line reaches.
std::size_t end_of_pem(std::string_view text, std::size_t begin);

/// finders_url.cc: values inside URLs.
void find_login(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
void find_totp(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
void find_query_value(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
void find_curl_login(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);

/// finders_named.cc: values that have a name next to them.
void find_header(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
void find_scheme(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);
/// A name whose value is always secret, or (anchor.least 0) secret if it looks like it.
void find_assignment(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);

/// finders_run.cc: what has no anchor.
void find_runs(std::string_view text, Spans& out);  ///< long keys, hexadecimal keys, UUIDs
void find_mnemonics(std::string_view text, Spans& out);
void find_emails(std::string_view text, Spans& out);
void find_addresses(std::string_view text, Spans& out);  ///< IPv4 and IPv6

}  // namespace doctor::bundle
