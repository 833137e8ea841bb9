#include "bundle/redact_report.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <variant>

#include "bundle/look.h"
#include "core/text.h"

namespace doctor::bundle {
namespace {

class Texts {
 public:
  explicit Texts(Redactor& redactor) : redactor_(&redactor) {}
  void operator()(std::string& text) const {
    if (!text.empty()) {
      text = redactor_->redact(text);
    }
  }
  void operator()(std::vector<std::string>& texts) const { std::ranges::for_each(texts, *this); }
  void operator()(FactValue& value) const {
    if (auto* const text = std::get_if<std::string>(&value)) {
      (*this)(*text);
    } else if (auto* const list = std::get_if<TextList>(&value)) {
      (*this)(*list);
    }
  }

 private:
  Redactor* redactor_;
};

void redact(Finding& finding, const Texts& texts) {
  texts(finding.title);
  texts(finding.cause);
  texts(finding.because);
  texts(finding.ruled_out);
  for (FixStep& step : finding.fix) {
    texts(step.text);
    texts(step.command);
  }
}

Facts redacted(const Facts& facts, const Texts& texts) {
  Facts out = facts;
  for (const auto& [name, value] : facts) {
    FactValue copy = value;
    texts(copy);
    if (copy != value) {
      out.set(name, std::move(copy));
    }
  }
  return out;
}

/// Facts that hold what the organisation or its people called something.
struct NamingFact {
  std::string_view name;
  Kind kind;
};
constexpr auto naming_facts = std::to_array<NamingFact>({{"agent.name", Kind::name},
                                                         {"whoami.name", Kind::name},
                                                         {"vault.name", Kind::name},
                                                         {"vault.meant", Kind::name},
                                                         {"vault.wanted", Kind::name},
                                                         {"vaults.names", Kind::name},
                                                         {"access.path", Kind::path},
                                                         {"secrets.meant", Kind::path},
                                                         {"secrets.wanted", Kind::path},
                                                         {"token.scopes", Kind::path}});

/// Words of reports and of every organisation: they tell of nobody, and without them nothing could
/// be read.
bool is_common(std::string_view name) {
  constexpr auto words = std::to_array<std::string_view>(
      {"access", "admin", "agent", "agents", "client", "default", "error",  "health",  "member",
       "none",   "owner", "path",  "policy", "read",   "role",    "secret", "secrets", "service",
       "token",  "user",  "vault", "vaults", "viewer", "write",   "1claw"});
  return std::ranges::find(words, lower(name)) != words.end();
}

void add_name(const std::string& text, Kind kind, std::vector<KnownName>& out) {
  constexpr std::size_t most = 50'000;
  const bool system_vault = text.starts_with("__");  // the product's name, not the user's
  if (!system_vault && !is_uuid(text) && !is_common(text) && out.size() < most) {
    out.push_back({.text = text, .kind = kind});
  }
}

void add_names(const Observation& seen, std::vector<KnownName>& out) {
  for (const NamingFact& naming : naming_facts) {
    const FactValue* const value = seen.facts.find(naming.name);
    if (value == nullptr) {
      continue;
    }
    if (const auto* const text = std::get_if<std::string>(value)) {
      add_name(*text, naming.kind, out);
    } else if (const auto* const list = std::get_if<TextList>(value)) {
      for (const std::string& one : *list) {
        add_name(one, naming.kind, out);
      }
    }
  }
}

}  // namespace

std::vector<KnownName> names_in(const Report& report) {
  std::vector<KnownName> out;
  for (const TargetValue& value : report.target) {
    if (value.name == "vault" || value.name == "agent_id") {
      add_name(value.value, Kind::name, out);
    } else if (value.name == "secret") {
      add_name(value.value, Kind::path, out);
    }
  }
  for (const Observation& seen : report.observations) {
    add_names(seen, out);
  }
  return out;
}

void redact_observations(std::vector<Observation>& observations, Redactor& redactor) {
  const Texts texts{redactor};
  for (Observation& seen : observations) {
    seen.facts = redacted(seen.facts, texts);
    texts(seen.reason);
  }
}

Report redact_report(Report report, Redactor& redactor) {
  const Texts texts{redactor};
  for (TargetValue& value : report.target) {
    texts(value.value);
    texts(value.source);
    texts(value.overrides);
    texts(value.disagrees);
  }
  for (Finding& finding : report.findings) {
    redact(finding, texts);
  }
  for (Suppressed& one : report.suppressed) {
    redact(one.finding, texts);
    texts(one.reason);
  }
  redact_observations(report.observations, redactor);
  for (RequestTime& request : report.timeline.requests) {
    texts(request.request);
  }
  return report;
}

}  // namespace doctor::bundle
