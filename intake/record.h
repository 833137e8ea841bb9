#pragma once
// One thing that happened, as a foreign record tells it: an answer, and what is known around it.
// Nothing in a finished record holds a secret.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/credential.h"
#include "api/jwt.h"
#include "core/fact.h"
#include "core/time.h"
#include "net/answer.h"

namespace doctor::intake {

/// What an input or a record is; `automatic`: to be found out.
enum class Kind : std::uint8_t { automatic, http, curl, body, har, jsonl, text, rpc };
/// The word of `--input`, and the kind of a word; nullopt for another word.
std::string_view word_of(Kind kind);
std::optional<Kind> kind_named(std::string_view word);

/// Name and value, in the order of the record.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// Is the record 1Claw's? `plausible`: nothing speaks against it.
enum class Origin : std::uint8_t { foreign, plausible, ours };

/// One record, finished: masked, and read into an answer.
struct Record {
  Kind kind = Kind::text;
  std::size_t line = 0;  ///< where it begins, from 1
  std::optional<TimePoint> at = {};
  net::Answer answer = {};
  std::optional<bool> credential_sent = {};  ///< nullopt: the record does not tell
  api::CredentialKind credential_kind = api::CredentialKind::none;  ///< none: not known
  std::optional<api::Claims> claims = {};                           ///< of the Bearer, when a JWT
  std::optional<bool> agent_id_sent = {};                           ///< with an exchange
  Facts sent = {};  ///< how the credential and agent id that were sent are formed (setup/sent.h)
  std::string rpc_method = {};  ///< of a JSON-RPC request
  std::string operation = {};   ///< as seen.operation; empty: derived from method and path
  std::string host = {};
  std::string path = {};    ///< of the request, without query, masked
  std::string secret = {};  ///< path of the secret that was asked for
  std::string vault = {};
  std::string agent = {};    ///< who asked, where a log tells
  std::string client = {};   ///< whose words they are
  std::string message = {};  ///< id in intake/messages.json
  Facts facts = {};          ///< what the message states, in the terms of probes
  Origin origin = Origin::plausible;
  bool failing = false;     ///< a failure whatever its status
  std::string sample = {};  ///< one line fit to be shown
  /// The same for records that differ in nothing but what a log adds to each (its time); 0: not
  /// known, and the sample stands for it.
  std::size_t alike = 0;
};

/// What was sent and what came back, before anything is masked.
struct Exchange {
  std::string method = {};
  std::string url = {};                         ///< absolute, or just a path
  std::optional<Headers> request_headers = {};  ///< nullopt: the record does not show them
  std::string request_body = {};
  int status = 0;
  std::string http_version = {};
  Headers headers = {};
  std::string body = {};
};

/// Reads what the exchange tells of credentials, then forgets them: the record's answer holds the
/// body and headers masked.
void fill(Record& record, Exchange exchange);

/// The 2xx, 1xx and 3xx of a record without any failure.
bool is_success(const Record& record);

/// Where readers put what they find. All may be called any number of times.
struct Sink {
  std::function<void(Record)> record;
  std::function<void(std::size_t line, std::string_view why)> bad;  ///< a record that is broken
  /// A success of which nothing but its number is wanted; none: every success is a record.
  std::function<void()> passed = {};
  /// A record that was told before, but for its line and time; none: it is given as a record.
  std::function<void(std::shared_ptr<const Record>, std::size_t line, std::optional<TimePoint> at)>
      again = {};
};

}  // namespace doctor::intake
