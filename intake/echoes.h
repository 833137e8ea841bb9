#pragma once
// What a request carried in secret may come back in the words of the answer, in no form that a
// pattern knows: a password, a value that was to be stored.

#include <string>
#include <vector>

#include "core/document.h"
#include "intake/record.h"

namespace doctor::intake {

/// The values of members that carry secrets (`api_key`, `password`, `value`, …), at any depth.
/// Those too short to be told from other words are left out.
std::vector<std::string> secrets_in(const Node& sent);
/// The text with each of them replaced by ****.
std::string without(std::string text, const std::vector<std::string>& secrets);
/// Takes what the request carried in secret out of the answer.
void take_out_echoes(Exchange& exchange);

}  // namespace doctor::intake
