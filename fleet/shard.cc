#include "fleet/shard.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace doctor::fleet {
namespace {

constexpr std::size_t most_shards = 100'000;

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t out = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, out);
  return read.ec == std::errc{} && read.ptr == end && out <= most_shards ? std::optional{out}
                                                                         : std::nullopt;
}

}  // namespace

doctor::Result<Shard> read_shard(std::string_view text, std::string_view completion_index) {
  const std::size_t slash = text.find('/');
  const auto of =
      slash == std::string_view::npos ? std::nullopt : number_in(text.substr(slash + 1));
  if (!of || *of == 0) {
    return failure("is no shard such as 2/8 or auto/8");
  }
  std::optional<std::size_t> number;
  if (text.substr(0, slash) == "auto") {
    number = number_in(completion_index);
    if (!number) {
      return failure(
          "auto: JOB_COMPLETION_INDEX, which a Kubernetes Indexed Job sets, holds no "
          "number");
    }
    ++*number;
  } else {
    number = number_in(text.substr(0, slash));
  }
  if (!number || *number == 0 || *number > *of) {
    return failure(fmt::format("there is no such shard; they are 1/{0} to {0}/{0}", *of));
  }
  return Shard{.number = *number, .of = *of};
}

}  // namespace doctor::fleet
