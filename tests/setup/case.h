#pragma once
// A machine, the options of a run, and what discovery has to say about them.

#include <map>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "setup/setup.h"

namespace doctor::setup {

/// Paths below /home/user; `./x` is in the working directory, `~/x` in the home directory.
using FileTexts = std::map<std::string, std::string>;

struct Case {
  std::string name;
  std::map<std::string, std::string> environment = {};
  FileTexts files = {};
  std::map<std::string, unsigned> modes = {};
  Options options = {};
  std::string input = {};
  std::set<std::string> unreadable = {};
  /// `name=value` exactly, `name~fragment`, `!name` for a fact that must be unknown.
  std::vector<std::string> expected = {};
};
void PrintTo(const Case& machine, std::ostream* out);

/// 2026-11-23T08:00:00Z.
TimePoint test_time();
/// A token of an agent, a user, … that ends so many seconds after `test_time`.
std::string jwt(std::string_view subject, int expires_in);

/// Keys as long as real ones.
inline const std::string agent_key = "ocv_k3Jd82hsLq0Zx7Wm5TnVb9RfYc4PgUaE";
inline const std::string other_agent_key = "ocv_p9Xw16tgQz3Kd8Rb2MfLh7YvJn5CsVaU";
inline const std::string user_key = "1ck_m4Nb71vcXz9Lk2Jh6GfDs8AqWe3RtYuI";
inline const std::string platform_key = "plt_z7Yt52rdQw1Pk9Lm3NbVx6CsHg8JfDaE";
inline const std::string uuid = "6f1c9a52-3b7e-4d80-9c1a-52b7e4d809c1";
inline const std::string other_uuid = "0b2d4f68-1a3c-4e5f-8a7b-6c5d4e3f2a1b";

Result<Setup> discover_case(const Case& machine);
/// The facts that are not as expected, one line each.
std::vector<std::string> wrong_facts(const Facts& facts, const std::vector<std::string>& expected);
/// Facts that speak of a mistake although nothing is wrong.
std::vector<std::string> alarms(const Facts& facts);

std::vector<Case> client_cases();
std::vector<Case> url_cases();
std::vector<Case> credential_cases();
std::vector<Case> vault_cases();
std::vector<Case> mcp_cases();
std::vector<Case> file_cases();
/// All of the above.
std::vector<Case> all_cases();

}  // namespace doctor::setup
