#include "intake/quota_share.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace doctor::intake {
namespace {

std::optional<std::int64_t> count_in(std::string_view text) {
  constexpr std::int64_t most = std::int64_t{1} << 50U;
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && count >= 0 && count <= most ? std::optional{count} : std::nullopt;
}

}  // namespace

std::string quota_share(std::string_view used, std::string_view limit) {
  const auto count = count_in(used);
  const auto most = count_in(limit);
  if (!count || !most || *most == 0) {
    return std::string{used} + "/" + std::string{limit};
  }
  return std::to_string(*count * 100 / *most) + "%";
}

}  // namespace doctor::intake
