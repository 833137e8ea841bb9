#include "golden.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

#include <gtest/gtest.h>

namespace doctor::report {

void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string{GOLDEN_FOLDER} + "/" + name;
  const char* const update = std::getenv("ONECLAW_UPDATE_GOLDEN");  // NOLINT(concurrency-mt-unsafe)
  if (update != nullptr && std::string_view{update} == "1") {
    std::ofstream{path} << text;
  }
  const std::ifstream in{path};
  std::ostringstream golden;
  golden << in.rdbuf();
  EXPECT_EQ(text, golden.str());
}

}  // namespace doctor::report
