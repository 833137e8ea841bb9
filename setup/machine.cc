#include "setup/machine.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "api/credential.h"
#include "core/document.h"
#include "core/text.h"
#include "setup/expand.h"
#include "setup/yaml_lines.h"

namespace doctor::setup {
namespace {

/// `~/…`, `./…` and `$NAME/…` made absolute; empty when the place it begins with is unknown.
std::string real_path(const System& system, std::string_view path) {
  const auto slash = std::min(path.find('/'), path.size());
  const std::string_view start = path.substr(0, slash);
  std::string base;
  if (start == "~") {
    base = system.home();
  } else if (start == ".") {
    base = system.working_directory();
  } else {
    base = system.variable(start.substr(1)).value_or("");
  }
  return base.empty() ? base : base.append(path.substr(slash));
}

constexpr std::string_view action = "1claw-action@";

bool mentions_product(std::string_view text) {
  return contains_ignoring_case(text, "1claw") || contains_ignoring_case(text, "oneclaw");
}

bool is_real_credential(std::string_view name, const Found& found) {
  using enum api::CredentialKind;
  using enum api::ValueProblem;
  const auto kind = api::kind_of(found.value);
  const auto problems = api::inspect_value(found.value);
  const bool made_up = std::ranges::any_of(problems, [](api::ValueProblem problem) {
    return problem == placeholder || problem == unexpanded || problem == masked;
  });
  const bool by_name = contains_ignoring_case(name, "key") ||
                       contains_ignoring_case(name, "token") || name == "Authorization";
  return !found.borrowed && !made_up && kind != none && (kind != unknown || by_name);
}

bool holds_credential(const Values& values) {
  return std::ranges::any_of(
      values, [](const auto& pair) { return is_real_credential(pair.first, pair.second); });
}

/// Reads the machine file by file; each member function fills its part of the Machine.
class Reader {
 public:
  explicit Reader(const System& system) : system_(system) {}

  Machine read() {
    read_environment();
    read_cli_file();
    read_dotenv_file();
    read_plugin();
    for (const App& app : apps()) {
      read_app(app);
    }
    read_workflows();
    return std::move(machine_);
  }

 private:
  /// The file's text, noted; nullopt when it is not there or cannot be read (noted as well).
  std::optional<std::string> open(const std::string& path, const App* app) {
    auto file = path.empty() ? std::nullopt : system_.file(path);
    // A folder of that name is none of the client's files (`.env` is a usual name for one).
    if (!file && (path.empty() || !system_.exists(path) || system_.is_directory(path))) {
      return std::nullopt;
    }
    FileNote note{.file = shown_path(system_, path), .path = path, .app = app};
    note.readable = file.has_value();
    if (file) {
      note.mode = file->mode;
      note.mentions = mentions_product(file->content);
    }
    machine_.files.push_back(std::move(note));
    return file ? std::optional{std::move(file->content)} : std::nullopt;
  }

  std::optional<Document> parse(const std::string& content) {
    FileNote& note = machine_.files.back();
    const bool whole = content.size() < most_read;
    note.strict = Document::parse(content).has_value() || !whole;
    auto document = Document::parse(content, {.comments = true});
    note.parsed = document.has_value() || !whole;
    return document;
  }

  void read_environment() {
    for (const auto& [name, value] : system_.variables()) {
      machine_.environment[name] = {.value = value, .source = name};
    }
  }

  std::string cli_path() {
    std::string usual = real_path(system_, "~/.config/1claw/config.json");
    const auto directory = system_.variable("ONECLAW_CONFIG_DIR");
    if (!directory || directory->empty()) {
      return usual;
    }
    std::string path = *directory + "/config.json";
    machine_.cli.moved = !usual.empty() && !system_.exists(path) && system_.exists(usual);
    return path;
  }

  void read_cli_file() {
    const auto content = open(cli_path(), nullptr);
    if (!content) {
      return;
    }
    FileNote& note = machine_.files.back();
    note.mentions = true;
    CliFile& cli = machine_.cli;
    cli.present = true;
    cli.file = note.file;
    const auto document = parse(*content);
    if (!document) {
      return;
    }
    const Node root = document->root();
    const auto keep = [&](const std::string& name, const Node& node) {
      if (auto text = node.text(); text && !text->empty()) {
        cli.values[name] = {
            .value = std::move(*text), .source = cli.file + " " + name, .file = cli.file};
      }
    };
    keep("auth.token", root["auth"]["token"]);
    keep("apiUrl", root["apiUrl"]);
    keep("defaultVaultId", root["defaultVaultId"]);
    cli.project_vault = root["projectLinks"][system_.working_directory()]["vaultId"].text_or("");
    cli.login_expires = time_of(root["auth"]["expiresAt"]);
    note.holds_credential = holds_credential(cli.values);
  }

  /// Milliseconds or seconds since 1970, or RFC 3339.
  static std::optional<TimePoint> time_of(const Node& node) {
    constexpr std::int64_t latest_seconds = 100'000'000'000;
    if (const auto number = node.integer(); number && *number > 0) {
      const auto seconds = *number > latest_seconds ? *number / 1000 : *number;
      return TimePoint{std::chrono::seconds{seconds}};
    }
    return parse_rfc3339(node.text_or(""));
  }

