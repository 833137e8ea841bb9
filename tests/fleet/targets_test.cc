#include <string>

#include <gtest/gtest.h>

#include "fleet/targets_file.h"

namespace doctor::fleet {
namespace {

const std::string key = "ocv_" + std::string(32, '7');

struct Refused {
  std::string name;
  std::string text;
  std::string message;
};

void PrintTo(const Refused& row, std::ostream* out) {
  *out << row.name;
}

class Refusals : public testing::TestWithParam<Refused> {};

TEST_P(Refusals, NameLineAndFieldAndNeverTheValue) {
  const auto targets = read_targets(GetParam().text);
  ASSERT_FALSE(targets);
  EXPECT_EQ(targets.error().message, GetParam().message);
  EXPECT_EQ(targets.error().message.find("7777"), std::string::npos);
}

const std::string itself =
    ": a credential stands here itself, or something that looks like one; name a variable or a "
    "file that holds it";

const std::string names = " credential_variable, credential_file, credential_kind";

INSTANTIATE_TEST_SUITE_P(
    Targets,
    Refusals,
    testing::Values(
        Refused{"nothing", "", "holds no target"},
        Refused{"header_alone", "name\n", "holds no target"},
        Refused{"empty_list", "[]", "holds no target"},
        Refused{"broken_json", "[\n{\"name\": \"a\",}]", "line 2: broken JSON"},
        Refused{"cut_json", "[{\"name\": \"a\"}", "line 1: broken JSON"},
        Refused{"two_values", "[{\"name\": \"a\"}]\n[]", "line 2: broken JSON"},
        Refused{"list_of_texts", "[\"a\"]", "line 1: a target is an object"},
        Refused{"no_list", "{\"a\": 1}", "line 1: an object without a list 'targets'"},
        Refused{"targets_no_list", "{\"targets\": 1}", "line 1: 'targets' is no list"},
        Refused{"number", "[\n\n{\"name\": \"a\", \"vault\": 5}]", "line 3: 'vault' is no text"},
        Refused{"targets_an_object", "{\"targets\": {}}", "line 1: 'targets' is no list"},
        Refused{"two_lists",
                "{\"targets\": [],\n\"targets\": []}",
                "line 2: 'targets' stands there twice"},
        Refused{"pasted_as_name",
                "[{\"name\": \"a\", \"credential\": {\"" + key + "\": \"\"}}]",
                "line 1: a name given for the credential (not shown) is none of" + names},
        Refused{"password_as_name",
                "[{\"name\": \"a\", \"credential\": {\"Tr0ub4dor-and-3\": 3}}]",
                "line 1: a name given for the credential (not shown) is none of" + names},
        Refused{"nested", "[{\"name\": {}}]", "line 1: an object where a text belongs"},
        Refused{"no_name", "name,vault\na,b\n,c\n", "line 3: a target without a name"},
        Refused{"name_twice",
                "name\r\na\r\nb\r\na\r\n",
                "line 4: the name 'a' is taken by the target of line 2"},
        Refused{"field_twice", "name,name\na,b\n", "line 2: 'name' stands there twice"},
        Refused{"control_in_a_name",
                "name\n\"a\tb\"\n",
                "line 2: name: has control characters, or more than 200 bytes"},
        Refused{"unknown_field",
                "name,volt\na,b\n",
                "line 2: 'volt' is no field of a target; did you mean 'vault'?"},
        Refused{"field_of_a_value",
                "name,api_key\na,b\n",
                "line 2: 'api_key' is no field of a target; credentials are given by reference: "
                "credential_variable or credential_file"},
        Refused{"fewer_fields", "name,vault\na\n", "line 2: 1 fields, and the header has 2"},
        Refused{"open_quote", "name\n\"a\nb\n", "line 2: a quote that does not end"},
        Refused{"after_a_quote", "name\n\"a\"b\n", "line 2: text after a closing quote"},
        Refused{"lone_return", "name\na\rb\n", "line 2: a carriage return that ends no line"},
        Refused{"permission",
                "name,permission\na,admin\n",
                "line 2: permission: is neither read nor write"},
        Refused{
            "url", "name,base_url\na,api.1claw.xyz\n", "line 2: base_url: is no URL: no scheme"},
        Refused{"user_in_a_url",
                "name,mcp_url\na,https://u:p@mcp.1claw.xyz\n",
                "line 2: mcp_url: holds a user and a password; give the credential by reference"},
        Refused{"variable",
                "name,credential_variable\na,not-one\n",
                "line 2: credential_variable: is no name of an environment variable"},
        Refused{"both",
                "name,credential_variable,credential_file\na,A,b\n",
                "line 2: credential_file: comes on top of another reference; one of the two is "
                "enough"},
        Refused{"standard_input",
                "name,credential_file\na,-\n",
                "line 2: credential_file: is standard input, which many targets cannot share"},
        Refused{"kind",
                "name,credential_file,credential_kind\na,b,key\n",
                "line 2: credential_kind: is none of agent-key, api-key, token"},
        Refused{"kind_alone",
                "name,credential_kind\na,token\n",
                "line 2: credential_kind: there is no credential_variable and no credential_file"},
        Refused{"line_break_in_a_name",
                "name,credential_variable\na,\n\"b\nc\",x\n",
                "line 3: name: has control characters, or more than 200 bytes"},
        Refused{"key",
                "name,credential_variable\na," + key + "\n",
                "line 2: credential_variable" + itself},
        Refused{"key_in_a_name", "name\n" + key + "\n", "line 2: name" + itself},
        Refused{"key_in_a_text",
                "[{\"name\": \"a\",\n\"agent_id\": \"agent=" + key + ";\"}]",
                "line 2: agent_id" + itself},
        Refused{"jwt",
                "name,vault\na,eyJ" + std::string(30, '7') + "." + std::string(20, '7') + ".7\n",
                "line 2: vault" + itself},
        Refused{"key_of_another_product",
                "name,secret\na,ghp_" + std::string(36, '7') + "\n",
                "line 2: secret" + itself},
        Refused{"key_as_a_field",
                "name," + key + "\na,b\n",
                "line 2: a field's name is a credential, or looks like one"}),
    [](const auto& row) { return row.param.name; });

TEST(Targets, AreTheSameFromCsvAndFromJson) {
  const std::string csv =
      "\xEF\xBB\xBFname,base_url,mcp_url,agent_id,vault,secret,permission,credential_variable,"
      "credential_file,credential_kind\r\n"
      "\"a, \"\"b\"\"\",https://api.1claw.xyz,https://mcp.1claw.xyz,id,prod,db/main,read,KEY,,"
      "agent-key\r\n"
      "c,,,,,,,,keys/c,\r\n"
      "\r\n"
      "d,,,,,sk-settings/x,,,,";
  const std::string json = R"({"$schema": "x", "targets": [
    {"name": "a, \"b\"", "base_url": "https://api.1claw.xyz", "mcp_url": "https://mcp.1claw.xyz",
     "agent_id": "id", "vault": "prod", "secret": "db/main", "permission": "read",
     "credential": {"variable": "KEY", "kind": "agent-key"}},
    {"name": "c", "credential_file": "keys/c", "vault": null}, // a comment
    {"name": "d", "secret": "sk-settings/x", "credential": {}}]})";
  const auto from_csv = read_targets(csv);
  const auto from_json = read_targets(json);
  ASSERT_TRUE(from_csv) << from_csv.error().message;
  ASSERT_TRUE(from_json) << from_json.error().message;
  EXPECT_EQ(*from_csv, *from_json);
  ASSERT_EQ(from_csv->size(), 3U);
  EXPECT_EQ(from_csv->front().name, "a, \"b\"");
  EXPECT_EQ(from_csv->front().credential,
            (Credential{.from = Credential::From::variable, .name = "KEY", .kind = "agent-key"}));
  EXPECT_EQ((*from_csv)[1].credential.name, "keys/c");
}

TEST(Targets, MayBeManyThousands) {
  std::string csv = "name,vault\n";
  for (int i = 0; i < 20'000; ++i) {
    csv += "agent-" + std::to_string(i) + ",prod\n";
  }
  const auto targets = read_targets(csv);
  ASSERT_TRUE(targets) << targets.error().message;
  EXPECT_EQ(targets->size(), 20'000U);
}

}  // namespace
}  // namespace doctor::fleet
