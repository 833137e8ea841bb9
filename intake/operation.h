#pragma once
// What a method and a path ask of 1Claw, and which probe reads the answer.

#include <string>
#include <string_view>

namespace doctor::intake {

struct Route {
  std::string_view operation = {};  ///< as the fact seen.operation; empty: no route of 1Claw's
  std::string_view probe = {};      ///< whose learn() reads the answer; empty: none
  std::string base = {};            ///< what stands before the route (`/api`, `/v1` when doubled)
  std::string vault = {};
  std::string secret = {};   ///< path of the secret, decoded
  bool distinctive = false;  ///< no other product is known to have such a path
};

/// `path` has no query. The route may stand behind a prefix (a proxy's, or a base URL's own path).
Route route_of(std::string_view method, std::string_view path);

}  // namespace doctor::intake
