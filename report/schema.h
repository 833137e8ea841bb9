#pragma once
// The JSON Schema compiled into the program, so that it cannot differ from the installed one.

#include <span>

#include "core/embedded.h"

namespace doctor::report {

std::span<const EmbeddedFile> schema_files();

}  // namespace doctor::report
