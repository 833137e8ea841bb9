#pragma once
// The organisation at work: the world and what has happened to it since the server started. One
// mutex guards all of it; requests are judged one at a time, deliveries happen outside the lock.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "mock/allowance.h"
#include "mock/tokens.h"
#include "mock/world.h"

namespace doctor::mock {

struct State {
  explicit State(World start) : world(std::move(start)) {}

  World world;
  Signer signer;
  std::set<std::string> revoked;                        ///< `jti`
  std::map<std::string, std::set<std::string>> issued;  ///< subject → `jti`
  std::vector<Time> shares_made;                        ///< for 10 per minute
  std::map<std::string, int> fault_hits;                ///< by fault name
  std::map<std::string, std::string> sessions;          ///< MCP session → bearer
  int requests = 0;
  Allowance requests_allowed{200, 100};  ///< what an enforced limit grants an address
  Allowance sign_ins_allowed{5, 1};
  int serial = 0;

  Time now() const { return now_shifted(world.clock_offset); }
  std::string new_id() { return stable_uuid_of(++serial); }
  /// A token for an agent or a user, remembered so that it can be revoked.
  std::string issue(const Agent& agent);
  std::string issue(const Person& user, std::chrono::seconds ttl);
  /// What writing a policy does to an agent's tokens.
  void revoke_tokens_of(const std::string& subject);

 private:
  static std::string stable_uuid_of(int number);
  Validity validity(const std::string& subject, std::chrono::seconds ttl);
};

}  // namespace doctor::mock
