#include "setup/system.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/text.h"

namespace doctor::setup {
namespace {

constexpr std::size_t most_listed = 100;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  int number() const { return number_; }

 private:
  int number_;
};

std::optional<std::string> read_all(int descriptor) {
  std::string content;
  std::array<char, 16384> block{};
  while (content.size() < most_read) {
    const ssize_t count = ::read(descriptor, block.data(), block.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return std::nullopt;
    }
    if (count == 0) {
      break;
    }
    content.append(block.data(), static_cast<std::size_t>(count));
  }
  content.resize(std::min(content.size(), most_read));
  return content;
}

std::string without_trailing_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') {
    path.pop_back();
  }
  return path;
}

}  // namespace

bool is_of_interest(std::string_view variable) {
  constexpr std::array<std::string_view, 6> prefixes{
      "ONECLAW", "ONE_CLAW", "1CLAW", "CLAW_", "INPUT_API-", "SHROUD_"};
  constexpr std::array<std::string_view, 4> names{
      "MCP_TRANSPORT", "OPENCLAW_CONFIG", "HERMES_CONFIG_DIR", "APPDATA"};
  const auto begins = [variable](std::string_view prefix) {
    return equal_ignoring_case(variable.substr(0, prefix.size()), prefix);
  };
  return std::ranges::any_of(prefixes, begins) || std::ranges::count(names, variable) > 0;
}

std::optional<std::string> RealSystem::variable(std::string_view name) const {
  const char* value = std::getenv(std::string{name}.c_str());  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

std::map<std::string, std::string> RealSystem::variables() const {
  std::map<std::string, std::string> found;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    const auto equals = text.find('=');
    if (equals != std::string_view::npos && is_of_interest(text.substr(0, equals))) {
      found.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return found;
}

std::optional<File> RealSystem::file(const std::string& path) const {
  // Not blocking, so that a FIFO in a client file's place cannot hold the run up.
  const Descriptor opened{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  struct stat status {};
  if (opened.number() < 0 || ::fstat(opened.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  auto content = read_all(opened.number());
  if (!content) {
    return std::nullopt;
  }
  return File{.content = std::move(*content), .mode = status.st_mode & 07777U};
}

bool RealSystem::exists(const std::string& path) const {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

bool RealSystem::is_directory(const std::string& path) const {
  std::error_code failed;
  return std::filesystem::is_directory(path, failed);
}

std::vector<std::string> RealSystem::list(const std::string& directory) const {
  std::vector<std::string> names;
  std::error_code failed;
  std::filesystem::directory_iterator entry{directory, failed};
  while (!failed && entry != std::filesystem::directory_iterator{} && names.size() < most_listed) {
    names.push_back(entry->path().filename().string());
    entry.increment(failed);
  }
  std::ranges::sort(names);
  return names;
}

std::string RealSystem::home() const {
  if (const auto home = variable("HOME"); home && !home->empty()) {
    return without_trailing_slash(*home);
  }
  struct passwd entry {};
  struct passwd* found = nullptr;
  std::array<char, 16384> buffer{};
  if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 ||
      found == nullptr || entry.pw_dir == nullptr) {
    return {};
  }
  return without_trailing_slash(entry.pw_dir);
}

std::string RealSystem::working_directory() const {
  std::array<char, 4096> buffer{};
  return ::getcwd(buffer.data(), buffer.size()) == nullptr ? std::string{} : buffer.data();
}

std::optional<std::string> RealSystem::standard_input() const {
  return read_all(STDIN_FILENO);
}

std::optional<std::string> FakeSystem::variable(std::string_view name) const {
  const auto found = environment.find(std::string{name});
  return found == environment.end() ? std::nullopt : std::optional{found->second};
}

std::map<std::string, std::string> FakeSystem::variables() const {
  std::map<std::string, std::string> found;
  std::ranges::copy_if(environment, std::inserter(found, found.end()), [](const auto& entry) {
    return is_of_interest(entry.first);
  });
  return found;
}

std::optional<File> FakeSystem::file(const std::string& path) const {
  const auto found = files.find(path);
  return found == files.end() ? std::nullopt : std::optional{found->second};
}

bool FakeSystem::exists(const std::string& path) const {
  const auto is_below = [&path](const std::string& other) {
    return other == path || other.starts_with(path + "/");
  };
  return std::ranges::any_of(files, [&](const auto& entry) { return is_below(entry.first); }) ||
         std::ranges::any_of(unreadable, is_below);
}

bool FakeSystem::is_directory(const std::string& path) const {
  return !files.contains(path) && !unreadable.contains(path) && exists(path);
}

std::vector<std::string> FakeSystem::list(const std::string& directory) const {
  std::vector<std::string> names;
  for (const auto& [path, file] : files) {
    if (path.starts_with(directory + "/") &&
        path.find('/', directory.size() + 1) == std::string::npos) {
      names.push_back(path.substr(directory.size() + 1));
    }
  }
  return names;
}

}  // namespace doctor::setup
