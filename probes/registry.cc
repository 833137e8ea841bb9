#include <algorithm>
#include <array>
#include <map>
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

/// How many probes at most come one after another before each one.
std::map<std::string_view, std::size_t> depths() {
  std::map<std::string_view, std::size_t> depths;
  for (bool deeper = true; deeper;) {
    deeper = false;
    for (const Probe* probe : catalog()) {
      std::size_t& depth = depths[probe->id];
      for (const std::string_view need : probe->needs) {
        if (depths[need] >= depth) {
          depth = depths[need] + 1;
          deeper = true;
        }
      }
    }
  }
  return depths;
}

std::size_t layer_index(const Probe& probe) {
  return static_cast<std::size_t>(std::ranges::find(layers, probe.layer) - layers.begin());
}

std::vector<const Probe*> ordered() {
  std::vector<const Probe*> probes(catalog().begin(), catalog().end());
  const auto depth = depths();
  std::ranges::sort(probes, {}, [&depth](const Probe* probe) {
    return std::tuple{layer_index(*probe), depth.at(probe->id), probe->id};
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
