#include "mock/state.h"

#include "mock/text.h"

namespace doctor::mock {

std::string State::stable_uuid_of(int number) {
  return stable_uuid("made at run time:" + std::to_string(number));
}

Validity State::validity(const std::string& subject, std::chrono::seconds ttl) {
  Validity validity{.id = new_id(), .issued = now(), .ttl = ttl};
  issued[subject].insert(validity.id);
  return validity;
}

std::string State::issue(const Agent& agent) {
  const std::chrono::seconds ttl(agent.token_ttl_seconds);
  return mint(signer, world, agent, validity("agent:" + agent.id, ttl));
}

std::string State::issue(const Person& user, std::chrono::seconds ttl) {
  return mint(signer, world, user, validity("user:" + user.id, ttl));
}

void State::revoke_tokens_of(const std::string& subject) {
  revoked.merge(issued[subject]);
  issued.erase(subject);
  for (auto& [name, agent] : world.agents) {
    if ("agent:" + agent.id == subject) {
      agent.revoked_before = now();
    }
  }
}

}  // namespace doctor::mock
