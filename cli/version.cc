#include "cli/version.h"

namespace doctor::cli {

std::string_view tool_version() {
  return ONECLAW_VERSION;
}

std::string_view rules_version() {
  return "2026.11.1";
}

}  // namespace doctor::cli
