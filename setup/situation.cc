#include "setup/situation.h"

#include <algorithm>
#include <array>
#include <utility>

#include "api/hosts.h"
#include "api/records.h"
#include "core/text.h"

namespace doctor::setup {
namespace {

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"-_. /"}.find(c) != std::string_view::npos;
}

/// Also what surrounds an example or a reference: `<your-vault-uuid>`, `${env:NAME}`.
bool is_template_character(char c) {
  return is_id_character(c) || std::string_view{"<>{}$%:"}.find(c) != std::string_view::npos;
}

/// What documents write where an id belongs. Not api::inspect_value's list: a vault may well be
/// called `dummy` or `todo`.
bool is_example_id(std::string_view text) {
  constexpr std::array<std::string_view, 7> marks{
      "your-", "your_", "-here", "_here", "...", "…", "xxxx"};
  constexpr std::array<std::string_view, 6> whole{
      "uuid", "vault-id", "vault_id", "agent-id", "agent_id", "vault-uuid"};
  const std::string small = lower(text);
  return std::ranges::any_of(marks,
                             [&](auto mark) { return small.find(mark) != std::string::npos; }) ||
         std::ranges::find(whole, small) != whole.end() ||
         (small.find('<') != std::string::npos && small.find('>') != std::string::npos);
}

}  // namespace

std::string Situation::title() const {
  return std::string{view().client == nullptr ? "a client" : view().client->title};
}

void set_list(Facts& facts, const FactKey<TextList>& key, TextList list) {
  if (!list.empty()) {
    facts.set(key, std::move(list));
  }
}

void add_once(TextList& list, std::string text) {
  if (std::ranges::find(list, text) == list.end()) {
    list.push_back(std::move(text));
  }
}

TextList words_of(const std::vector<api::ValueProblem>& problems) {
  TextList words;
  for (const api::ValueProblem problem : problems) {
    words.emplace_back(api::word_of(problem));
  }
  return words;
}

bool has_problem(const std::vector<api::ValueProblem>& problems, api::ValueProblem wanted) {
  return std::ranges::find(problems, wanted) != problems.end();
}

bool is_recognised(api::CredentialKind kind) {
  return kind != api::CredentialKind::none && kind != api::CredentialKind::unknown;
}

bool holds_key(std::string_view text) {
  constexpr std::array<std::string_view, 4> prefixes{"ocv_", "1ck_", "plt_", "eyJ"};
  return is_recognised(api::kind_of(text)) || std::ranges::any_of(prefixes, [&](auto prefix) {
           return text.find(prefix) != std::string_view::npos;
         });
}

std::string shown_id(std::string_view text) {
  constexpr std::size_t longest_id = 64;
  const std::string bare = api::cleaned(text);
  const auto problems = inspect_id(text);
  const bool is_template = has_problem(problems, api::ValueProblem::unexpanded) ||
                           has_problem(problems, api::ValueProblem::placeholder);
  const bool harmless =
      std::ranges::all_of(bare, is_template ? is_template_character : is_id_character);
  return harmless && text.size() <= longest_id && !holds_key(text) ? shown(text, longest_id)
                                                                   : api::masked(text);
}

std::vector<api::ValueProblem> inspect_credential(std::string_view text) {
  using enum api::ValueProblem;
  auto problems = api::inspect_value(text);
  if (has_problem(problems, placeholder) || has_problem(problems, masked)) {
    std::erase(problems, truncated);
  }
  return problems;
}

std::vector<api::ValueProblem> inspect_id(std::string_view text) {
  using enum api::ValueProblem;
  auto problems = api::inspect_value(text);
  std::erase_if(problems, [](api::ValueProblem problem) {
    return problem == placeholder || problem == masked || problem == truncated ||
           problem == bearer_prefix || problem == inner_space;
  });
  if (is_example_id(text) && !has_problem(problems, unexpanded)) {
    problems.push_back(placeholder);
  }
  return problems;
}

bool is_on(const Values& environment, std::string_view name) {
  const auto found = environment.find(name);
  if (found == environment.end()) {
    return false;
  }
  const std::string value = lower(trim(found->second.value));
  return value == "true" || value == "1" || value == "yes" || value == "on";
}

bool is_set(const Values& values, std::string_view name) {
  const auto found = values.find(name);
  return found != values.end() && !found->second.value.empty();
}

bool is_withheld(const Situation& situation, const Found& credential) {
  const Base& base = situation.base;
  const bool own = credential.project && !credential.borrowed;
  return base.project && !own && base.url && !is_1claw_or_local(*base.url);
}

bool is_mcp_withheld(const Found& url, const Found& credential) {
  const bool own = credential.project && !credential.borrowed;
  const auto parsed = api::parse_url(url.value);
  return url.project && !own && parsed && !is_1claw_or_local(*parsed);
}

const Pick* mcp_credential_of(const View& view) {
  const Pick* token = view.pick(Meaning::mcp_token);
  return token != nullptr ? token : view.pick(Meaning::credential);
}

}  // namespace doctor::setup
