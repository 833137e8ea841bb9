#pragma once
// What a mock received and answered, for `--mock-record`.

#include <string>

#include "mock/mock.h"

namespace doctor::cli {

/// One JSON object per request, in the order of arrival. Requests are told by tokens of HTTP and
/// our own words, answers with their credentials masked; of an access token its signature is left
/// out, without which it opens nothing. False when the file cannot be written.
bool write_record(const mock::Server& server, const std::string& path);

}  // namespace doctor::cli
