#pragma once
// All that is known when the facts are stated: the machine, the examined view, the other clients.
// Each `state_…` function sets one group of facts (setup/facts.h).

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/credential.h"
#include "core/fact.h"
#include "core/time.h"
#include "setup/base_url.h"
#include "setup/choice.h"
#include "setup/setup.h"
#include "setup/view.h"

namespace doctor::setup {

struct Situation {
  const System& system;
  TimePoint now;
  Machine machine = {};
  Choice choice = {};
  std::vector<View> others = {};  ///< set up here and not examined
  Base base = {};

  const View& view() const { return choice.view; }
  /// How the examined client is called in sentences.
  std::string title() const;
};

void state_client(const Situation& situation, Facts& facts);
void state_url(const Situation& situation, Facts& facts);
void state_credential(const Situation& situation, Facts& facts);
void state_vault(const Situation& situation, Facts& facts);
void state_mcp_config(const Situation& situation, Facts& facts);
void state_mcp_entries(const Situation& situation, Facts& facts);
void state_files(const Situation& situation, Facts& facts);
void state_dotenv(const Situation& situation, Facts& facts);

/// The credential must not be sent: see the fact credential.withheld.
bool is_withheld(const Situation& situation, const Found& credential);
bool is_mcp_withheld(const Found& url, const Found& credential);
/// The credential or, for Hermes, the separate token that goes to the hosted MCP URL.
const Pick* mcp_credential_of(const View& view);

// Shared by the groups.

/// Sets the fact unless the list is empty: a list fact exists when there is something to list.
void set_list(Facts& facts, const FactKey<TextList>& key, TextList list);
void add_once(TextList& list, std::string text);
TextList words_of(const std::vector<api::ValueProblem>& problems);
bool has_problem(const std::vector<api::ValueProblem>& problems, api::ValueProblem wanted);
/// Kinds that are certainly a 1Claw credential or another product's key.
bool is_recognised(api::CredentialKind kind);
/// A recognised kind, or a text with a 1Claw key somewhere inside.
bool holds_key(std::string_view text);
/// An id fit to be shown: masked when it looks like a key or holds anything unusual.
std::string shown_id(std::string_view text);
/// Pasting mistakes in a credential; an example that happens to be as short as a key's prefix is
/// one mistake, not two.
std::vector<api::ValueProblem> inspect_credential(std::string_view text);
/// The facts on a credential's form: each pasting mistake, and whether it is worth a request.
void state_problems(const std::string& value, Facts& facts);
/// The facts on an agent id's form, from wherever it is.
void state_agent_id(const std::string& value, const std::string& source, Facts& facts);
/// The facts on the form of what the hosted MCP server is sent, from wherever it is.
void state_mcp_bearer(const std::string& value, Facts& facts);
/// Pasting mistakes in an id, leaving out those that only keys can have.
std::vector<api::ValueProblem> inspect_id(std::string_view text);
/// `true`, `1`, `yes`, `on`.
bool is_on(const Values& environment, std::string_view name);
bool is_set(const Values& values, std::string_view name);

}  // namespace doctor::setup
