#include "cli/arguments.h"

#include <algorithm>

#include <boost/program_options/option.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <fmt/format.h>

#include "cli/argument_guard.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

namespace po = boost::program_options;

constexpr std::size_t longest_echo = 60;

void describe(const Option& option, po::options_description& out) {
  std::string names{option.name};
  if (option.letter != 0) {
    names += fmt::format(",{}", option.letter);
  }
  if (option.value.empty()) {
    out.add_options()(names.c_str(), "");
    return;
  }
  auto* value = po::value<std::string>();
  if (!option.implicit.empty()) {
    value->implicit_value(std::string{option.implicit});
  }
  out.add_options()(names.c_str(), value, "");
}

/// `--name` of `--name=value` or `-nvalue`.
std::string name_alone(std::string_view token) {
  return token.starts_with("--") ? std::string{token.substr(0, token.find('='))}
                                 : std::string{token.substr(0, 2)};
}

std::string unknown_option(std::string_view token, std::span<const Option> known) {
  const std::string name = name_alone(token);
  if (const auto refusal = refused_option(name)) {
    return *refusal;
  }
  std::vector<std::string> candidates{"--help"};
  std::ranges::transform(known, std::back_inserter(candidates), [](const Option& option) {
    return "--" + std::string{option.name};
  });
  return fmt::format(
      "unknown option {}{}", shown(name, longest_echo), did_you_mean(name, candidates));
}

Result<Given> given(const po::option& parsed, std::span<const Option> known) {
  const auto found = std::ranges::find(known, parsed.string_key, &Option::name);
  if (found == known.end()) {
    return failure("this command line cannot be read");
  }
  Given out{.option = &*found, .value = parsed.value.empty() ? "" : parsed.value.front()};
  if (parsed.value.empty()) {
    out.value = found->implicit;
  }
  if (out.value.empty() && !found->value.empty()) {
    return failure(fmt::format("--{} needs a value: {}", found->name, found->value));
  }
  return out;
}

Result<Arguments> collect(const po::parsed_options& parsed, std::span<const Option> known) {
  Arguments out;
  for (const po::option& option : parsed.options) {
    if (option.unregistered) {
      const bool has_dash = option.string_key.starts_with('-');
      return failure(unknown_option((has_dash ? "" : "--") + option.string_key, known));
    }
    if (option.position_key >= 0) {
      out.words.insert(out.words.end(), option.value.begin(), option.value.end());
      continue;
    }
    Result<Given> one = given(option, known);
    if (!one) {
      return failure(std::move(one.error().message));
    }
    out.options.push_back(std::move(*one));
  }
  return out;
}

std::string in_words(const po::error& error) {
  using Syntax = po::invalid_syntax;
  const auto* const syntax = dynamic_cast<const Syntax*>(&error);
  if (syntax == nullptr) {
    return "this command line cannot be read";
  }
  const std::string name = name_alone(syntax->get_option_name());
  switch (syntax->kind()) {
    case Syntax::missing_parameter:
    case Syntax::empty_adjacent_parameter:
      return fmt::format("{} needs a value", name);
    case Syntax::extra_parameter:
      return fmt::format("{} takes no value", name);
    default:
      return fmt::format("option {} cannot be read", name);
  }
}

}  // namespace

const Given* Arguments::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(options.rbegin(), options.rend(), [name](const Given& one) {
        return one.option->name == name;
      });
  return found == options.rend() ? nullptr : &*found;
}

Result<Arguments> parse_arguments(std::span<const Option> known, const Words& words) {
  if (const auto refusal = refused_argument(words)) {
    return failure(*refusal);
  }
  po::options_description description;
  for (const Option& option : known) {
    describe(option, description);
  }
  namespace style = po::command_line_style;
  try {
    return collect(po::command_line_parser(words)
                       .options(description)
                       .style(style::unix_style & ~style::allow_guessing)
                       .allow_unregistered()
                       .run(),
                   known);
  } catch (const po::error& error) {
    return failure(in_words(error));
  }
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::size_t limit = std::clamp<std::size_t>(word.size() / 3, 1, 3);
  const auto found = nearest(word, candidates, limit);
  return found ? fmt::format("; did you mean '{}'?", *found) : "";
}

}  // namespace doctor::cli
