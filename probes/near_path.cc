#include "probes/near_path.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace doctor::probes {
namespace {

std::string without_outer_slashes(std::string_view path) {
  while (path.starts_with('/')) {
    path.remove_prefix(1);
  }
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return std::string{path};
}

/// `prod.db_main`, `PROD/db-main` and `prod/db-main` become one text.
std::string without_separators(std::string_view path) {
  std::string out;
  for (const char c : lower(path)) {
    if (c != '/' && c != '-' && c != '_' && c != '.' && c != ' ') {
      out += c;
    }
  }
  return out;
}

std::string_view last_segment(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

template <typename Same>
std::optional<std::string> only(std::span<const std::string> paths, Same same) {
  const auto count = std::ranges::count_if(paths, same);
  return count == 1 ? std::optional{*std::ranges::find_if(paths, same)} : std::nullopt;
}

}  // namespace

std::optional<NearPath> near_path(std::string_view wanted, std::span<const std::string> paths) {
  const std::string bare = without_outer_slashes(wanted);
  if (bare.empty()) {
    return std::nullopt;
  }
  if (bare != wanted) {
    if (auto path = only(paths, [&](const std::string& p) { return p == bare; })) {
      return NearPath{.path = *path, .how = "slash"};
    }
  }
  if (auto path = only(paths, [&](const std::string& p) { return equal_ignoring_case(p, bare); })) {
    return NearPath{.path = *path, .how = "case"};
  }
  const std::string plain = without_separators(bare);
  if (auto path =
          only(paths, [&](const std::string& p) { return without_separators(p) == plain; })) {
    return NearPath{.path = *path, .how = "separator"};
  }
  const auto same_leaf = [&](const std::string& p) {
    return last_segment(p) == last_segment(bare) && p.size() != bare.size();
  };
  if (auto path = only(paths, same_leaf)) {
    return NearPath{.path = *path, .how = "folder"};
  }
  const std::size_t limit = bare.size() < 5 ? 1 : bare.size() < 12 ? 2 : 3;
  if (auto path = nearest(bare, paths, limit)) {
    return NearPath{.path = *path, .how = "typo"};
  }
  return std::nullopt;
}

}  // namespace doctor::probes
