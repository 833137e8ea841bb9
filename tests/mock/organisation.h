#pragma once
// The organisation without sockets: requests straight into the pipeline.

#include <algorithm>
#include <string>

#include "mock/pipeline.h"
#include "tests/mock/client.h"

namespace doctor::mock::test {

class Organisation {
 public:
  explicit Organisation(const std::string& world_patch = "{}")
      : state_(load_world(patched(world_patch).world, "test.json#/world")) {}

  Answer ask(const std::string& method,
             const std::string& path,
             const std::string& token = {},
             const std::string& body = {}) {
    Request request{.method = method, .target = path, .path = path, .body = body};
    if (const auto mark = path.find('?'); mark != std::string::npos) {
      request.path = path.substr(0, mark);
      request.query["prefix"] = path.substr(path.find('=') + 1);
    }
    if (!token.empty()) {
      request.headers["authorization"] = "Bearer " + token;
    }
    return answer_api(state_, request);
  }

  /// A token of the agent with this key.
  std::string token(const std::string& key = bot_key) {
    return text_member(
        ask("POST", "/v1/auth/agent-token", {}, R"({"api_key":")" + key + "\"}").body,
        "access_token");
  }

  std::string scenario_token(const std::string& name) {
    return mint(state_.signer, state_.world, name, state_.now());
  }

  State& state() { return state_; }

 private:
  State state_;
};

inline bool has_header(const Answer& answer, const std::string& name) {
  return std::ranges::any_of(answer.headers,
                             [&name](const auto& header) { return header.first == name; });
}

inline std::string secrets_of(const std::string& vault) {
  return "/v1/vaults/" + vault + "/secrets";
}

}  // namespace doctor::mock::test
