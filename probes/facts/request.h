#pragma once
// The facts every HTTP question yields, under the probe's own prefix: `vaults.status`,
// `vaults.stage`, … so that rules read each answer in the same words.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "core/fact.h"

namespace doctor::probes::fact {

/// Text as a template argument.
template <std::size_t N>
struct Name {
  std::array<char, N> text{};
  // Implicit, so that a literal can be written as the template argument.
  // NOLINTBEGIN(google-explicit-constructor,*-explicit-conversions,*-avoid-c-arrays)
  /// From a literal, its final zero included.
  consteval Name(const char (&literal)[N]) { std::copy_n(&literal[0], N, text.begin()); }
  // NOLINTEND(google-explicit-constructor,*-explicit-conversions,*-avoid-c-arrays)
};

/// Both texts as one, at compile time.
template <Name Area, Name Part>
struct Joined {
  static constexpr auto text = [] {
    std::array<char, Area.text.size() + Part.text.size() - 1> joined{};
    auto end = std::copy_n(Area.text.begin(), Area.text.size() - 1, joined.begin());
    std::copy_n(Part.text.begin(), Part.text.size(), end);
    return joined;
  }();
  static constexpr std::string_view view{text.data(), text.size() - 1};
};

/// The keys for one prefix; `fact::with_request_facts` adds them to a probe's list.
template <Name Area>
struct RequestFacts {
  static constexpr FactKey<std::int64_t> status{
      Joined<Area, ".status">::view, "HTTP status of the answer; unknown when there was none"};
  static constexpr FactKey<std::string> failure{
      Joined<Area, ".failure">::view,
      "none when a whole HTTP response came, else what failed first: name_not_found, refused, "
      "tls_certificate, response_timeout, truncated …"};
  static constexpr FactKey<std::string> stage{
      Joined<Area, ".stage">::view,
      "how far through the request pipeline the answer proves the request came: rate_limit (429), "
      "payment (402), auth (401), gate (403 before the quota headers: IP filter or an outer "
      "check), "
      "handler (anything after them), server (5xx), edge (not this API's answer)"};
  static constexpr FactKey<std::string> media{Joined<Area, ".media">::view,
                                              "what the body is: none, json, html, text, binary"};
  static constexpr FactKey<bool> recognised{
      Joined<Area, ".recognised">::view,
      "a success has the documented shape, a failure an envelope this API uses"};
  static constexpr FactKey<std::string> problem_type{
      Joined<Area, ".problem_type">::view, "machine-readable type of the error body, lower case"};
  static constexpr FactKey<std::string> detail{
      Joined<Area, ".detail">::view, "the server's own words for the failure; wording may change"};
  static constexpr FactKey<bool> quota_headers{Joined<Area, ".quota_headers">::view,
                                               "the answer carried quota headers"};
  static constexpr FactKey<std::int64_t> retry_after{Joined<Area, ".retry_after">::view,
                                                     "Retry-After, in seconds"};
  static constexpr FactKey<bool> credential_sent{Joined<Area, ".credential_sent">::view,
                                                 "the request carried a credential"};
  static constexpr std::array<const FactSpec*, 10> all{&status,
                                                       &failure,
                                                       &stage,
                                                       &media,
                                                       &recognised,
                                                       &problem_type,
                                                       &detail,
                                                       &quota_headers,
                                                       &retry_after,
                                                       &credential_sent};
};

/// A probe's fact list: the request's facts and its own.
template <Name Area, std::size_t N>
constexpr auto with_request_facts(const std::array<const FactSpec*, N>& own) {
  std::array<const FactSpec*, RequestFacts<Area>::all.size() + N> joined{};
  auto end = std::ranges::copy(RequestFacts<Area>::all, joined.begin()).out;
  std::ranges::copy(own, end);
  return joined;
}

}  // namespace doctor::probes::fact
