// The examined set-up as the report shows it.

#include <utility>

#include "core/text.h"
#include "setup/setup.h"

namespace doctor::setup {
namespace {

constexpr std::size_t longest_value = 200;

class Values {
 public:
  void add(std::string_view name, std::string_view value, std::string_view source) {
    if (!value.empty()) {
      values_.push_back({.name = std::string{name},
                         .value = shown(value, longest_value),
                         .source = std::string{source}});
    }
  }

  void add(std::string_view name, const Setting& setting) {
    add(name, setting.value, setting.source);
    if (!setting.value.empty()) {
      values_.back().overrides = setting.overrides;
      values_.back().disagrees = setting.disagrees;
    }
  }

  void add(std::string_view name, const std::optional<Setting>& setting) {
    if (setting) {
      add(name, *setting);
    }
  }

  void add(std::string_view name, const CredentialInfo& info) {
    if (info.kind == api::CredentialKind::none) {
      return;
    }
    const bool has_prefix = info.masked.ends_with("****");
    add(name,
        has_prefix ? std::string{api::name_of(info.kind)} + " " + info.masked : info.masked,
        info.source);
    values_.back().overrides = info.overrides;
    values_.back().disagrees = info.disagrees;
  }

  std::vector<TargetValue> take() { return std::move(values_); }

 private:
  std::vector<TargetValue> values_;
};

}  // namespace

std::vector<TargetValue> target_values(const Target& target) {
  Values values;
  values.add("client", target.client, target.client_source);
  values.add("base_url", target.base_url);
  values.add("credential", target.credential);
  values.add("agent_id", target.agent_id);
  values.add("vault", target.vault);
  values.add("mcp_url", target.mcp_url);
  values.add("mcp_credential", target.mcp_credential);
  const Wish& wish = target.wish;
  values.add("secret", wish.secret_path, "--secret");
  if (!wish.secret_path.empty()) {
    values.add("permission", wish.permission, "--permission");
  }
  values.add("intents", wish.intents ? "wanted" : "", "--intents");
  values.add("share", wish.share ? "wanted" : "", "--share");
  values.add("my_ip", wish.my_ip, "--my-ip");
  return values.take();
}

}  // namespace doctor::setup