  void read_dotenv_file() {
    const auto content = open(real_path(system_, "./.env"), nullptr);
    if (!content) {
      return;
    }
    machine_.has_dotenv = true;
    FileNote& note = machine_.files.back();
    machine_.dotenv = read_dotenv(*content);
    for (const DotenvLine& line : machine_.dotenv.lines) {
      if (is_of_interest(line.name)) {
        machine_.dotenv_values[line.name] = {
            .value = line.value, .source = ".env " + line.name, .file = ".env", .project = true};
      }
    }
    note.holds_credential = holds_credential(machine_.dotenv_values);
  }

  void read_plugin() {
    const auto moved = real_path(system_, "$OPENCLAW_CONFIG");
    const auto content =
        open(moved.empty() ? real_path(system_, "~/.openclaw/openclaw.json") : moved, nullptr);
    const auto document = content ? parse(*content) : std::nullopt;
    if (!document) {
      drop_note(content.has_value());
      return;
    }
    const Node config = document->root()["plugins"]["entries"]["1claw"]["config"];
    FileNote& note = machine_.files.back();
    if (!document->root()["plugins"]["entries"]["1claw"].exists()) {
      drop_note(true);
      return;
    }
    machine_.has_plugin = true;
    machine_.plugin_file = note.file;
    for (const std::string& name : config.keys()) {
      if (const auto text = config[name].text(); text && !text->empty()) {
        const Expanded expanded = expand(system_, *text);
        machine_.plugin[name] = {.value = expanded.text,
                                 .source = note.file + " plugin " + name,
                                 .file = note.file,
                                 .borrowed = expanded.text != *text};
      }
    }
    note.holds_credential = holds_credential(machine_.plugin);
  }

  /// The same file is read again for its MCP entries, and noted then.
  void drop_note(bool noted) {
    if (noted) {
      machine_.files.pop_back();
    }
  }

  void read_app(const App& app) {
    std::string path = app.moved.empty() ? std::string{} : real_path(system_, app.moved);
    path = path.empty() ? real_path(system_, app.path) : path;
    // In the home directory the global and the project file are one.
    const bool seen = std::ranges::any_of(machine_.files, [&path](const FileNote& note) {
      return note.path == path && note.app != nullptr;
    });
    const auto content = seen ? std::nullopt : open(path, &app);
    if (!content) {
      return;
    }
    if (app.format != Format::yaml) {
      parse(*content);
    }
    FileNote& note = machine_.files.back();
    for (Entry& entry : read_entries(system_, app, note, *content)) {
      note.holds_credential =
          note.holds_credential || holds_credential(entry.env) || holds_credential(entry.remote);
      machine_.entries.push_back(std::move(entry));
    }
  }

  void read_workflows() {
    const std::string directory = real_path(system_, "./.github/workflows");
    for (const std::string& name : system_.list(directory)) {
      const bool is_yaml = name.ends_with(".yml") || name.ends_with(".yaml");
      const std::string path = fmt::format("{}/{}", directory, name);
      const auto file =
          is_yaml && machine_.workflow_file.empty() ? system_.file(path) : std::nullopt;
      if (file && file->content.find(action) != std::string::npos) {
        open(path, nullptr);
        machine_.workflow_file = machine_.files.back().file;
        read_steps(file->content);
        machine_.files.back().holds_credential = holds_credential(machine_.workflow);
      }
    }
  }

  /// `uses:` names the action; the inputs of the same step follow below `with:`.
  void read_steps(std::string_view content) {
    bool ours = false;
    for (const YamlValue& line : read_yaml_lines(content)) {
      if (line.path.empty()) {
        continue;  // an element of a list at the top
      }
      const std::string& name = line.path.back();
      if (name == "uses") {
        ours = line.value.find(action) != std::string::npos;
      }
      const bool is_input = line.path.size() > 1 && line.path[line.path.size() - 2] == "with";
      if (!ours || !is_input || line.value.empty()) {
        continue;
      }
      if (line.value.find("${{") != std::string::npos) {
        machine_.workflow_run_time.push_back(name);
      } else {
        machine_.workflow[name] = {.value = line.value,
                                   .source = fmt::format("{} {}", machine_.workflow_file, name),
                                   .file = machine_.workflow_file,
                                   .project = true};
      }
    }
  }

  const System& system_;
  Machine machine_;
};

}  // namespace

Machine read_machine(const System& system) {
  return Reader{system}.read();
}

std::string shown_path(const System& system, const std::string& path) {
  const auto below = [&path](const std::string& directory) {
    return !directory.empty() && directory != "/" && path.starts_with(directory + "/");
  };
  const std::string directory = system.working_directory();
  const std::string home = system.home();
  if (below(directory) && directory != home) {
    return path.substr(directory.size() + 1);
  }
  return below(home) ? "~" + path.substr(home.size()) : path;
}

}  // namespace doctor::setup
