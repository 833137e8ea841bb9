// `bundle redact OLD -o NEW`: what an older version left in a bundle, this one's rules take out.

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bundle/json_filter.h"
#include "bundle/reader.h"
#include "bundle/redact_report.h"
#include "bundle/report_reader.h"
#include "bundle/stand_ins.h"
#include "cli/bundle_content.h"
#include "cli/bundle_file.h"
#include "cli/bundle_write.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/version.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_path = 300;
constexpr std::string_view report_name = "report.json";
/// Written by this program as JSON: their texts are redacted one by one.
constexpr std::array<std::string_view, 2> structured{report_name, "exchanges.json"};
constexpr std::uint64_t largest_structured = std::uint64_t{16} << 20U;

/// What must be known of all files before the first can be written.
struct Before {
  bundle::Manifest manifest = {};
  std::map<std::string, std::string> texts = {};  ///< of `structured`, by name
  std::uint32_t last = 0;                         ///< the highest number of a stand-in
};

Result<Before> look_through(const Arguments& arguments, const std::string& path) {
  BundleFile file{path};
  if (const Result<void> open = file.unlock(arguments); !open) {
    return failure(open.error().message);
  }
  Before out;
  bundle::StandIns stand_ins;
  const auto look = [&](const bundle::FileEntry& entry, std::string_view piece, bool last) {
    stand_ins.feed(piece);
    if (last) {
      stand_ins.finish();
    }
    if (std::ranges::find(structured, entry.name) != structured.end() &&
        entry.size <= largest_structured) {
      out.texts[entry.name] += piece;
    }
    return true;
  };
  Result<bundle::Manifest> manifest = bundle::read_bundle(file.source(), look);
  if (!manifest) {
    return failure(fmt::format("'{}': {}", shown(path, longest_path), manifest.error().message));
  }
  out.manifest = std::move(*manifest);
  out.last = stand_ins.highest();
  return out;
}

/// The texts one by one, so that no name of a member is taken for that of a secret.
Result<void> add_structured(bundle::Builder& builder, const std::string& text) {
  std::string_view rest = text;
  const bundle::JsonRules rules{.keep = [](std::string_view) {
    return bundle::Keep::all;
  }};
  return bundle::filter_json(
      [&rest]() -> Result<std::string_view> { return std::exchange(rest, std::string_view{}); },
      builder.redactor(),
      rules,
      [&builder](std::string_view piece) { return builder.feed_safe(piece); });
}

/// Every file of the old bundle into the new one.
Result<void> copy(const Arguments& arguments,
                  const std::string& path,
                  const Before& before,
                  bundle::Builder& builder) {
  BundleFile file{path};
  Result<void> done = file.unlock(arguments);
  if (!done) {
    return done;
  }
  bool begun = false;
  const auto take = [&](const bundle::FileEntry& entry, std::string_view piece, bool last) {
    if (!begun) {
      done = builder.begin({.name = entry.name,
                            .origin = builder.redactor().redact(entry.origin),
                            .why = builder.redactor().redact(entry.why)});
    }
    begun = !last;
    const auto text = before.texts.find(entry.name);
    const bool is_structured = text != before.texts.end();
    if (done && is_structured && last) {
      done = add_structured(builder, text->second);
    } else if (done && !is_structured) {
      done = builder.feed(piece);
    }
    if (done && last) {
      done = builder.end();
    }
    return done.has_value();
  };
  const Result<bundle::Manifest> read = bundle::read_bundle(file.source(), take);
  return !done || read ? done : Result<void>{failure(read.error().message)};
}

bundle::Manifest about(const Before& before, bundle::Redactor& redactor) {
  bundle::Manifest out{.tool_version = std::string{tool_version()},
                       .rules_version = redactor.redact(before.manifest.rules_version),
                       .created_at = redactor.redact(before.manifest.created_at),
                       .omitted = before.manifest.omitted};
  for (bundle::Omission& omission : out.omitted) {
    omission.what = redactor.redact(omission.what);
    omission.why = redactor.redact(omission.why);
  }
  return out;
}

}  // namespace

int redact_bundle(const Arguments& arguments, const std::string& path) {
  const Result<BundleOptions> options = read_bundle_options(arguments);
  if (!options) {
    return complain(options.error().message, exit_usage);
  }
  if (options->path.empty() && !options->preview) {
    return complain("'bundle redact' needs -o FILE: where to write the new bundle", exit_usage);
  }
  if (const auto taken = taken_path(*options); taken) {
    return complain(*taken, exit_usage);
  }
  const Result<Before> before = look_through(arguments, path);
  if (!before) {
    return complain(before.error().message, exit_usage);
  }
  Recorded recorded;
  learn_environment(recorded.known);
  std::vector<bundle::KnownName> names = machine_names();
  if (const auto text = before->texts.find(std::string{report_name}); text != before->texts.end()) {
    if (const Result<Report> report = bundle::read_report(text->second)) {
      std::ranges::copy(bundle::names_in(*report), std::back_inserter(names));
    }
  }
  bundle::Builder builder{builder_options(*options, options->path, std::move(names), recorded)};
  builder.pseudonyms().continue_after(before->last);
  if (const Result<void> copied = copy(arguments, path, *before, builder); !copied) {
    return complain(fmt::format("'{}': {}", shown(path, longest_path), copied.error().message),
                    exit_usage);
  }
  return write_bundle(builder, about(*before, builder.redactor()), options->path, *options);
}

}  // namespace doctor::cli
