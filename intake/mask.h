#pragma once
// What people paste holds secrets. Everything of the input that may be shown passes through here
// first.

#include <string>
#include <string_view>

namespace doctor::intake {

/// The text with every shape of a credential replaced: keys by their prefix and ****, tokens by
/// [token], values of headers and members that carry credentials by ****. Never longer than needed:
/// what is cut off is not masked, so cut afterwards.
std::string masked_text(std::string_view text);

/// Is the header's value a credential, by the header's name (any case)?
bool is_secret_header(std::string_view name);

}  // namespace doctor::intake
