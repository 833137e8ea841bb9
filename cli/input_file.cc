#include "cli/input_file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace doctor::cli {

InputFile::InputFile(const std::string& path)
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own way
    : descriptor_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)),
      owned_(path != "-") {}

InputFile::~InputFile() {
  if (owned_ && descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

Result<std::size_t> InputFile::read(char* to, std::size_t room) const {
  for (;;) {
    const ssize_t got = ::read(descriptor_, to, room);
    if (got >= 0) {
      return static_cast<std::size_t>(got);
    }
    if (errno != EINTR) {
      return failure(std::generic_category().message(errno));
    }
  }
}

}  // namespace doctor::cli
