#include "net/libraries.h"

#include <ares.h>
#include <curl/curl.h>
#include <openssl/crypto.h>

namespace doctor::net {

std::vector<std::pair<std::string, std::string>> libraries() {
  return {{"libcurl", ::curl_version()},
          {"c-ares", ::ares_version(nullptr)},
          {"openssl", ::OpenSSL_version(OPENSSL_VERSION)}};
}

}  // namespace doctor::net
