#pragma once
// The machine, as discovery sees it: environment, files, directories. The one seam for tests and
// for mock scenarios, which bring a machine of their own.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace doctor::setup {

inline constexpr std::size_t most_read = std::size_t{1} << 20U;  ///< bytes of a file

/// A file's content, as text of any bytes.
struct File {
  std::string content;
  unsigned mode = 0600;  ///< permission bits
};

/// What discovery may ask a machine; nothing here changes one.
class System {
 public:
  System() = default;
  System(const System&) = delete;
  System& operator=(const System&) = delete;
  virtual ~System() = default;
  /// nullopt: not set. An empty value is a value.
  virtual std::optional<std::string> variable(std::string_view name) const = 0;
  /// The variables for which `is_of_interest` holds.
  virtual std::map<std::string, std::string> variables() const = 0;
  /// nullopt: not a file, or not readable (then `exists` holds). At most `most_read` bytes are
  /// read.
  virtual std::optional<File> file(const std::string& path) const = 0;
  virtual bool exists(const std::string& path) const = 0;  ///< a file or a directory
  /// False when there is nothing of that name.
  virtual bool is_directory(const std::string& path) const = 0;
  /// Names of the files in a directory, sorted, at most 100; empty when there is none.
  virtual std::vector<std::string> list(const std::string& directory) const = 0;
  virtual std::string home() const = 0;               ///< no trailing slash; empty when unknown
  virtual std::string working_directory() const = 0;  ///< no trailing slash; empty when unknown
  /// Standard input, for `--…-file -`; read once, at most `most_read` bytes.
  virtual std::optional<std::string> standard_input() const = 0;
};

/// ONECLAW_…, 1CLAW_… and their misspellings, the inputs of the GitHub Action, and the few
/// variables without such a prefix that 1Claw clients read.
bool is_of_interest(std::string_view variable);

/// The real machine. Relative paths are those of the working directory.
class RealSystem final : public System {
 public:
  std::optional<std::string> variable(std::string_view name) const override;
  std::map<std::string, std::string> variables() const override;
  std::optional<File> file(const std::string& path) const override;
  bool exists(const std::string& path) const override;
  bool is_directory(const std::string& path) const override;
  std::vector<std::string> list(const std::string& directory) const override;
  std::string home() const override;
  std::string working_directory() const override;
  std::optional<std::string> standard_input() const override;
};

/// A machine made of data: scenarios and tests. Paths are absolute; home is /home/user, the working
/// directory /home/user/project.
class FakeSystem final : public System {
 public:
  std::map<std::string, std::string> environment;
  std::map<std::string, File> files;
  std::set<std::string> unreadable;  ///< paths that exist and cannot be read
  std::string input;
  std::optional<std::string> variable(std::string_view name) const override;
  std::map<std::string, std::string> variables() const override;
  std::optional<File> file(const std::string& path) const override;
  bool exists(const std::string& path) const override;
  bool is_directory(const std::string& path) const override;
  std::vector<std::string> list(const std::string& directory) const override;
  std::string home() const override { return "/home/user"; }
  std::string working_directory() const override { return "/home/user/project"; }
  std::optional<std::string> standard_input() const override { return input; }
};

}  // namespace doctor::setup
