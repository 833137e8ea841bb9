#pragma once
// The pieces of the HTML report that are drawn.

#include <span>
#include <string>
#include <string_view>

#include "core/embedded.h"
#include "core/report.h"

namespace doctor::report {

/// Text with what stood between backticks as code, made harmless.
std::string html_text(std::string_view text);
/// When each request went where; empty without a request.
std::string html_timeline(const Report& report);
/// How far each request got: name, connection, TLS, and the stages that 1Claw documents.
std::string html_pipeline(const Report& report);

std::span<const EmbeddedFile> style_files();

}  // namespace doctor::report
