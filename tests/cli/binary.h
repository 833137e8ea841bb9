#pragma once
// The program as users start it: arguments, environment and standard input in, what it wrote and
// its exit code out. It runs in a folder of its own with nothing of the tester's environment.

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace doctor::cli::testing {

/// The program under test: the one ONECLAW_DOCTOR_UNDER_TEST names (an installed one, say), else
/// the one of this build.
const char* program();

/// A folder that goes away with its owner.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Invocation {
  std::vector<std::string> args = {};
  std::map<std::string, std::string> env = {};  ///< besides LANG, HOME and TERM
  std::string input = {};
  std::string output_file = {};             ///< where standard output goes instead of into Outcome
  bool reader_leaves = false;               ///< nobody reads standard output
  std::function<void(pid_t)> started = {};  ///< called while the program runs
};

struct Outcome {
  int exit = -1;  ///< minus the signal when one ended it
  std::string output;
  std::string errors;
  std::chrono::milliseconds wall{0};    ///< from before fork until it was reaped
  std::chrono::milliseconds waited{0};  ///< of it, ready to run without getting a processor
  long peak_kib = 0;                    ///< largest resident size
};

/// Ends the program after 30 seconds.
Outcome run_binary(const Invocation& invocation, const Folder& folder);
/// The same with a terminal of 60 columns as its standard output and error.
Outcome run_on_terminal(const Invocation& invocation, const Folder& folder);

std::string read_file(const std::filesystem::path& path);

}  // namespace doctor::cli::testing
