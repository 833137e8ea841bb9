#pragma once
// The few `key: value` lines of a YAML file that matter here (Hermes' config.yaml), read by
// indentation alone. Not a YAML parser: anchors, flow collections and block scalars are passed
// over.

#include <string>
#include <string_view>
#include <vector>

namespace doctor::setup {

struct YamlValue {
  std::vector<std::string> path;  ///< keys from the root; an element of a list adds nothing
  std::string value;              ///< quotes and trailing comment removed; empty for a mapping
};

std::vector<YamlValue> read_yaml_lines(std::string_view text);

}  // namespace doctor::setup
