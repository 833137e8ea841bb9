#pragma once
// An HTTP archive (HAR 1.2) of a browser or proxy, reduced to what is known to be harmless: who
// asked whom for what when, with which outcome. Of headers, queries, cookies and bodies only names
// and sizes stay, besides a few headers and the members of error bodies that say what went wrong.

#include <string_view>

#include "bundle/redact.h"
#include "bundle/source.h"
#include "core/result.h"

namespace doctor::bundle {

/// By its beginning, of a few kilobytes.
bool looks_like_har(std::string_view beginning);

/// What comes out is a HAR again. Error: as filter_json().
Result<void> reduce_har(const Source& from, Redactor& redactor, const Sink& to);

}  // namespace doctor::bundle
