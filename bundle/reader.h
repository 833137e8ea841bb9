#pragma once
// Reads a bundle without trusting it: the manifest first, then its files in its order, each of the
// promised size. Anything else (links, folders, absolute or unlisted names, a file too many or too
// large) ends the reading. Constant memory.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "bundle/manifest.h"
#include "bundle/source.h"
#include "core/result.h"

namespace doctor::bundle {

/// How large, in bytes, a bundle may say that it is; a larger one is refused before it is read.
struct ReadLimits {
  std::uint64_t files_together = std::uint64_t{4} << 30U;
  std::uint64_t manifest = std::uint64_t{8} << 20U;
};

/// A piece of a file; `last` with its last piece, which may be empty. Returning false ends the
/// reading.
using Visitor = std::function<bool(const FileEntry& file, std::string_view piece, bool last)>;

/// By its first bytes: a promise of nothing.
bool looks_like_bundle(std::string_view beginning);

/// Reads the source to its end. Error: what is wrong with the bundle; the source's own comes first.
Result<Manifest> read_bundle(const Source& source,
                             const Visitor& visit,
                             const ReadLimits& limits = {});
/// `file` is read from where it stands.
Result<Manifest> read_bundle(int file, const Visitor& visit, const ReadLimits& limits = {});
/// From memory.
Result<Manifest> read_bundle(std::string_view bytes,
                             const Visitor& visit,
                             const ReadLimits& limits = {});

/// report.json of a bundle. Error: as above, or there is none.
Result<std::string> report_in(std::string_view bytes);

}  // namespace doctor::bundle
