#pragma once
// Small, pure helpers on text that several folders need.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace doctor {

std::string lower(std::string_view text);  ///< ASCII only
/// Without white space at both ends; a part of `text`.
std::string_view trim(std::string_view text);
/// Ignoring ASCII case alone. An empty fragment is in every text.
bool contains_ignoring_case(std::string_view text, std::string_view fragment);
bool equal_ignoring_case(std::string_view a, std::string_view b);
/// split() gives one part more than there are separators, empty ones included; join() undoes it.
std::vector<std::string> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);

/// Optimal string alignment distance: insert, delete, replace, swap neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The nearest candidate at most `limit` edits away; nullopt when none, or when two tie.
std::optional<std::string> nearest(std::string_view word,
                                   std::span<const std::string> candidates,
                                   std::size_t limit);

/// Text from outside made safe to show: control and invalid UTF-8 bytes become '?', and at most
/// `limit` bytes are kept (never cutting a character), with "…" where something was cut.
std::string shown(std::string_view text, std::size_t limit);

}  // namespace doctor
