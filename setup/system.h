#pragma once
// The machine, as discovery sees it: environment, files, directories. The one seam for tests and
// for mock scenarios, which bring a machine of their own.

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace doctor::setup {

struct File {
  std::string content;
  unsigned mode = 0600;  ///< permission bits
};

class System {
 public:
  System() = default;
  System(const System&) = delete;
  System& operator=(const System&) = delete;
  virtual ~System() = default;
  /// nullopt: not set. An empty value is a value.
  virtual std::optional<std::string> variable(std::string_view name) const = 0;
  /// All variables whose name begins with one of ONECLAW_, 1CLAW_, CLAW or is otherwise of
  /// interest.
  virtual std::map<std::string, std::string> variables() const = 0;
  /// nullopt: not there or not readable. At most 1 MiB is read.
  virtual std::optional<File> file(const std::string& path) const = 0;
  virtual std::string home() const = 0;               ///< no trailing slash; empty when unknown
  virtual std::string working_directory() const = 0;  ///< no trailing slash
  /// Standard input, for `--…-file -`; read once.
  virtual std::optional<std::string> standard_input() const = 0;
};

/// The real machine.
class RealSystem final : public System {
 public:
  std::optional<std::string> variable(std::string_view name) const override;
  std::map<std::string, std::string> variables() const override;
  std::optional<File> file(const std::string& path) const override;
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
  std::string input;
  std::optional<std::string> variable(std::string_view name) const override;
  std::map<std::string, std::string> variables() const override;
  std::optional<File> file(const std::string& path) const override;
  std::string home() const override { return "/home/user"; }
  std::string working_directory() const override { return "/home/user/project"; }
  std::optional<std::string> standard_input() const override { return input; }
};

}  // namespace doctor::setup
