#include "setup/trust.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "core/text.h"

namespace doctor::setup {
namespace {

/// How one kind of client chooses its roots. Sources: the manuals of Node.js (NODE_EXTRA_CA_CERTS),
/// requests (SSL cert verification), httpx (environment variables), Go (crypto/x509), curl (SSL
/// certificates).
struct Choice {
  std::string_view client;
  std::span<const std::string_view> variables;  ///< the first that is set wins
  ClientRoots::Usual usual;
  bool adds;  ///< the variable adds to the usual roots instead of replacing them
};

constexpr std::array<std::string_view, 1> node_reads{"NODE_EXTRA_CA_CERTS"};
constexpr std::array<std::string_view, 2> requests_reads{"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"};
constexpr std::array<std::string_view, 2> openssl_reads{"SSL_CERT_FILE", "SSL_CERT_DIR"};
constexpr std::array<std::string_view, 3> curl_reads{
    "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"};

constexpr std::array choices{
    Choice{"node", node_reads, ClientRoots::Usual::authority, true},
    Choice{"python-requests", requests_reads, ClientRoots::Usual::authority, false},
    Choice{"python-httpx", openssl_reads, ClientRoots::Usual::authority, false},
    Choice{"go", openssl_reads, ClientRoots::Usual::system, false},
    Choice{"curl", curl_reads, ClientRoots::Usual::system, false},
};

/// A bundle, or all files of a directory.
std::optional<std::string> read_certificates(const System& system, const std::string& path) {
  if (const auto file = system.file(path)) {
    return file->content;
  }
  std::string all;
  for (const std::string& name : system.list(path)) {
    const auto file = system.file(fmt::format("{}/{}", path, name));
    all += file ? file->content : std::string{};
  }
  return all.empty() ? std::nullopt : std::optional<std::string>{all};
}

}  // namespace

Roots client_roots(const System& system) {
  Roots roots;
  for (const Choice& choice : choices) {
    ClientRoots client{.client = std::string{choice.client}, .variable = {}, .usual = choice.usual};
    for (const std::string_view variable : choice.variables) {
      const auto path = system.variable(variable);
      if (!path || path->empty()) {
        continue;
      }
      client.variable = variable;
      const auto pem = read_certificates(system, *path);
      if (pem) {
        client.pem = *pem;
      } else {
        const std::string line = fmt::format("{} names {}", variable, shown(*path, 200));
        if (std::ranges::find(roots.unreadable, line) == roots.unreadable.end()) {
          roots.unreadable.push_back(line);
        }
      }
      client.usual = choice.adds ? choice.usual : ClientRoots::Usual::none;
      break;
    }
    roots.clients.push_back(std::move(client));
  }
  return roots;
}

}  // namespace doctor::setup
