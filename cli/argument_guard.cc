#include "cli/argument_guard.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace doctor::cli {
namespace {

struct Shape {
  std::string_view prefix;
  std::size_t alone;   ///< fewest characters after it when it is the whole value
  std::size_t inside;  ///< fewest characters after it elsewhere in the argument
  std::string_view file_option;
};

// A file may well be called ocv_backup.txt and a secret npm_token: short tails count only where the
// prefix is 1Claw's and nothing else stands around it.
constexpr auto shapes = std::to_array<Shape>({{"ocv_", 1, 16, "--agent-key-file"},
                                              {"1ck_", 1, 16, "--api-key-file"},
                                              {"plt_", 1, 16, "--api-key-file"},
                                              {"eyJ", 12, 16, "--token-file"},
                                              {"ct_", 16, 20, "--token-file"},
                                              {"rat_", 16, 20, "--token-file"},
                                              {"whk_", 16, 20, "--token-file"},
                                              {"sk-", 16, 20, "--api-key-file"},
                                              {"sk_live_", 16, 20, "--api-key-file"},
                                              {"ghp_", 16, 20, "--api-key-file"},
                                              {"gho_", 16, 20, "--api-key-file"},
                                              {"ghs_", 16, 20, "--api-key-file"},
                                              {"github_pat_", 16, 20, "--api-key-file"},
                                              {"oneclaw_decrypt_", 12, 12, "--key"},
                                              {"oneclaw_sign_", 12, 12, "--sign-with"},
                                              {"bk_", 16, 20, "--api-key-file"}});

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

bool is_letter_or_digit(char c) {
  return is_key_character(c) && c != '_' && c != '-';
}

/// Characters after which a value begins.
bool opens_value(char c) {
  return std::string_view{"=:, \"'"}.find(c) != std::string_view::npos;
}

bool holds(std::string_view argument, const Shape& shape) {
  for (auto at = argument.find(shape.prefix); at != std::string_view::npos;
       at = argument.find(shape.prefix, at + 1)) {
    if (at > 0 && is_letter_or_digit(argument[at - 1])) {
      continue;
    }
    const std::string_view rest = argument.substr(at + shape.prefix.size());
    const auto* const end = std::ranges::find_if_not(rest, is_key_character);
    const auto tail = static_cast<std::size_t>(end - rest.begin());
    const bool is_alone = (at == 0 || opens_value(argument[at - 1])) &&
                          (tail == rest.size() || opens_value(rest[tail]));
    const bool is_jwt = shape.prefix == "eyJ" && tail < rest.size() && rest[tail] == '.';
    if (tail >= (is_alone || is_jwt ? shape.alone : shape.inside)) {
      return true;
    }
  }
  return false;
}

const Shape* shape_in(std::string_view argument) {
  const auto* const found = std::ranges::find_if(
      shapes, [argument](const Shape& shape) { return holds(argument, shape); });
  return found == shapes.end() ? nullptr : found;
}

std::string refusal(std::string_view file_option) {
  return fmt::format(
      "a credential among the arguments is visible to every process: put it into a file and use {} "
      "FILE ('-' is standard input)",
      file_option);
}

struct Temptation {
  std::string_view option;
  std::string_view instead;
};
// Names under which other tools take a credential's value.
constexpr auto temptations = std::to_array<Temptation>({{"--api-key", "--api-key-file"},
                                                        {"--key", "--agent-key-file"},
                                                        {"--agent-key", "--agent-key-file"},
                                                        {"--agent-api-key", "--agent-key-file"},
                                                        {"--token", "--token-file"},
                                                        {"--agent-token", "--token-file"},
                                                        {"--access-token", "--token-file"},
                                                        {"--bearer", "--token-file"},
                                                        {"--jwt", "--token-file"},
                                                        {"--credential", "--agent-key-file"},
                                                        {"--header", "--token-file"},
                                                        {"--password", "--api-key-file"},
                                                        {"--secret-key", "--agent-key-file"},
                                                        {"-H", "--token-file"}});

}  // namespace

bool carries_credential(std::string_view argument) {
  return shape_in(argument) != nullptr;
}

std::optional<std::string> refused_argument(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (const Shape* shape = shape_in(argument)) {
      return refusal(shape->file_option);
    }
  }
  return std::nullopt;
}

std::optional<std::string> refused_option(std::string_view name) {
  const auto* const found = std::ranges::find(temptations, name, &Temptation::option);
  return found == temptations.end() ? std::nullopt : std::optional{refusal(found->instead)};
}

}  // namespace doctor::cli
