#include "probes/interceptors.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace doctor::probes {
namespace {

struct Product {
  std::string_view fragment;  ///< of the issuer's name, lower case
  std::string_view name;
};

constexpr std::array products{
    Product{"zscaler", "Zscaler"},
    Product{"fortinet", "Fortinet FortiGate"},
    Product{"fortigate", "Fortinet FortiGate"},
    Product{"palo alto", "Palo Alto Networks"},
    Product{"netskope", "Netskope"},
    Product{"goskope", "Netskope"},
    Product{"umbrella", "Cisco Umbrella"},
    Product{"blue coat", "Symantec Blue Coat"},
    Product{"bluecoat", "Symantec Blue Coat"},
    Product{"forcepoint", "Forcepoint"},
    Product{"websense", "Forcepoint"},
    Product{"check point", "Check Point"},
    Product{"barracuda", "Barracuda"},
    Product{"sophos", "Sophos"},
    Product{"watchguard", "WatchGuard"},
    Product{"sonicwall", "SonicWall"},
    Product{"mcafee", "McAfee Web Gateway"},
    Product{"skyhigh", "Skyhigh Web Gateway"},
    Product{"iboss", "iboss"},
    Product{"menlo", "Menlo Security"},
    Product{"cato networks", "Cato Networks"},
    Product{"gateway ca - cloudflare", "Cloudflare Gateway"},
    Product{"cloudflare for teams", "Cloudflare Gateway"},
    Product{"untangle", "Untangle"},
    Product{"lightspeed", "Lightspeed"},
    Product{"securly", "Securly"},
    Product{"kaspersky", "Kaspersky"},
    Product{"avast", "Avast"},
    Product{"avg web", "AVG"},
    Product{"eset ssl", "ESET"},
    Product{"bitdefender", "Bitdefender"},
    Product{"adguard", "AdGuard"},
    Product{"mitmproxy", "mitmproxy"},
    Product{"charles proxy", "Charles Proxy"},
    Product{"fiddler", "Fiddler"},
    Product{"portswigger", "Burp Suite"},
    Product{"proxyman", "Proxyman"},
    Product{"squid", "Squid"},
};

}  // namespace

std::optional<std::string_view> interceptor_named_by(std::span<const net::Certificate> chain) {
  for (const net::Certificate& certificate : chain) {
    const std::string issuer = lower(certificate.issuer);
    const auto* const product = std::ranges::find_if(products, [&](const Product& candidate) {
      return issuer.find(candidate.fragment) != std::string::npos;
    });
    if (product != products.end()) {
      return product->name;
    }
  }
  return std::nullopt;
}

bool contains_plain_http(const net::Answer& answer) {
  return contains_ignoring_case(answer.failure_text, "wrong version number") ||
         contains_ignoring_case(answer.failure_text, "http request") ||
         contains_ignoring_case(answer.failure_text, "packet length too long");
}

TimePoint release_time() {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace): calendar literals
  return sys_days{year{2026} / November / 1};
}

}  // namespace doctor::probes
