#pragma once
// One reader per kind of input. Each gives every record it finds to the sink, in order; what is
// broken is named by its line and skipped. None of them throws or keeps what it was given.

#include <string_view>

#include "intake/record.h"

namespace doctor::intake {

/// The kind of an input, from its beginning (the first 64 KiB are enough).
Kind detect(std::string_view text);

/// `curl -i`, one or several in a row; requests before them (HTTPie -v) and the command line are
/// read as well.
void read_http(std::string_view text, const Sink& sink);
/// `curl -v` and `curl --trace-ascii`.
void read_curl(std::string_view text, const Sink& sink);
/// One error body, or several, without anything around them.
void read_body(std::string_view text, const Sink& sink);
/// HAR 1.1 and 1.2.
void read_har(std::string_view text, const Sink& sink);
/// JSON-RPC messages: one, an array, one a line, or the `data:` of an event stream.
void read_rpc(std::string_view text, const Sink& sink);
/// Anything else: known client messages, wherever they stand.
void read_text(std::string_view text, const Sink& sink);

/// Calls the reader of the kind; `automatic` detects it.
void read(Kind kind, std::string_view text, const Sink& sink);

}  // namespace doctor::intake
