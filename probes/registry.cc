#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "probes/probe.h"

namespace doctor::probes {

// Generated from probes/catalog/: one pointer per file.
std::span<const Probe* const> catalog();

namespace {

/// The way a request goes: the order of rows in every report.
constexpr std::array<std::string_view, 9> layers{
    "setup", "network", "service", "auth", "access", "quota", "mcp", "sharing", "device"};

std::size_t depth_of(const Probe& probe) {
  std::size_t depth = 0;
  for (const Probe* other : catalog()) {
    if (std::ranges::find(probe.needs, other->id) != probe.needs.end()) {
      depth = std::max(depth, depth_of(*other) + 1);
    }
  }
  return depth;
}

std::size_t layer_index(const Probe& probe) {
  return static_cast<std::size_t>(std::ranges::find(layers, probe.layer) - layers.begin());
}

std::vector<const Probe*> ordered() {
  std::vector<const Probe*> probes(catalog().begin(), catalog().end());
  std::ranges::sort(probes, {}, [](const Probe* probe) {
    return std::tuple{layer_index(*probe), depth_of(*probe), probe->id};
  });
  return probes;
}

}  // namespace

std::span<const Probe* const> all_probes() {
  static const std::vector<const Probe*> probes = ordered();
  return probes;
}

const Probe* find_probe(std::string_view id) {
  const auto probes = all_probes();
  const auto found = std::ranges::find(probes, id, [](const Probe* probe) { return probe->id; });
  return found == probes.end() ? nullptr : *found;
}

bool is_layer(std::string_view word) {
  return std::ranges::find(layers, word) != layers.end();
}

}  // namespace doctor::probes
