#include <algorithm>
#include <utility>

#include "api/hosts.h"
#include "api/jwt.h"
#include "core/text.h"
#include "setup/facts.h"
#include "setup/setup.h"
#include "setup/situation.h"

namespace doctor::setup {
namespace {

std::vector<std::string> sources_of(const std::vector<Found>& found) {
  std::vector<std::string> sources;
  std::ranges::transform(found, std::back_inserter(sources), &Found::source);
  return sources;
}

std::vector<std::string> listed(const Facts& facts, const FactKey<TextList>& key) {
  return facts.get(key);
}

CredentialInfo describe(const View& view, const Pick* pick) {
  CredentialInfo info;
  if (pick == nullptr) {
    return info;
  }
  const std::string& value = pick->found.value;
  info.kind = api::kind_of(value);
  info.use = word_of(use_of(view, *pick));
  info.source = pick->found.source;
  info.masked = api::masked(value);
  info.problems = inspect_credential(value);
  info.claims = api::read_jwt(api::cleaned(value));
  info.overrides = sources_of(pick->weaker);
  return info;
}

/// Other clients' credentials that are not this one, by kind only.
std::vector<std::string> other_credentials(const Situation& situation, const Pick& pick) {
  std::vector<std::string> list;
  for (const View& other : situation.others) {
    const Pick* theirs = other.pick(Meaning::credential);
    if (theirs != nullptr && theirs->found.value != pick.found.value) {
      list.push_back(label_of(other) + ": " + api::masked(theirs->found.value) + " (" +
                     theirs->found.source + ")");
    }
  }
  return list;
}

Setting base_setting(const Situation& situation, const Facts& facts) {
  const Base& base = situation.base;
  Setting setting{.value = used_base(base), .source = base.source, .is_default = base.is_default};
  if (const Pick* pick = situation.view().pick(Meaning::base_url)) {
    setting.overrides = sources_of(pick->weaker);
  }
  setting.disagrees = listed(facts, fact::url_others_differ);
  std::ranges::copy(listed(facts, fact::url_ignored_differences),
                    std::back_inserter(setting.disagrees));
  return setting;
}

std::optional<Setting> id_setting(const Pick* pick, std::vector<std::string> disagrees) {
  if (pick == nullptr) {
    return std::nullopt;
  }
  const std::string safe = shown_id(pick->found.value);
  const bool hidden = safe == api::masked(pick->found.value);
  return Setting{.value = hidden ? safe : pick->found.value,
                 .source = pick->found.source,
                 .overrides = sources_of(pick->weaker),
                 .disagrees = std::move(disagrees)};
}

std::optional<Setting> mcp_setting(const Pick* pick) {
  if (pick == nullptr) {
    return std::nullopt;
  }
  const auto url = api::parse_url(pick->found.value);
  return Setting{.value = url ? safe_url(*url) : shown_base(pick->found.value),
                 .source = pick->found.source,
                 .overrides = sources_of(pick->weaker)};
}

Target make_target(const Situation& situation, const Facts& facts) {
  const View& view = situation.view();
  const Pick* credential = view.pick(Meaning::credential);
  const Pick* mcp_url = view.pick(Meaning::mcp_url);
  Target target;
  target.client = view.name;
  target.client_source = situation.choice.reason;
  target.base_url = base_setting(situation, facts);
  target.mcp_url = mcp_setting(mcp_url);
  target.agent_id =
      id_setting(view.pick(Meaning::agent_id), listed(facts, fact::agent_id_others_differ));
  target.vault = id_setting(view.pick(Meaning::vault), listed(facts, fact::vault_id_others_differ));
  target.credential = describe(view, credential);
  if (credential != nullptr) {
    target.credential.disagrees = other_credentials(situation, *credential);
  }
  if (mcp_url != nullptr) {
    target.mcp_credential = describe(view, mcp_credential_of(view));
    target.mcp_vault_header = target.vault ? target.vault->value : std::string{};
  }
  return target;
}

Secrets take_secrets(const Situation& situation) {
  const View& view = situation.view();
  const Pick* credential = view.pick(Meaning::credential);
  const Pick* mcp_url = view.pick(Meaning::mcp_url);
  const Pick* mcp_credential = mcp_credential_of(view);
  Secrets secrets;
  if (credential != nullptr && !situation.base.text.empty() &&
      !is_withheld(situation, credential->found)) {
    secrets.api = Secret{credential->found.value};
  }
  if (mcp_url != nullptr && mcp_credential != nullptr &&
      !is_mcp_withheld(mcp_url->found, mcp_credential->found)) {
    secrets.mcp = Secret{mcp_credential->found.value};
  }
  return secrets;
}

std::vector<View> others_than(const View& examined, std::vector<View> views) {
  std::erase_if(views, [&examined](const View& view) { return same_view(view, examined); });
  return views;
}

}  // namespace

void copy_facts(const Facts& from, std::span<const FactSpec* const> group, Facts& to) {
  for (const FactSpec* spec : group) {
    to.share(from, spec->name);
  }
}

Result<Setup> discover(const System& system, const Options& options, TimePoint now) {
  Situation situation{.system = system, .now = now};
  situation.machine = read_machine(system);
  auto choice = choose(system, situation.machine, options);
  if (!choice) {
    return tl::unexpected<Error>{choice.error()};
  }
  situation.choice = std::move(*choice);
  situation.others = others_than(situation.view(), configured_views(situation.machine));
  situation.base = base_of(situation.view());

  Setup setup;
  for (const auto state : {state_client,
                           state_url,
                           state_credential,
                           state_vault,
                           state_mcp_config,
                           state_mcp_entries,
                           state_files,
                           state_dotenv}) {
    state(situation, setup.facts);
  }
  setup.target = make_target(situation, setup.facts);
  setup.target.wish = options.wish;
  setup.secrets = take_secrets(situation);
  return setup;
}

}  // namespace doctor::setup
