#include <array>

#include "api/ip_rule.h"
#include "api/records.h"
#include "core/text.h"
#include "probes/choice.h"
#include "probes/common.h"
#include "probes/facts/access.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"credential", "exchange"};
constexpr std::array<const FactSpec*, 6> own{&fact::ip_rules_count,
                                             &fact::ip_verdict,
                                             &fact::ip_address,
                                             &fact::ip_rule,
                                             &fact::ip_entry,
                                             &fact::ip_family};
constexpr auto facts = fact::with_request_facts<"ip_rules">(own);

Question ask(const Known& known) {
  return for_users(known, "security.ip-rules");
}

void learn(const Known& known, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const auto rules = body ? api::read_ip_rules(body->root()) : std::nullopt;
  learn_request<"ip_rules">(answer, rules.has_value(), out);
  if (!rules) {
    return;
  }
  out.set(fact::ip_rules_count, static_cast<std::int64_t>(rules->size()));
  const std::string& address = known.target().wish.my_ip;
  if (address.empty()) {
    return;
  }
  const api::IpAnswer judged = api::evaluate_ip(*rules, address);
  out.set(fact::ip_address, address);
  if (judged.verdict == api::IpVerdict::unknown) {
    return;
  }
  out.set(fact::ip_verdict, std::string{api::word_of(judged.verdict)});
  out.set(fact::ip_entry, judged.smallest_entry);
  out.set(fact::ip_family, judged.family_has_no_rule);
  if (!judged.rule.empty()) {
    out.set(fact::ip_rule, shown(judged.rule, 120));
  }
}

}  // namespace

extern constinit const Probe probe_ip_rules{.id = "ip-rules",
                                            .layer = "access",
                                            .about = "Which IP rules does the organisation have?",
                                            .needs = needs,
                                            .facts = facts,
                                            .ask = ask,
                                            .learn = learn};

}  // namespace doctor::probes
