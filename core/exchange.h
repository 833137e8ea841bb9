#pragma once
// One exchange with a server, reduced where it happened to what is known to be harmless: what no
// list names is not there. Of the credential only that there was one. net/ makes it, of a question
// and an answer that hold no Secret; a bundle shows it.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fact.h"

namespace doctor {

/// One question and its answer. Empty and zero: not known, or not on any list.
struct Exchange {
  std::size_t ticket = 0;     ///< of the question, as it was given to net/
  std::string probe = {};     ///< who asked; set by who knows the tickets
  std::string endpoint = {};  ///< id in the allow-list of endpoints
  std::string method = {};
  std::string base = {};  ///< `https://host[:port]` and the base URL's own path, no login
  std::string path = {};  ///< below it, with its placeholders: `/v1/vaults/{vault}/secrets`
  /// What two of the placeholders stood for, `vault` and `agent`; no others.
  std::vector<std::pair<std::string, std::string>> ids = {};
  std::vector<std::string> query = {};  ///< names alone
  std::string credential = {};          ///< none, bearer, exchange_key, mcp_bearer: which was asked
  bool credential_sent = false;
  std::size_t sent_bytes = 0;  ///< of the body, without a credential in it

  std::string failure = {};  ///< as net::Failure words it, or `ended`; empty: a whole answer came
  std::string failure_text = {};
  int status = 0;  ///< 0: no response
  std::string http_version = {};
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< those of is_telling_header()
  std::size_t other_headers = 0;
  std::string redirect_to = {};  ///< no login, no query
  std::size_t body_bytes = 0;
  /// Those of telling_members() that the body has, nested ones as `error.message`.
  std::vector<std::pair<std::string, FactValue>> members = {};
  std::string remote_address = {};
  bool proxied = false;
  double started_ms = 0;
  double total_ms = -1;  ///< negative: unknown
};

/// Headers that say how an answer came about and carry nothing of the user's; in any case.
bool is_telling_header(std::string_view name);
/// What the bodies of answers say about themselves, errors above all.
std::span<const std::string_view> telling_members();
/// Those members of a body, also one level down in `error`. Texts are cut at 500 bytes.
std::vector<std::pair<std::string, FactValue>> telling_members_of(std::string_view body);

}  // namespace doctor
