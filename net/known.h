#pragma once
// What is needed to find this run's secrets in a text, twice and in two ways. Only net/ may open a
// Secret, so here is where one is learnt; what comes out can be asked by everybody and gives
// nothing back.

#include "core/fingerprint.h"
#include "core/secret.h"
#include "core/secret_windows.h"

namespace doctor::net {

struct KnownSecrets {
  Fingerprints fingerprints = {};  ///< for who takes secrets out
  SecretWindows windows = {};      ///< for who checks that nothing was left

  void learn(std::string_view value);
};

void learn(KnownSecrets& known, const Secret& secret);

}  // namespace doctor::net
