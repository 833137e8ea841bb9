#include "bundle/manifest.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bundle/look.h"
#include "core/document.h"
#include "core/text.h"

namespace doctor::bundle {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schema = "oneclaw-doctor/bundle/v1";
constexpr std::size_t most_files = 1000;

Json json_of(const Counts& counts) {
  Json out = Json::array();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts.at(i) > 0) {
      out.push_back({{"kind", kind_names.at(i)}, {"count", counts.at(i)}});
    }
  }
  return out;
}

Counts counts_of(const Node& node) {
  Counts out{};
  for (const Node& item : node.items()) {
    const auto* const found = std::ranges::find(kind_names, item["kind"].text_or(""));
    if (found != kind_names.end()) {
      out.at(static_cast<std::size_t>(found - kind_names.begin())) = static_cast<std::uint64_t>(
          std::max<std::int64_t>(item["count"].integer().value_or(0), 0));
    }
  }
  return out;
}

Json json_of(const FileEntry& file) {
  return {{"name", file.name},
          {"size", file.size},
          {"sha256", file.sha256},
          {"origin", file.origin},
          {"why", file.why},
          {"redacted", json_of(file.redacted)}};
}

}  // namespace

bool is_safe_name(std::string_view name) {
  constexpr std::size_t longest = 120;
  if (name.empty() || name.size() > longest || std::ranges::count(name, '/') > 1) {
    return false;
  }
  for (const std::string& part : split(name, '/')) {
    const bool plain =
        std::ranges::all_of(part, [](char c) { return is_word_char(c) || c == '-' || c == '.'; });
    if (part.empty() || part.front() == '.' || part.front() == '-' || !plain) {
      return false;
    }
  }
  return true;
}

std::string to_json(const Manifest& manifest) {
  Json files = Json::array();
  for (const FileEntry& file : manifest.files) {
    files.push_back(json_of(file));
  }
  Json omitted = Json::array();
  for (const Omission& omission : manifest.omitted) {
    omitted.push_back({{"what", omission.what}, {"why", omission.why}});
  }
  const Json out{{"schema", schema},
                 {"tool",
                  {{"name", "oneclaw-doctor"},
                   {"version", manifest.tool_version},
                   {"rules_version", manifest.rules_version}}},
                 {"created_at", manifest.created_at},
                 {"redaction", {{"rules", manifest.redactor}, {"keep_names", manifest.keep_names}}},
                 {"scan", {{"scanner", scanner_version}, {"result", "clean"}}},
                 {"files", std::move(files)},
                 {"omitted", std::move(omitted)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Manifest> read_manifest(std::string_view json) {
  const auto document = Document::parse(json);
  if (!document || document->root()["schema"].text_or("") != schema) {
    return failure("its manifest is none of this format (oneclaw-doctor/bundle/v1)");
  }
  const Node root = document->root();
  Manifest out{.tool_version = root["tool"]["version"].text_or(""),
               .rules_version = root["tool"]["rules_version"].text_or(""),
               .created_at = root["created_at"].text_or(""),
               .keep_names = root["redaction"]["keep_names"].boolean().value_or(false),
               .redactor = root["redaction"]["rules"].text_or("")};
  std::set<std::string> names{std::string{manifest_name}, std::string{signature_name}};
  for (const Node& node : root["files"].items()) {
    FileEntry file{.name = node["name"].text_or(""),
                   .sha256 = node["sha256"].text_or(""),
                   .origin = node["origin"].text_or(""),
                   .why = node["why"].text_or(""),
                   .redacted = counts_of(node["redacted"])};
    const auto size = node["size"].integer();
    if (!is_safe_name(file.name) || !size || *size < 0 || file.sha256.size() != 64 ||
        !is_hex(file.sha256)) {
      return failure("its manifest has an entry that cannot be");
    }
    if (!names.insert(file.name).second || names.size() > most_files + 1) {
      return failure("its manifest names a file twice, or too many");
    }
    file.size = static_cast<std::uint64_t>(*size);
    out.files.push_back(std::move(file));
  }
  for (const Node& node : root["omitted"].items()) {
    out.omitted.push_back({.what = node["what"].text_or(""), .why = node["why"].text_or("")});
  }
  return out;
}

}  // namespace doctor::bundle
