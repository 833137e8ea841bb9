#include "bundle/source.h"

#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace doctor::bundle {
namespace {

constexpr std::size_t piece_size = 65536;

}  // namespace

FileSource::FileSource(int file) : file_(file), buffer_(piece_size) {}

Result<std::string_view> FileSource::next() {
  ssize_t size = -1;
  do {
    size = ::read(file_, buffer_.data(), buffer_.size());
  } while (size < 0 && errno == EINTR);
  if (size < 0) {
    return failure("cannot be read: " + std::generic_category().message(errno));
  }
  return std::string_view{buffer_.data(), static_cast<std::size_t>(size)};
}

}  // namespace doctor::bundle
