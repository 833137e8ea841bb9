#pragma once
// Is a record 1Claw's? Judged by host, route, headers and the members of its body, never by its
// status: other APIs have the same.

#include <span>
#include <string_view>

#include "intake/record.h"

namespace doctor::intake {

/// `hint`: the surrounding text names 1Claw.
Origin origin_of(const Record& record, bool hint);

/// Headers that only other products put on their answers, in lower case.
std::span<const std::string_view> foreign_headers();

/// Does the text name 1Claw, its clients' packages or its keys?
bool names_1claw(std::string_view text);
/// The pattern that names_1claw() looks for.
std::string_view name_pattern();
/// Is the host 1Claw's, or one that was probably meant to be?
bool is_our_host(std::string_view host);

}  // namespace doctor::intake
