#pragma once
// The mocked 1Claw: an organisation (vaults, secrets, policies, agents, users, quota, IP rules, a
// clock) that answers through the documented request pipeline over real loopback sockets, with
// faults below it. It includes nothing else of this project, so that a mistake in our own reading
// of 1Claw cannot hide in it. Format of the scenario files: docs/scenarios.md.

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace doctor::mock {

/// A scenario or world file that cannot be used; what() names file and place.
class ScenarioError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A file on the played user's machine.
struct UserFile {
  std::string content = {};
  unsigned mode = 0600;
};

/// The machine of the scenario's user. `~/…` and `./…` are resolved already, below /home/user.
struct User {
  std::map<std::string, std::string> environment = {};
  std::map<std::string, UserFile> files = {};
  std::string standard_input = {};
  std::vector<std::string> arguments = {};  ///< options of `run` this user gives
};

/// Rules are named by id; `absent` may name whole rows.
struct Expectation {
  std::string root = {};  ///< must be findings[0]; empty: nothing of severity error or warning
  std::vector<std::string> findings = {};  ///< must be there too, as root or symptom
  std::vector<std::string> absent = {};    ///< must not be there
  std::string verdict = {};                ///< empty: not checked
  int exit_code = -1;                      ///< -1: as the findings demand
  int max_authenticated = 8;
};

/// A scenario file, read.
struct Scenario {
  std::string name = {};
  std::string about = {};
  User user = {};
  Expectation expects = {};
  std::vector<std::string> canaries = {};  ///< secret values that must never appear in any output
  std::string world = {};                  ///< the whole world as JSON, after merging
};

/// What a scenario says of itself; costs no world.
struct Summary {
  std::string name = {};
  std::string about = {};
  Expectation expects = {};
};

/// All scenarios that are built in, sorted.
std::span<const std::string_view> scenario_names();
/// Throws ScenarioError.
Summary summarize_scenario(std::string_view name);
/// Throws ScenarioError. Relative times and {{token:…}} references are resolved against `now`.
Scenario load_scenario(std::string_view name);
Scenario parse_scenario(std::string_view name, std::string_view json_text);

/// One request as received.
struct Recorded {
  std::string method = {};
  std::string host = {};
  std::string target = {};         ///< as on the wire
  bool authenticated = false;      ///< carried Authorization or a key in its body
  std::string authorization = {};  ///< scheme and kind only: `Bearer jwt`, `Bearer ocv_`, …
  bool agent_id = false;           ///< the body of an exchange named an agent
  int status = 0;                  ///< answered; 0 = a fault ended it
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< of the answer
  std::string body = {};                                          ///< of the answer, before framing
  std::string sent_authorization = {};  ///< the header as it was sent: a secret
  std::string sent_body = {};           ///< as it was sent; may hold a secret
};

/// Where the mock's servers listen; all on loopback, ports chosen by the system.
struct Endpoints {
  std::uint16_t tls_port = 0;    ///< HTTPS for every official host name, chosen by SNI and Host
  std::uint16_t plain_port = 0;  ///< HTTP, same personas
  std::uint16_t dns_port = 0;    ///< UDP
  std::map<std::string, std::uint16_t> resolver_ports = {};  ///< UDP, by the resolver's address
  /// `127.0.0.1:PORT` that stands in for an address that does not listen.
  std::map<std::string, std::string> addresses = {};
  std::uint16_t refused_port = 0;  ///< bound, not listening: connections are refused
  std::string ca_pem = {};         ///< the CA that signed the good certificates
  bool ca_is_public = true;        ///< clients with a list of their own know it
  std::string signer_file = {};    ///< path on the user's machine; holds `signer_pem`
  std::string signer_pem = {};     ///< the CA that signs this world's usual certificate
};

/// A running mock; its threads end with it.
class Server {
 public:
  /// `plain_port` 0 lets the system choose. Throws ScenarioError for an unusable world.
  explicit Server(const Scenario& scenario, std::uint16_t plain_port = 0);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();
  const Endpoints& endpoints() const;  ///< where it listens
  /// Every request so far, in the order of arrival.
  std::vector<Recorded> recorded() const;
  /// Every host name a client asked the name server for or greeted by SNI, sorted.
  std::vector<std::string> names() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::mock
