#include "core/random.h"

#include <cerrno>
#include <cstddef>
#include <random>

#include <sys/random.h>

namespace doctor {

void fill_with_random(std::span<std::uint64_t> words) {
  const std::span<std::byte> bytes = std::as_writable_bytes(words);
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t size = getrandom(&bytes[filled], bytes.size() - filled, 0);
    if (size > 0) {
      filled += static_cast<std::size_t>(size);
    } else if (errno != EINTR) {
      break;
    }
  }
  if (filled < bytes.size()) {  // a system without the call
    std::random_device device;
    for (std::uint64_t& word : words) {
      word = (std::uint64_t{device()} << 32U) | device();
    }
  }
}

std::uint64_t random_word() {
  std::uint64_t word = 0;
  fill_with_random({&word, 1});
  return word;
}

}  // namespace doctor
