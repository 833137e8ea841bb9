#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/document.h"
#include "core/text.h"
#include "intake/echoes.h"
#include "intake/lines.h"
#include "intake/mask.h"
#include "intake/messages.h"
#include "intake/origin.h"
#include "intake/readers.h"

namespace doctor::intake {
namespace {

constexpr std::size_t longest_sample = 200;

/// Tools of the 1Claw MCP server that no other server is known to have.
bool is_our_tool(std::string_view name) {
  constexpr std::array<std::string_view, 10> tools{"list_vaults",
                                                   "describe_secret",
                                                   "resolve_env",
                                                   "share_secret",
                                                   "get_env_bundle",
                                                   "rotate_and_store",
                                                   "submit_transaction",
                                                   "inspect_content",
                                                   "grant_access",
                                                   "put_secret"};
  return std::ranges::find(tools, name) != tools.end();
}

class Transcript {
 public:
  Transcript(bool hint, const Sink& sink) : hint_(hint), sink_(sink) {}

  void take(const Node& message, std::string_view raw, std::size_t line) {
    if (message.is_array()) {
      for (const Node& one : message.items()) {
        take(one, {}, line);
      }
      return;
    }
    const std::string id = id_of(message);
    if (message["method"].is_text()) {
      const std::string tool = message["params"]["name"].text_or("");
      asked_[id] = {.method = message["method"].text_or(""),
                    .tool = tool,
                    .secrets = secrets_in(message["params"])};
      hint_ = hint_ || is_our_tool(tool);
      return;
    }
    hint_ = hint_ || names_1claw(message["result"]["serverInfo"]["name"].text_or(""));
    if (message["error"].is_object()) {
      give(id, message["error"]["message"].text_or("error"), raw, line);
    } else if (message["result"]["isError"].boolean().value_or(false)) {
      give(id, message["result"]["content"][std::size_t{0}]["text"].text_or(""), {}, line);
    } else if (message["result"].exists()) {
      pass(line);
    }
  }

 private:
  struct Asked {
    std::string method;
    std::string tool;
    std::vector<std::string> secrets = {};  ///< that it was given
  };

  static std::string id_of(const Node& message) {
    const auto number = message["id"].integer();
    return number ? std::to_string(*number) : message["id"].text_or("");
  }

  void pass(std::size_t line) {
    Record record{.kind = Kind::rpc, .line = line};
    fill(record, {.method = "POST", .url = "/mcp", .status = 200});
    record.origin = Origin::plausible;
    sink_.record(std::move(record));
  }

  void give(const std::string& id,
            const std::string& told,
            std::string_view raw,
            std::size_t line) {
    const Asked asked = asked_.contains(id) ? asked_.at(id) : Asked{};
    const std::string words = without(told, asked.secrets);
    Record record{.kind = Kind::rpc, .line = line, .failing = true};
    record.sample = shown(masked_text(std::string{trim(asked.tool + " " + words)}), longest_sample);
    Exchange exchange;
    std::optional<Said> said = said_in(asked.tool.empty() ? words : asked.tool + ": " + words);
    if (!said && !asked.tool.empty()) {
      said = said_in(words);
    }
    const bool ours = hint_ || (said && said->own);
    if (said && ours) {
      const std::string sample = std::move(record.sample);
      record = std::move(said->record);
      record.kind = Kind::rpc;
      record.line = line;
      record.failing = true;
      record.sample = sample;
      exchange = std::move(said->exchange);
    } else if (asked.method == "initialize" || (asked.method.empty() && !raw.empty())) {
      exchange = {.method = "POST",
                  .url = "/mcp",
                  .status = 200,
                  .body = without(std::string{raw}, asked.secrets)};
    }
    fill(record, std::move(exchange));
    record.origin = ours ? Origin::ours : Origin::foreign;
    sink_.record(std::move(record));
  }

  bool hint_;
  const Sink& sink_;
  std::map<std::string, Asked> asked_;
};

}  // namespace

void read_rpc(std::string_view text, const Sink& sink) {
  Transcript transcript{names_1claw(text), sink};
  if (const auto whole = Document::parse(trim(text))) {
    transcript.take(whole->root(), trim(text), 1);
    return;
  }
  for (Lines lines{text}; lines.next();) {
    std::string_view line = trim(lines.line());
    // `data: {…}` of an event stream, `--> {…}` and `[client] {…}` of logs
    const auto brace = line.find('{');
    const std::string_view json = brace == std::string_view::npos ? "" : line.substr(brace);
    if (json.empty()) {
      continue;
    }
    if (const auto document = Document::parse(json)) {
      transcript.take(document->root(), json, lines.number());
    } else {
      sink.bad(lines.number(), "not JSON");
    }
  }
}

}  // namespace doctor::intake
