#include "core/fact.h"

#include <array>

#include <fmt/format.h>

namespace doctor {

std::string_view name_of(FactType type) {
  constexpr std::array<std::string_view, 5> names{"boolean", "integer", "number", "text", "list"};
  return names.at(static_cast<std::size_t>(type));
}

FactType type_of(const FactValue& value) {
  return static_cast<FactType>(value.index());
}

namespace {

struct Printer {
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return fmt::format("{:g}", value); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const TextList& value) const {
    return value.empty() ? "(none)" : fmt::format("{}", fmt::join(value, ", "));
  }
};

}  // namespace

std::string to_text(const FactValue& value) {
  return std::visit(Printer{}, value);
}

}  // namespace doctor
