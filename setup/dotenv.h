#pragma once
// `.env` as dotenv libraries read it: NAME=value lines, an optional `export`, quotes, comments, CR
// LF. Nothing is executed, and nothing is put into the environment.

#include <string>
#include <string_view>
#include <vector>

namespace doctor::setup {

/// One assignment.
struct DotenvLine {
  std::string name;
  std::string value;    ///< quotes removed, trailing comment of an unquoted value removed
  bool spaced = false;  ///< white space around `=`: dotenv takes it, a shell does not
};

/// A whole file.
struct Dotenv {
  std::vector<DotenvLine> lines;  ///< in the order of the file; the last of a name wins
  bool crlf = false;              ///< some line ends in CR LF
};

/// Never fails: lines that assign nothing are left out.
Dotenv read_dotenv(std::string_view text);

}  // namespace doctor::setup
