#pragma once
// Error bodies in every envelope met in the wild: RFC 7807, {title,detail}, {detail}, {error},
// {error:{message,type}}, {message}, {code,required_usd,message}, x402 v1 and legacy, guardrail and
// approval bodies, HTML, plain text, nothing. Read leniently; a wording is a hint, never a proof.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doctor::api {

/// What a body is.
enum class Media : std::uint8_t { none, json, html, text, event_stream, binary };
/// The enumerator's name, as facts have it.
std::string_view word_of(Media media);
/// What the body is, by its bytes first and its content type second (servers mislabel both ways).
Media media_of(std::string_view content_type, std::string_view body);

/// An error body, whatever its envelope: what could be read of it.
struct Problem {
  Media media = Media::none;
  bool parsed = false;  ///< a JSON object was read
  std::string
      type;  ///< `type`, `error.type`, or a machine word in `error`/`code`; "about:blank" kept
  std::string title;
  /// First of detail, message, error_description, error.message, error, description; of a plain
  /// text body, the text.
  std::string detail;
  bool x402 = false;        ///< carries x402Version/accepts or the payment words
  std::string approval_id;  ///< approval_request_id, approval_id, pending_approval_id
  std::string reason_code;  ///< guardrail reason
  bool resembles_1claw =
      false;  ///< an envelope this API uses (any JSON object with one of the known members)
  std::string html_title;  ///< `<title>` of an HTML body
};

/// Never fails: what cannot be read is left empty. Of an event stream, the first event is read.
/// Texts are cut to 300 bytes and made safe to show.
Problem read_problem(std::string_view content_type, std::string_view body);

/// `Vault limit reached (3/3 on free tier)` and its like. From the type alone when the detail has
/// no numbers, all members then being empty.
struct ResourceLimit {
  std::string resource;  ///< vault, secret, agent, … lower case, may be empty
  std::optional<std::int64_t> used;
  std::optional<std::int64_t> limit;
  std::string tier;
};
std::optional<ResourceLimit> read_resource_limit(const Problem& problem);

}  // namespace doctor::api
