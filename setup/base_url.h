#pragma once
// A base URL as one client has it: as typed, as shown, as used, and compared with another's.

#include <optional>
#include <string>
#include <string_view>

#include "api/url.h"
#include "setup/view.h"

namespace doctor::setup {

/// The source of a base URL that nothing configures.
inline constexpr std::string_view default_source = "default";

struct Base {
  std::string text;    ///< as configured; empty when the client's API cannot be known here
  std::string source;  ///< of the text; `default_source`
  bool is_default = false;
  bool project = false;  ///< from a file of the working directory
  Joining joining = Joining::strip_one_slash;
  std::optional<api::Url> url = {};  ///< when it is an absolute http or https URL
};

/// The base URL this client uses; its default when none is configured. A hosted MCP server's API is
/// known for 1Claw's own hosts and for this machine only.
Base base_of(const View& view);
/// A base from its parts, parsed.
Base make_base(std::string text, std::string source, Joining joining);
/// Fit to be shown whatever was typed: no user info, no query, keys in it masked.
std::string shown_base(std::string_view text);
/// Origin and path for a request; a key in the path is masked, so that no request carries it.
std::string safe_url(const api::Url& url);
/// What the client puts before `/v1/…`; the text itself when it is no URL.
std::string used_base(const Base& base);
/// The URL most probably meant, when something is wrong with this one.
std::optional<std::string> suggested_base(const Base& base);
bool is_1claw_or_local(const api::Url& url);

enum class Relation : std::uint8_t { same, mirror, different, unknown };
/// `mirror`: the same service at .xyz and at .co, or through the dashboard's /api.
Relation relation(const Base& a, const Base& b);

}  // namespace doctor::setup
