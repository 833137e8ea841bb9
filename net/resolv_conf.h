#pragma once
// The two files that decide how this machine's clients look a name up, read as glibc reads them.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace doctor::net {

struct ResolvConf {
  std::vector<std::string> servers = {};  ///< addresses as written, at most three, in order
  std::vector<std::string> search = {};   ///< suffixes, lower case, at most six
  std::size_t dots = 1;  ///< names with fewer dots are tried with the suffixes first
};

ResolvConf read_resolv_conf(std::string_view text);

/// The names a client asks for when it is to find `host`, in its order; `host` itself is among
/// them.
std::vector<std::string> candidate_names(const ResolvConf& settings, const std::string& host);

/// The addresses a hosts file gives to `host`, in the order of the file.
std::vector<std::string> hosts_file_addresses(std::string_view text, std::string_view host);

}  // namespace doctor::net
