#pragma once
// Files of tests/report/golden that somebody has read. ONECLAW_UPDATE_GOLDEN=1 rewrites them; the
// change then shows in the diff.

#include <string>

namespace doctor::report {

void expect_golden(const std::string& name, const std::string& text);

}  // namespace doctor::report
