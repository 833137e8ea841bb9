#include "samples.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace doctor::report::samples {
namespace {

Observation seen(const std::string& id, std::string layer, Status status) {
  return {.id = id,
          .probe = id,
          .layer = std::move(layer),
          .status = status,
          .facts = {},
          .blocked_by = {},
          .reason = {},
          .duration_ms = 12.34};
}

Observation skipped(const std::string& id, std::string layer, std::string by, std::string reason) {
  Observation out = seen(id, std::move(layer), Status::skip);
  out.blocked_by = std::move(by);
  out.reason = std::move(reason);
  out.duration_ms = 0;
  return out;
}

Report healthy() {
  Report report{.tool_version = "0.1.0",
                .rules_version = "2026.11.1",
                .run_id = "3f1c9a",
                .started_at = "2026-11-23T08:32:05Z",
                .duration_ms = 212.04,
                .mode = Mode::live,
                .requests = {.sent = 7, .authenticated = 4, .budget = 24},
                .target = {},
                .verdict = Verdict::healthy,
                .complete = true,
                .summary = {.passed = 7, .skipped = 2},
                .findings = {},
                .observations = {}};
  report.target = {
      {.name = "client", .value = "mcp", .source = "ONECLAW_AGENT_API_KEY is set"},
      {.name = "base_url",
       .value = "https://api.1claw.xyz",
       .source = "default",
       .overrides = {},
       .disagrees = {"https://api.1claw.co (~/.config/1claw/config.json)"}},
      {.name = "credential",
       .value = "agent key ocv_****",
       .source = "ONECLAW_AGENT_API_KEY",
       .overrides = {"ONECLAW_AGENT_TOKEN"}},
      {.name = "agent_id",
       .value = "0b7ad9fe-32f1-4c0e-9a39-7a6b0c5d1e21",
       .source = "ONECLAW_AGENT_ID"},
      {.name = "vault", .value = "prod", .source = "--vault"},
  };
  Observation dns = seen("network.dns", "network", Status::pass);
  dns.facts.set("dns.addresses", TextList{"203.0.113.7", "2001:db8::7"});
  dns.facts.set("dns.failed", false);
  Observation clock = seen("service.clock", "service", Status::pass);
  clock.facts.set("clock.offset_seconds", 0.25);
  clock.facts.set("clock.samples", std::int64_t{2});
  clock.facts.set("clock.server_date", std::string{"Mon, 23 Nov 2026 08:32:05 GMT"});
  report.observations = {
      seen("setup.effective", "setup", Status::pass),
      std::move(dns),
      seen("network.https", "network", Status::pass),
      std::move(clock),
      seen("auth.exchange", "auth", Status::pass),
      seen("access.vaults", "access", Status::pass),
      seen("quota.usage", "quota", Status::pass),
      skipped("mcp.handshake", "mcp", "setup.effective", "no hosted MCP URL is configured"),
      skipped("device.status", "device", "setup.effective", "no --device-code was given"),
  };
  return report;
}

Finding scopes_finding() {
  return {.rule = "access.policy/scopes-do-not-cover-path",
          .row = "access.policy",
          .severity = Severity::error,
          .certainty = Certainty::certain,
          .root_cause = true,
          .caused_by = {},
          .title = "The token's scopes do not cover `prod/db-main`",
          .cause =
              "An agent's token carries the path patterns it may use. None of those in this "
              "token matches the path, so every policy of the vault is without effect.",
          .because = {"The token allows `staging/**` and `shared/*`.",
                      "The path is `prod/db-main` in vault `prod`.",
                      "The answer 403 carries quota headers, so rate limit, payment, token and IP "
                      "rules were passed.",
                      "The token was minted 4 min ago."},
          .ruled_out = {"IP rules: 203.0.113.9 is allowed by `allow 203.0.113.0/24 (office)`.",
                        "The token is valid for another 11 min by the server's clock."},
          .fix = {{.text = "Add `prod/**` to the agent's scopes: dashboard, Agents, edit.",
                   .actor = Actor::org_admin,
                   .command = {}},
                  {.text = "Check again with a fresh token.",
                   .actor = Actor::you,
                   .command = {"oneclaw-doctor", "--vault", "prod", "--secret", "prod/it's here"}}},
          .docs = "https://docs.1claw.xyz/docs/guides/give-agent-access",
          .evidence = {"auth.exchange", "access.secrets"}};
}

Finding symptom(std::string rule, std::string title, std::string cause_rule) {
  const std::string row = rule.substr(0, rule.find('/'));
  return {.rule = std::move(rule),
          .row = row,
          .severity = Severity::error,
          .certainty = Certainty::certain,
          .root_cause = false,
          .caused_by = {std::move(cause_rule)},
          .title = std::move(title),
          .cause = "It follows from the cause.",
          .because = {},
          .ruled_out = {},
          .fix = {},
          .docs = "https://docs.1claw.xyz/docs/troubleshooting",
          .evidence = {"access.secrets"}};
}

Report unhealthy() {
  Report report = healthy();
  report.verdict = Verdict::unhealthy;
  report.summary = {
      .errors = 3, .warnings = 0, .passed = 5, .failed = 1, .skipped = 3, .unknown = 0};
  const Finding root = scopes_finding();
  report.findings = {
      root,
      symptom("mcp.access/denied", "`get_secret` through MCP answers \"Access denied\"", root.rule),
      symptom("missing.vault-or-path/not-listed",
              "The vault's listing shows no secret at all, which looks like an empty vault",
              "mcp.access/denied"),
  };
  report.observations[5].status = Status::fail;
  report.observations[6] = skipped("quota.usage", "quota", "access.vaults", "access was refused");
  report.observations[7] = skipped("mcp.handshake", "mcp", "access.vaults", "access was refused");
  report.observations.push_back(skipped("mcp.tools", "mcp", "access.vaults", "access was refused"));
  return report;
}

Report degraded() {
  Report report = healthy();
  report.verdict = Verdict::degraded;
  report.summary = {
      .errors = 0, .warnings = 1, .passed = 6, .failed = 0, .skipped = 2, .unknown = 0};
  report.findings = {
      {.rule = "quota.payment/nearly-used-up",
       .row = "quota.payment",
       .severity = Severity::warning,
       .certainty = Certainty::certain,
       .root_cause = true,
       .caused_by = {},
       .title = "93 % of this month's requests are used",
       .cause = "Above the limit the API asks for payment (402).",
       .because = {"930 of 1000 requests are used, 8 days remain.", "Overage method: none."},
       .ruled_out = {"The rate limit: no answer was 429."},
       .fix = {{.text = "Upgrade the plan or add prepaid credits: dashboard, Settings, Billing.",
                .actor = Actor::org_admin,
                .command = {}},
               {.text = "Cache secrets in the client.", .actor = Actor::you, .command = {}}},
       .docs = "https://docs.1claw.xyz/docs/guides/billing-and-usage",
       .evidence = {"quota.usage"}},
      {.rule = "local.config/other-client-differs",
       .row = "local.config",
       .severity = Severity::info,
       .certainty = Certainty::certain,
       .root_cause = true,
       .caused_by = {},
       .title = "The CLI on this machine uses another base URL",
       .cause = "",
       .because = {"~/.config/1claw/config.json says https://api.1claw.co."},
       .ruled_out = {},
       .fix = {},
       .docs = "",
       .evidence = {"setup.effective"}}};
  report.observations[6].status = Status::warn;
  return report;
}

Report uncertain() {
  Report report = unhealthy();
  report.findings.resize(1);
  report.findings[0].certainty = Certainty::likely;
  report.findings.push_back(scopes_finding());
  Finding& second = report.findings[1];
  second.rule = "access.ip/not-listed";
  second.row = "access.ip";
  second.certainty = Certainty::possible;
  second.title = "This machine's address is not in the organisation's allow list";
  second.because = {"The address seen by the API is not known."};
  second.fix = {{.text = "Tell the network team which address the API has to allow.",
                 .actor = Actor::network,
                 .command = {}},
                {.text = "Report the refusal.", .actor = Actor::oneclaw, .command = {}}};
  report.summary.errors = 2;
  return report;
}

Report undecided() {
  Report report = healthy();
  report.verdict = Verdict::undecided;
  report.complete = false;
  report.duration_ms = 15012;
  report.requests = {.sent = 1, .authenticated = 0, .budget = 24};
  report.summary = {
      .errors = 0, .warnings = 0, .passed = 2, .failed = 0, .skipped = 5, .unknown = 2};
  report.observations[2].status = Status::timeout;
  report.observations[2].reason = "no answer within 5 s";
  report.observations[3].status = Status::unknown;
  report.observations[3].facts = {};
  report.observations[3].reason = "the run ended first";
  for (std::size_t i = 4; i < 7; ++i) {
    Observation& later = report.observations[i];
    later = skipped(later.id, later.layer, "network.https", "the API was not reached");
  }
  return report;
}

/// Everything a server or a file could put into a report to act on the terminal.
Report hostile() {
  Report report = unhealthy();
  report.mode = Mode::mock;
  Finding& root = report.findings.front();
  const std::string right_to_left{'\xe2', '\x80', '\xae'};
  root.title = "Server says \x1b[2J\x1b]0;owned\x07 and " + right_to_left + "desrever";
  root.cause = std::string{"zero"} + '\0' + "byte, bad utf-8 \xff\xc3(, bell \x07, c1 \xc2\x9b";
  root.because = {"new\nline\r\x1b[1A\x1b[2Kerased", std::string(3000, 'x')};
  root.fix = {{.text = "run this", .actor = Actor::you, .command = {"echo", "$(reboot)\x1b[0m"}}};
  report.target[1].value = "https://\x1b[31mred";
  report.observations[1].facts.set("dns.addresses", TextList{"\x1b[5m", "日本語の名前"});
  report.observations[8].blocked_by = "access.vaults";
  report.observations[8].reason = "\x1b]8;;https://example.com\x07link";
  return report;
}

}  // namespace

