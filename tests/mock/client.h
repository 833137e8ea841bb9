#pragma once
// A plain HTTP client for the mock's tests: libcurl, with every host name sent to the mock.

#include <map>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "mock/mock.h"

namespace doctor::mock::test {

struct Response {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::string body = {};
  std::map<std::string, std::string> headers = {};  ///< names in lower case
};

struct Call {
  std::string url = "https://api.1claw.xyz/v1/health";
  std::string method = "GET";
  std::string token = {};
  std::string body = {};
  std::vector<std::string> headers = {};
  long timeout_ms = 30'000;
  std::size_t stop_after = 1U << 22U;  ///< bytes of body; more aborts the transfer
  bool unpack = false;                 ///< accept gzip
  bool verify = true;
};

Response send(const Endpoints& endpoints, const Call& call);

/// A server of `healthy` with a merge patch on its world.
Scenario patched(const std::string& world_patch);
/// An exchanged token for a key.
std::string agent_token(const Endpoints& endpoints, const std::string& key);
/// The string member of a JSON body.
std::string text_member(const std::string& body, const std::string& name);

constexpr const char* bot_key = "ocv_7d3b91f4c6e85a2091bd4f7763ce12a8";
constexpr const char* reporter_key = "ocv_2e8c60a7d9f143b58ca7e9206fd41b35";
constexpr const char* alice_key = "1ck_4f7a9c2e8b1d6035aa71c4e9d2f80b63";
constexpr const char* prod = "c5e7f9a1-3d4f-4182-acbd-2e3f4a5b6c7d";
constexpr const char* bot_id = "a3c5e7f9-1b2d-4f60-8a9b-0c1d2e3f4a5b";

}  // namespace doctor::mock::test
