#pragma once
// What a word looks like, judged by its characters alone.

#include <string_view>

namespace doctor::bundle {

bool is_word_char(char c);   ///< letters, digits, underscore
bool is_token_char(char c);  ///< what keys and encodings are made of: also - . ~ + / =

/// A word that says something about a value instead of being one: expired, missing, null, ****,
/// ${NAME}, <your-key>.
bool is_stand_in(std::string_view value);
/// A key of the documentation: ocv_your_agent_key. It has no digit.
bool is_sample(std::string_view key);
/// Letters, digits and marks mixed as nobody writes by hand; never a path of words, an id, a date,
/// a version or a number.
bool looks_random(std::string_view value);
/// The same for a long run found without any name next to it: stricter.
bool looks_like_key(std::string_view run);
bool is_uuid(std::string_view value);
bool is_hex(std::string_view value);

}  // namespace doctor::bundle
