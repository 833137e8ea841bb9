#include "net/known.h"

namespace doctor::net {

void KnownSecrets::learn(std::string_view value) {
  fingerprints.learn(value);
  windows.learn(value);
}

void learn(KnownSecrets& known, const Secret& secret) {
  known.learn(secret.reveal());
}

}  // namespace doctor::net
