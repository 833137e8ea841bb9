#include "cli/bundle_content.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <unistd.h>

#include "bundle/machine_facts.h"
#include "bundle/redact_report.h"
#include "bundle/run_story.h"
#include "core/secret.h"
#include "core/text.h"
#include "net/libraries.h"
#include "report/report.h"

namespace doctor::cli {
namespace {

/// Formats that are files, and how these are called.
struct Rendering {
  std::string_view format;
  std::string_view file;
};
constexpr std::array<Rendering, 4> renderings{{{"json", "report.json"},
                                               {"terminal", "report.txt"},
                                               {"markdown", "report.md"},
                                               {"html", "report.html"}}};

bool says_secret(std::string_view name) {
  constexpr std::array<std::string_view, 6> words{
      "key", "token", "secret", "pass", "credential", "auth"};
  return std::ranges::any_of(
      words, [name](std::string_view word) { return contains_ignoring_case(name, word); });
}

bundle::Counts replaced_since(const bundle::Counts& before, const bundle::Redactor& redactor) {
  bundle::Counts out = redactor.counts();
  for (std::size_t i = 0; i < out.size(); ++i) {
    out.at(i) -= before.at(i);
  }
  return out;
}

Result<void> add_machine(bundle::Builder& builder) {
  Result<void> added = builder.add_redacted(
      {.name = "system.json", .origin = "machine", .why = "system and libraries"},
      bundle::system_facts(net::libraries()));
  if (added) {
    added = builder.add_redacted({.name = "network.json",
                                  .origin = "machine",
                                  .why = "resolvers, routes, interfaces, certificates, proxies"},
                                 bundle::network_facts());
  }
  return added;
}

}  // namespace

void learn_environment(net::KnownSecrets& known) {
  constexpr std::size_t shortest = 8;  // below, a value may be any word
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    const std::size_t equal = text.find('=');
    if (equal != std::string_view::npos && text.size() - equal > shortest &&
        says_secret(text.substr(0, equal)) && text[equal + 1] != '/') {
      net::learn(known, Secret{text.substr(equal + 1)});
    }
  }
}

std::vector<bundle::KnownName> machine_names() {
  std::vector<bundle::KnownName> out;
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) == 0 &&
      std::string_view{host.data()} != "localhost") {
    out.push_back({.text = host.data(), .kind = bundle::Kind::name});
  }
  for (const char* const name : {"USER", "LOGNAME"}) {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets any
    if (value != nullptr && std::string_view{value} != "root") {
      out.push_back({.text = value, .kind = bundle::Kind::user});
    }
  }
  return out;
}

Result<void> add_run(bundle::Builder& builder,
                     const Report& report,
                     const std::vector<Exchange>& exchanges,
                     bool with_machine) {
  const bundle::Counts before = builder.redactor().counts();
  const Report safe = bundle::redact_report(report, builder.redactor());
  const auto add = [&](std::string_view name, std::string_view why, std::string_view text) {
    return builder.add({.name = std::string{name},
                        .origin = "run",
                        .why = std::string{why},
                        .redacted = replaced_since(before, builder.redactor())},
                       text);
  };
  for (const Rendering& rendering : renderings) {
    const report::Format* const format = report::find_format(rendering.format);
    if (format == nullptr) {
      continue;
    }
    Result<void> added =
        add(rendering.file, "what was observed and found", format->render(safe, {.verbose = true}));
    if (!added) {
      return added;
    }
  }
  Result<void> added = add("doctor.log", "what the doctor did, in order", bundle::log_of(safe));
  if (added) {
    added = add("exchanges.json",
                "what was asked of whom, and what came back, reduced",
                bundle::exchanges_of(safe, exchanges, builder.redactor()));
  }
  return added && with_machine ? add_machine(builder) : added;
}

std::string signature_words(const bundle::Manifest& manifest) {
  return manifest.signed_by.empty() ? "not signed" : "signed by " + manifest.signed_by;
}

std::vector<bundle::Omission> omissions(bool with_machine) {
  std::vector<bundle::Omission> out{
      {.what = "credentials and values of secrets", .why = "never collected"},
      {.what = "bodies of requests; of answers' headers and bodies what no list names",
       .why = "they may hold secrets and data; exchanges.json has the rest"},
      {.what = "the clients' own files",
       .why = "they hold credentials; the report says what is set where"}};
  if (!with_machine) {
    out.push_back({.what = "facts of the machine", .why = "a scenario was played (--mock)"});
  }
  return out;
}

}  // namespace doctor::cli
