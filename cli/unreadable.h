#pragma once
// Why a file that the user named cannot be read.

#include <string>
#include <string_view>

namespace doctor::cli {

/// `cannot read the rules file 'x': it is a folder`, for a file that could not be read; `role` is
/// the part before the name, with a blank behind it, or empty. No reason where none shows.
std::string cannot_read(const std::string& path, std::string_view role = {});
/// A regular file that this user may read.
bool is_readable_file(const std::string& path);

}  // namespace doctor::cli
