#include "cli/suggestions.h"

#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "cli/template_text.h"
#include "mock/mock.h"
#include "probes/probe.h"
#include "report/report.h"
#include "rules/table.h"
#include "setup/choice.h"

namespace doctor::cli {
namespace {

std::vector<Suggestion> clients() {
  std::vector<Suggestion> out;
  std::ranges::transform(
      setup::profiles(), std::back_inserter(out), [](const std::string_view name) {
        return Suggestion{.word = std::string{name}};
      });
  return out;
}

std::vector<Suggestion> formats() {
  std::vector<Suggestion> out;
  std::ranges::transform(
      report::formats(), std::back_inserter(out), [](const report::Format& format) {
        return Suggestion{.word = std::string{format.name}, .about = std::string{format.about}};
      });
  return out;
}

std::vector<Suggestion> probes_and_layers() {
  std::vector<Suggestion> out;
  std::set<std::string_view> taken;
  for (const probes::Probe* probe : probes::all_probes()) {
    if (taken.insert(probe->id).second) {
      out.push_back({.word = std::string{probe->id}, .about = std::string{probe->about}});
    }
  }
  for (const probes::Probe* probe : probes::all_probes()) {
    if (taken.insert(probe->layer).second) {
      out.push_back({.word = std::string{probe->layer}, .about = "all probes of this layer"});
    }
  }
  return out;
}

std::vector<Suggestion> rule_ids() {
  std::vector<Suggestion> out;
  std::ranges::transform(
      rules::built_in_table().rules, std::back_inserter(out), [](const rules::Rule& rule) {
        return Suggestion{.word = rule.id, .about = with_words(rule.title)};
      });
  return out;
}

std::vector<Suggestion> scenario_names() {
  std::vector<Suggestion> out;
  std::ranges::transform(
      mock::scenario_names(), std::back_inserter(out), [](const std::string_view name) {
        return Suggestion{.word = std::string{name}, .about = mock::summarize_scenario(name).about};
      });
  return out;
}

}  // namespace

constinit const Suggestions suggested_clients{.name = "clients", .all = clients};
constinit const Suggestions suggested_formats{.name = "formats", .all = formats};
constinit const Suggestions suggested_probes{.name = "probes", .all = probes_and_layers};
constinit const Suggestions suggested_rules{.name = "rules", .all = rule_ids};
constinit const Suggestions suggested_scenarios{.name = "scenarios", .all = scenario_names};

}  // namespace doctor::cli
