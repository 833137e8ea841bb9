#include "probes/runtimes.h"

#include <algorithm>
#include <array>

namespace doctor::probes {
namespace {

struct Runtime {
  std::string_view client;
  std::string_view name;
};

constexpr std::array runtimes{
    Runtime{"cli", "node"},
    Runtime{"mcp", "node"},
    Runtime{"openclaw", "node"},
    Runtime{"sdk-typescript", "node"},
    Runtime{"eliza", "node"},
    Runtime{"sdk-python", "python"},
    Runtime{"sdk-go", "go"},
};

}  // namespace

std::string_view runtime_of(std::string_view client) {
  const auto* const found = std::ranges::find(runtimes, client, &Runtime::client);
  return found == runtimes.end() ? std::string_view{} : found->name;
}

}  // namespace doctor::probes
