#pragma once
// Facts about the API base URL of the examined client. Established by discovery, reported by the
// probe `base-url`. Texts never carry user info or a query.

#include <array>
#include <cstdint>

#include "core/fact.h"

namespace doctor::setup::fact {

inline constexpr FactKey<std::string> url_text{
    "url.text", "the base URL as configured, fit to be shown (no user info)"};
inline constexpr FactKey<std::string> url_used{
    "url.used", "what this client makes of it: the text it puts before /v1/…"};
inline constexpr FactKey<std::string> url_request{
    "url.request", "the health URL this client would ask: `https://host/v1/v1/health`"};
inline constexpr FactKey<std::string> url_source{
    "url.source",
    "where it comes from: a flag, a variable, a file and member, or `the client's default`"};
inline constexpr FactKey<std::string> url_variable{
    "url.variable", "the variable this client reads its base URL from; absent when it reads none"};
inline constexpr FactKey<bool> url_is_default{
    "url.is_default", "nothing is configured: the client's default is used"};
inline constexpr FactKey<bool> url_valid{"url.valid", "an absolute http or https URL"};
inline constexpr FactKey<std::string> url_problem{
    "url.problem", "what is wrong with its form: `no scheme`, `spaces inside`, …"};
inline constexpr FactKey<TextList> url_value_problems{
    "url.value_problems", "pasting mistakes in it: quotes, surrounding_space, placeholder, …"};
inline constexpr FactKey<bool> url_no_scheme{"url.no_scheme",
                                             "a host without https:// in front of it"};
inline constexpr FactKey<bool> url_quoted{"url.quoted", "quotes are part of the value"};
inline constexpr FactKey<bool> url_white_space{"url.white_space",
                                               "white space or a line break is part of the value"};
inline constexpr FactKey<bool> url_placeholder{"url.placeholder",
                                               "it is an example copied from a document"};
inline constexpr FactKey<bool> url_unexpanded{"url.unexpanded",
                                              "it still holds ${…} or the like, unexpanded"};
inline constexpr FactKey<bool> url_looks_like_key{"url.looks_like_key",
                                                  "it is a credential, not a URL"};
inline constexpr FactKey<std::string> url_scheme{"url.scheme", "http or https"};
inline constexpr FactKey<std::string> url_host{"url.host", "host, lower case, no port"};
inline constexpr FactKey<std::int64_t> url_port{"url.port", "port, also when implied"};
inline constexpr FactKey<std::string> url_path{"url.path", "path as typed; absent when empty"};
inline constexpr FactKey<std::string> url_host_role{
    "url.host_role",
    "what the host serves: api, dashboard, docs, mcp, shroud, intents, runtimes, loopback, "
    "cloud_run, foreign, other"};
inline constexpr FactKey<std::string> url_meant_host{
    "url.meant_host", "the official host of which this one is a near miss"};
inline constexpr FactKey<std::string> url_suggestion{
    "url.suggestion", "the base URL most probably meant, when something is wrong with this one"};
inline constexpr FactKey<std::string> url_mirror{
    "url.mirror", "xyz or co, for an official host: both serve the same API"};
inline constexpr FactKey<bool> url_version_in_path{"url.version_in_path",
                                                   "the configured path ends in /v1"};
inline constexpr FactKey<bool> url_doubles_version{"url.doubles_version",
                                                   "this client would ask /v1/v1/…"};
inline constexpr FactKey<bool> url_mcp_in_path{"url.mcp_in_path",
                                               "the configured path ends in /mcp"};
inline constexpr FactKey<bool> url_path_dropped{
    "url.path_dropped", "this client drops the configured path before it asks"};
inline constexpr FactKey<bool> url_doubles_slash{"url.doubles_slash",
                                                 "this client would ask //v1/…"};
inline constexpr FactKey<bool> url_has_user_info{"url.has_user_info",
                                                 "it carries user:password@ before the host"};
inline constexpr FactKey<bool> url_has_query{"url.has_query", "it carries a query or a fragment"};
inline constexpr FactKey<bool> url_http_to_remote{"url.http_to_remote",
                                                  "plain http to a host that is not this machine"};
inline constexpr FactKey<std::string> url_problem_for_client{
    "url.problem_for_client", "what exactly this client does wrong with it, one sentence"};
inline constexpr FactKey<TextList> url_ignored_variables{
    "url.ignored_variables", "variables that hold a base URL which this client does not read"};
inline constexpr FactKey<bool> url_ignored_values_differ{
    "url.ignored_values_differ", "one of those names another service than the one in use"};
inline constexpr FactKey<TextList> url_ignored_differences{
    "url.ignored_differences", "those that differ: `ONECLAW_API_URL is https://…`"};
inline constexpr FactKey<bool> url_ignored_is_local{
    "url.ignored_is_local", "one of the ignored ones names this machine (loopback)"};
inline constexpr FactKey<TextList> url_overrides{
    "url.overrides", "weaker sources of this client with another value: `config.json apiUrl: …`"};
inline constexpr FactKey<TextList> url_others_differ{
    "url.others_differ", "other clients here that ask another service: `cursor uses https://…`"};
inline constexpr FactKey<TextList> url_other_mirrors{
    "url.other_mirrors", "other clients here on the other mirror (.xyz or .co): no fault"};

inline constexpr std::array<const FactSpec*, 39> url_facts{
    &url_text,
    &url_used,
    &url_request,
    &url_source,
    &url_variable,
    &url_is_default,
    &url_valid,
    &url_problem,
    &url_value_problems,
    &url_no_scheme,
    &url_quoted,
    &url_white_space,
    &url_placeholder,
    &url_unexpanded,
    &url_looks_like_key,
    &url_scheme,
    &url_host,
    &url_port,
    &url_path,
    &url_host_role,
    &url_meant_host,
    &url_suggestion,
    &url_mirror,
    &url_version_in_path,
    &url_doubles_version,
    &url_mcp_in_path,
    &url_path_dropped,
    &url_doubles_slash,
    &url_has_user_info,
    &url_has_query,
    &url_http_to_remote,
    &url_problem_for_client,
    &url_ignored_variables,
    &url_ignored_values_differ,
    &url_ignored_differences,
    &url_ignored_is_local,
    &url_overrides,
    &url_others_differ,
    &url_other_mirrors,
};

}  // namespace doctor::setup::fact