/// The cause is known and its symptom goes with it; a note is what is left.
Report set_aside() {
  Report report = healthy();
  const Finding root = scopes_finding();
  report.suppressed = {
      {.finding = root,
       .by = "ignore",
       .reason = "the policy is being moved (OPS-12)",
       .until = "2026-12-31"},
      {.finding = symptom("mcp.access/denied", "`get_secret` is refused, too", root.rule),
       .by = "ignore",
       .reason = "follows from " + root.rule,
       .until = "2026-12-31"},
      {.finding = degraded().findings.front(),
       .by = "baseline",
       .reason = "known since 2026-11-20T08:00:00Z"},
  };
  return report;
}

/// Many targets: a cause that most share, one with a hostile name alone, and one without a result.
Report fleet() {
  Report report = healthy();
  report.target.clear();
  report.observations.clear();
  report.timeline = {};
  report.verdict = Verdict::unhealthy;
  report.complete = false;
  report.summary = {.errors = 2, .warnings = 1};
  report.requests = {.sent = 21, .authenticated = 12, .budget = 24};
  std::vector<FleetTarget> targets;
  std::vector<std::string> names{
      "billing \"eu\"|1", "<mail>,\\n::x", "agent-3", "agent-4", "a5", "a6", "a7"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    targets.push_back({.name = names[i],
                       .index = i,
                       .verdict = Verdict::unhealthy,
                       .root_cause = "access.policy/scopes-do-not-cover-path",
                       .summary = {.errors = 2, .passed = 5},
                       .requests = {.sent = 3, .authenticated = 2, .budget = 8},
                       .started_at = "2026-11-23T08:32:05Z",
                       .duration_ms = 90.5});
  }
  targets.push_back({.name = "well", .index = 7, .summary = {.passed = 7}});
  const auto of = static_cast<std::int64_t>(targets.size());
  const Finding root = scopes_finding();
  report.findings = {root,
                     degraded().findings.front(),
                     symptom("mcp.access/denied", "`get_secret` is refused, too", root.rule)};
  report.findings[0].spread = Spread{.of = of, .targets = names};
  report.findings[1].spread = Spread{.of = of, .targets = {"agent-3"}};
  report.findings[2].spread = Spread{.of = of, .targets = names};
  report.fleet = Fleet{.targets = targets, .missing = {"never run"}};
  return report;
}

const std::vector<Sample>& all() {
  static const std::vector<Sample> samples{{"healthy", healthy()},
                                           {"unhealthy", unhealthy()},
                                           {"degraded", degraded()},
                                           {"uncertain", uncertain()},
                                           {"undecided", undecided()},
                                           {"set_aside", set_aside()},
                                           {"hostile", hostile()},
                                           {"fleet", fleet()}};
  return samples;
}

const Report& get(const std::string& name) {
  const auto found = std::ranges::find(all(), name, &Sample::name);
  if (found == all().end()) {
    throw std::invalid_argument{"no sample " + name};
  }
  return found->report;
}

}  // namespace doctor::report::samples
