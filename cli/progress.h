#pragma once
// A sign of life while waiting: one line on standard error, and only when a person sees it.

#include <string_view>

namespace doctor::cli {

/// Replaces the line by `3/21 what`; removes it when everything is done. Silent unless standard
/// error is a terminal.
void progress(std::string_view what, int done, int total);

}  // namespace doctor::cli
