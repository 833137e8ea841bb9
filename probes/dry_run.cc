#include "probes/dry_run.h"

#include <fmt/format.h>

namespace doctor::probes {
namespace {

std::string_view words_for(net::Credential credential) {
  switch (credential) {
    case net::Credential::none:
      return "no credential";
    case net::Credential::bearer:
      return "Authorization: Bearer";
    case net::Credential::exchange_key:
      return "the key in the body, once";
    case net::Credential::mcp_bearer:
      return "the MCP client's Authorization";
  }
  return "";
}

}  // namespace

void DryRun::submit(std::size_t ticket, const net::Ask& ask) {
  if (const auto* http = std::get_if<net::HttpAsk>(&ask)) {
    const net::Guard::Decision decision = guard_.decide(*http);
    if (decision.permit) {
      lines_.push_back(fmt::format("{:<4} {}  ({})",
                                   decision.permit->post ? "POST" : "GET",
                                   decision.permit->url,
                                   words_for(http->credential)));
    }
  } else if (const auto* dns = std::get_if<net::DnsAsk>(&ask)) {
    lines_.push_back(fmt::format("DNS  {}  (A and AAAA)", dns->host));
  }
  net::Answer answer;
  answer.failure = net::Failure::not_sent;
  answer.failure_text = "dry run";
  done_.push_back({.ticket = ticket, .answer = std::move(answer)});
}

std::optional<net::Completion> DryRun::wait() {
  if (done_.empty()) {
    return std::nullopt;
  }
  net::Completion next = std::move(done_.front());
  done_.erase(done_.begin());
  return next;
}

}  // namespace doctor::probes
