#include "bundle/redact_report.h"

#include <algorithm>

#include "bundle/look.h"

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
  Facts out;
  for (const auto& [name, value] : facts.all()) {
    FactValue copy = value;
    texts(copy);
    out.set(name, std::move(copy));
  }
  return out;
}

}  // namespace

std::vector<KnownName> names_in(const Report& report) {
  std::vector<KnownName> out;
  for (const TargetValue& value : report.target) {
    if (value.value.starts_with("__")) {
      continue;  // a system vault: the product's name, not the user's
    }
    if ((value.name == "vault" || value.name == "agent_id") && !is_uuid(value.value)) {
      out.push_back({.text = value.value, .kind = Kind::name});
    } else if (value.name == "secret") {
      out.push_back({.text = value.value, .kind = Kind::path});
    }
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
  redact_observations(report.observations, redactor);
  for (RequestTime& request : report.timeline.requests) {
    texts(request.request);
  }
  return report;
}

}  // namespace doctor::bundle
