#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/catalogue.h"
#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/template_text.h"
#include "core/text.h"
#include "mock/mock.h"
#include "probes/probe.h"
#include "report/page.h"
#include "report/report.h"
#include "rules/table.h"

namespace doctor::cli {
namespace {

using Json = nlohmann::ordered_json;
using report::Tone;

constexpr auto options = std::to_array<Option>(
    {{.name = "format", .value = "terminal|json", .help = "json: an array, for scripts"},
     {.name = "verbose", .letter = 'v', .help = "also print what each entry is made of"}});

Json probes_json() {
  Json out = Json::array();
  for (const probes::Probe* probe : probes::all_probes()) {
    Json facts = Json::array();
    Json specs = Json::array();
    for (const FactSpec* fact : probe->facts) {
      facts.push_back(fact->name);
      specs.push_back(
          {{"name", fact->name}, {"type", name_of(fact->type)}, {"meaning", fact->meaning}});
    }
    out.push_back({{"id", probe->id},
                   {"layer", probe->layer},
                   {"needs", Words{probe->needs.begin(), probe->needs.end()}},
                   {"facts", std::move(facts)},
                   {"about", probe->about},
                   {"fact_specs", std::move(specs)}});
  }
  return out;
}

Json rules_json() {
  const auto scenarios = scenarios_by_rule();
  Json out = Json::array();
  for (const rules::Rule& rule : rules::built_in_table().rules) {
    const auto found = scenarios.find(rule.id);
    out.push_back({{"id", rule.id},
                   {"row", rule.row},
                   {"severity", name_of(rule.severity)},
                   {"certainty", name_of(rule.certainty)},
                   {"title", with_words(rule.title)},
                   {"docs", rule.docs},
                   {"scenarios", found == scenarios.end() ? Words{} : found->second}});
  }
  return out;
}

/// Rule ids a scenario expects, what to act on first in front.
Words expected_rules(const mock::Summary& scenario) {
  Words out;
  if (!scenario.expects.root.empty()) {
    out.push_back(scenario.expects.root);
  }
  for (const std::string& rule : scenario.expects.findings) {
    if (std::ranges::find(out, rule) == out.end()) {
      out.push_back(rule);
    }
  }
  return out;
}

Json scenarios_json() {
  Json out = Json::array();
  for (const std::string_view name : mock::scenario_names()) {
    const mock::Summary scenario = mock::summarize_scenario(name);
    out.push_back(
        {{"name", name}, {"about", scenario.about}, {"expects", expected_rules(scenario)}});
  }
  return out;
}

Json formats_json() {
  Json out = Json::array();
  for (const report::Format& format : report::formats()) {
    out.push_back({{"name", format.name}, {"about", format.about}});
  }
  return out;
}

struct Catalogue {
  std::string_view name;
  Json (*entries)();
  std::string_view title;    ///< the member that names an entry
  std::string_view text;     ///< the member that tells what it is
  std::string_view details;  ///< the member that --verbose adds
};
constexpr auto catalogues =
    std::to_array<Catalogue>({{"probes", probes_json, "id", "about", "fact_specs"},
                              {"rules", rules_json, "id", "title", "scenarios"},
                              {"scenarios", scenarios_json, "name", "about", "expects"},
                              {"formats", formats_json, "name", "about", ""}});

/// A detail is a word, or a fact with its type and meaning.
void add_detail(report::Page& page, const Json& detail) {
  if (detail.is_string()) {
    page.flow({.first = 4, .rest = 6}, {{.text = detail.get<std::string>(), .tone = Tone::faint}});
    return;
  }
  page.flow(
      {.first = 4, .rest = 6},
      {{.text = detail.at("name").get<std::string>()},
       {.text = fmt::format("({}):", detail.at("type").get<std::string>()), .tone = Tone::faint},
       {.text = detail.at("meaning").get<std::string>()}});
}

std::string in_words(const Catalogue& catalogue, const Json& entries, bool verbose) {
  report::Page page{choose_style(RunOptions{}, surroundings())};
  for (const Json& entry : entries) {
    page.flow({.first = 0, .rest = 4},
              {{.text = entry.at(std::string{catalogue.title}).get<std::string>() + ":",
                .tone = Tone::strong},
               {.text = entry.at(std::string{catalogue.text}).get<std::string>()}});
    if (verbose && !catalogue.details.empty()) {
      for (const Json& detail : entry.at(std::string{catalogue.details})) {
        add_detail(page, detail);
      }
    }
  }
  return page.take();
}

int wrong_word(const Words& words) {
  Words names;
  std::ranges::transform(catalogues, std::back_inserter(names), [](const Catalogue& catalogue) {
    return std::string{catalogue.name};
  });
  return complain_of_words("list", words, names);
}

}  // namespace

std::span<const Option> list_options() {
  return options;
}

int list(const Arguments& arguments) {
  const Words& words = arguments.words;
  const auto* const found = words.size() == 1
                                ? std::ranges::find(catalogues, words.front(), &Catalogue::name)
                                : catalogues.end();
  if (found == catalogues.end()) {
    return wrong_word(words);
  }
  const Given* const format = arguments.find("format");
  const bool as_json = format != nullptr && format->value == "json";
  if (format != nullptr && !as_json && format->value != "terminal") {
    return complain(fmt::format("--format: '{}' is none of terminal, json{}",
                                shown(format->value, 60),
                                did_you_mean(format->value, Words{"terminal", "json"})),
                    exit_usage);
  }
  const Json entries = found->entries();
  return print(as_json ? entries.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                       : in_words(*found, entries, arguments.find("verbose") != nullptr),
               exit_ok);
}

}  // namespace doctor::cli
