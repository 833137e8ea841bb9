#include "bundle/machine_facts.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <vector>

#include <archive.h>
#include <arpa/inet.h>
#include <gnu/libc-version.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <sys/utsname.h>

#include "bundle/sodium.h"

namespace doctor::bundle {
namespace {

using Json = nlohmann::ordered_json;

/// The lines of a system file, the first of them at most.
std::vector<std::string> lines_of(const char* path, std::size_t most = 64) {
  std::ifstream in{path};
  std::vector<std::string> out;
  for (std::string line; out.size() < most && std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') {
      out.push_back(std::move(line));
    }
  }
  return out;
}

std::vector<std::string> lines_with(std::string_view beginning, const char* path) {
  std::vector<std::string> out = lines_of(path);
  std::erase_if(out, [beginning](const std::string& line) { return !line.starts_with(beginning); });
  return out;
}

std::string address_of(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address == nullptr) {
    return {};
  }
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::copy_n(reinterpret_cast<const char*>(address),  // NOLINT(*-reinterpret-cast): sockets API
                sizeof v4,
                reinterpret_cast<char*>(&v4));  // NOLINT(*-reinterpret-cast)
    return ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size()) == nullptr ? ""
                                                                                   : text.data();
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::copy_n(reinterpret_cast<const char*>(address),  // NOLINT(*-reinterpret-cast): sockets API
                sizeof v6,
                reinterpret_cast<char*>(&v6));  // NOLINT(*-reinterpret-cast)
    return ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size()) == nullptr ? ""
                                                                                     : text.data();
  }
  return {};
}

Json interfaces() {
  Json out = Json::array();
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) {
    return out;
  }
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner{list, ::freeifaddrs};
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    const std::string address = address_of(one->ifa_addr);
    if (!address.empty()) {
      out.push_back(
          {{"name", one->ifa_name}, {"address", address}, {"up", (one->ifa_flags & IFF_UP) != 0U}});
    }
  }
  return out;
}

Json certificate_store() {
  Json out = Json::array();
  for (const char* const path : {"/etc/ssl/certs/ca-certificates.crt",
                                 "/etc/pki/tls/certs/ca-bundle.crt",
                                 "/etc/ssl/cert.pem",
                                 "/etc/ssl/certs"}) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      const auto entries = std::distance(std::filesystem::directory_iterator{path, error},
                                         std::filesystem::directory_iterator{});
      out.push_back({{"path", path}, {"entries", entries}});
    } else if (std::filesystem::exists(path, error)) {
      out.push_back({{"path", path}, {"bytes", std::filesystem::file_size(path, error)}});
    }
  }
  return out;
}

Json proxies() {
  Json out = Json::array();
  for (const char* const name : {"HTTPS_PROXY",
                                 "https_proxy",
                                 "HTTP_PROXY",
                                 "http_proxy",
                                 "ALL_PROXY",
                                 "all_proxy",
                                 "NO_PROXY",
                                 "no_proxy"}) {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets any
    if (value != nullptr) {
      out.push_back({{"name", name}, {"value", value}});
    }
  }
  return out;
}

/// Addresses as /proc writes them: bytes of the machine's order, or in order.
std::string address_of_hex(const std::string& hex) {
  std::array<unsigned char, 16> bytes{};
  for (std::size_t i = 0; i + 1 < hex.size() && i / 2 < bytes.size(); i += 2) {
    bytes.at(i / 2) =
        static_cast<unsigned char>(std::strtoul(hex.substr(i, 2).c_str(), nullptr, 16));
  }
  constexpr std::size_t ipv4_digits = 8;
  if (hex.size() == ipv4_digits) {
    std::reverse(bytes.begin(), bytes.begin() + 4);
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = hex.size() == ipv4_digits ? AF_INET : AF_INET6;
  return ::inet_ntop(family, bytes.data(), text.data(), text.size()) == nullptr ? "" : text.data();
}

/// Columns of a table of /proc that hold the network, its gateway and its interface.
Json routes(const char* path, std::size_t network, std::size_t gateway, std::size_t interface) {
  Json out = Json::array();
  for (const std::string& line : lines_of(path)) {
    std::istringstream in{line};
    const std::vector<std::string> words{std::istream_iterator<std::string>{in}, {}};
    if (words.size() > std::max(gateway, interface) &&
        words[network].find_first_not_of("0123456789abcdefABCDEF") == std::string::npos) {
      out.push_back({{"network", address_of_hex(words[network])},
                     {"gateway", address_of_hex(words[gateway])},
                     {"interface", words[interface]}});
    }
  }
  return out;
}

std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string system_facts(const std::vector<std::pair<std::string, std::string>>& libraries) {
  utsname name{};
  (void)::uname(&name);
  std::string system;
  for (const std::string& line : lines_of("/etc/os-release")) {
    constexpr std::string_view key = "PRETTY_NAME=";
    system = line.starts_with(key) ? line.substr(key.size()) : system;
  }
  Json out{{"kernel", std::string{&name.sysname[0]} + " " + &name.release[0]},
           {"machine", &name.machine[0]},
           {"system", system},
           {"glibc", ::gnu_get_libc_version()},
           {"libarchive", ::archive_version_details()},
           {"libsodium", ::sodium_version_string()}};
  for (const auto& [library, version] : libraries) {
    out[library] = version;
  }
  return text_of(out);
}

std::string network_facts() {
  return text_of({{"resolv_conf", lines_of("/etc/resolv.conf")},
                  {"hosts", lines_of("/etc/hosts")},
                  {"nsswitch_hosts", lines_with("hosts:", "/etc/nsswitch.conf")},
                  {"interfaces", interfaces()},
                  {"routes_ipv4", routes("/proc/net/route", 1, 2, 0)},
                  {"routes_ipv6", routes("/proc/net/ipv6_route", 0, 4, 9)},
                  {"certificate_store", certificate_store()},
                  {"proxies", proxies()}});
}

}  // namespace doctor::bundle
