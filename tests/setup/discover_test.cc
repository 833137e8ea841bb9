// Every mistake by its facts, every fact by some case, and no alarm on healthy machines.

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "setup/facts.h"
#include "tests/setup/case.h"

namespace doctor::setup {
namespace {

class Discovery : public testing::TestWithParam<Case> {};

TEST_P(Discovery, states_the_expected_facts) {
  const auto setup = discover_case(GetParam());
  ASSERT_TRUE(setup.has_value()) << setup.error().message;
  EXPECT_THAT(wrong_facts(setup->facts, GetParam().expected), testing::IsEmpty());
}

TEST_P(Discovery, names_the_machine_healthy_or_not) {
  const auto setup = discover_case(GetParam());
  ASSERT_TRUE(setup.has_value()) << setup.error().message;
  if (GetParam().name.starts_with("healthy_")) {
    EXPECT_THAT(alarms(setup->facts), testing::IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(machines,
                         Discovery,
                         testing::ValuesIn(all_cases()),
                         [](const auto& tested) { return tested.param.name; });

std::vector<const FactSpec*> all_facts() {
  std::vector<const FactSpec*> specs;
  for (const std::span<const FactSpec* const> group :
       {std::span<const FactSpec* const>{fact::client_facts},
        std::span<const FactSpec* const>{fact::url_facts},
        std::span<const FactSpec* const>{fact::credential_facts},
        std::span<const FactSpec* const>{fact::vault_facts},
        std::span<const FactSpec* const>{fact::file_facts}}) {
    specs.insert(specs.end(), group.begin(), group.end());
  }
  return specs;
}

TEST(Facts, are_declared_once_and_well_named) {
  std::set<std::string_view> names;
  for (const FactSpec* spec : all_facts()) {
    EXPECT_TRUE(names.insert(spec->name).second) << spec->name;
    EXPECT_EQ(spec->name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_."), std::string_view::npos)
        << spec->name;
    EXPECT_FALSE(spec->meaning.empty()) << spec->name;
  }
}

TEST(Facts, are_all_declared_and_each_is_established_by_some_machine) {
  std::set<std::string, std::less<>> established;
  for (const Case& machine : all_cases()) {
    const auto setup = discover_case(machine);
    ASSERT_TRUE(setup.has_value()) << machine.name;
    for (const auto& [name, value] : setup->facts) {
      established.emplace(name);
      const auto* list = std::get_if<TextList>(&value);
      EXPECT_TRUE(list == nullptr || !list->empty()) << name << " in " << machine.name;
    }
  }
  std::set<std::string, std::less<>> declared;
  for (const FactSpec* spec : all_facts()) {
    declared.emplace(spec->name);
  }
  // These come from a targets file, not from a machine (tests/cli/fleet.py).
  for (const std::string_view name : {fact::credential_unread_file.name,
                                      fact::credential_unread_because.name,
                                      fact::credential_unset_variable.name}) {
    EXPECT_EQ(declared.erase(std::string{name}), 1U) << name;
  }
  EXPECT_EQ(established, declared);
}

/// A boolean that is only ever `no`, or only ever `yes`, distinguishes nothing.
TEST(Facts, each_boolean_is_yes_somewhere) {
  std::set<std::string, std::less<>> seen;
  for (const Case& machine : all_cases()) {
    const auto setup = discover_case(machine);
    ASSERT_TRUE(setup.has_value()) << machine.name;
    for (const auto& [name, value] : setup->facts) {
      const bool* truth = std::get_if<bool>(&value);
      if (truth != nullptr && *truth) {
        seen.emplace(name);
      }
    }
  }
  for (const FactSpec* spec : all_facts()) {
    if (spec->type == FactType::boolean) {
      EXPECT_TRUE(seen.contains(spec->name)) << spec->name;
    }
  }
}

}  // namespace
}  // namespace doctor::setup
