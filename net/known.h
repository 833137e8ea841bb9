#pragma once
// What is needed to find this run's secrets in a text, twice and in two ways. Only net/ may open a
// Secret, so here is where one is learnt; what comes out can be asked by everybody and gives
// nothing back.

#include "core/fingerprint.h"
#include "core/secret.h"
#include "core/secret_windows.h"

namespace doctor::net {

/// Both searches, which are taught together.
struct KnownSecrets {
  Fingerprints fingerprints = {};  ///< for who takes secrets out
  SecretWindows windows = {};      ///< for who checks that nothing was left

  /// For values that are in no Secret, as variables of the environment are.
  void learn(std::string_view value);
};

/// What both searches have to know of a credential.
void learn(KnownSecrets& known, const Secret& secret);

}  // namespace doctor::net
