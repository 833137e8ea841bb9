#pragma once
// How a server says what it says: everything about an answer that changes neither its status nor
// what it tells. A client that reads the API well is not disturbed by any of it.

#include <map>
#include <string>

#include "mock/clock.h"
#include "mock/message.h"

namespace doctor::mock {

struct Dialect {
  bool extra_fields = false;          ///< members that no document names, in every JSON object
  bool numbers_as_strings = false;    ///< in every JSON body
  bool bare_lists = false;            ///< `[…]` where the API answers `{"vaults": […]}`
  bool date = true;                   ///< whether a Date header is sent
  bool retry_after_date = false;      ///< Retry-After as a date instead of seconds
  std::string problem_types = {};     ///< put before every problem type, about:blank included
  std::string quota_prefix = {};      ///< in place of `X-RateLimit-Requests-`
  std::string header_case = "usual";  ///< usual, lower, upper
  std::string http = "1.1";           ///< 1.0: no connection is kept
  bool chunked = false;
  std::map<std::string, std::string> headers = {};  ///< sent besides
};

/// Rewrites the API's answer. `now` is the server's time.
void speak(const Dialect& dialect, Time now, Answer& answer);
/// Headers alone: for answers that are not the API's own JSON.
void speak_headers(const Dialect& dialect, Time now, Answer& answer);

}  // namespace doctor::mock
