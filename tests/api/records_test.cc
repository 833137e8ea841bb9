#include "api/records.h"

#include <string>

#include <gtest/gtest.h>

namespace doctor::api {
namespace {

/// Reads `json` with `read`; the records own their text, so the document may go.
template <typename T>
T from(T (*read)(const Node&), std::string_view json) {
  const auto document = Document::parse(json);
  EXPECT_TRUE(document) << json;
  return document ? read(document->root()) : T{};
}

struct ListCase {
  const char* name;
  const char* json;
  int size;  ///< -1: no list
};

class Lists : public testing::TestWithParam<ListCase> {};

TEST_P(Lists, MayBeBareOrWrapped) {
  const auto vaults = from(read_vaults, GetParam().json);
  EXPECT_EQ(vaults ? static_cast<int>(vaults->size()) : -1, GetParam().size);
}

INSTANTIATE_TEST_SUITE_P(
    Records,
    Lists,
    testing::Values(ListCase{"wrapped", R"({"vaults":[{"id":"v1"}]})", 1},
                    ListCase{"bare", R"([{"id":"v1"},{"id":"v2"}])", 2},
                    ListCase{"data", R"({"data":[{"id":"v1"}]})", 1},
                    ListCase{"items", R"({"items":[{"id":"v1"}],"next":null})", 1},
                    ListCase{"both", R"({"data":{"items":[{"id":"v1"}]}})", 1},
                    ListCase{"named_in_data", R"({"data":{"vaults":[{"id":"v1"}]}})", 1},
                    ListCase{"empty", R"({"vaults":[]})", 0},
                    ListCase{"null", R"({"vaults":null})", 0},
                    ListCase{"not_objects", R"({"vaults":[1,"x",null,{"id":"v"}]})", 1},
                    ListCase{"problem", R"({"detail":"Access denied"})", -1},
                    ListCase{"other", R"({"vaults":"none"})", -1},
                    ListCase{"nothing", "null", -1},
                    ListCase{"text", "\"x\"", -1}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(Records, Vaults) {
  const auto vaults = from(read_vaults, R"({"vaults":[
    {"id":"v1","name":"my-vault","created_by":"u-1","created_by_type":"user","cmek_enabled":true},
    {"id":7,"created_by":"agent:a-1","created_by_type":"user"},
    {"created_by":"x","created_by_type":"service"}]})");
  ASSERT_TRUE(vaults);
  EXPECT_EQ(vaults->at(0).id, "v1");
  EXPECT_EQ(vaults->at(0).name, "my-vault");
  EXPECT_EQ(vaults->at(0).created_by, "user:u-1");
  EXPECT_TRUE(vaults->at(0).cmek);
  EXPECT_EQ(vaults->at(1).id, "7");
  EXPECT_EQ(vaults->at(1).created_by, "agent:a-1");
  EXPECT_EQ(vaults->at(2).created_by, "x");
}

TEST(Records, OneVault) {
  EXPECT_EQ(from(read_vault, R"({"id":"v1"})")->id, "v1");
  EXPECT_EQ(from(read_vault, R"({"vault":{"id":"v1"}})")->id, "v1");
  EXPECT_EQ(from(read_vault, R"({"data":{"vault":{"id":"v1"}}})")->id, "v1");
  EXPECT_FALSE(from(read_vault, R"({"detail":"Vault not found"})"));
  EXPECT_FALSE(from(read_vault, "[]"));
}

TEST(Records, Secrets) {
  const auto secrets = from(read_secrets, R"({"secrets":[
    {"id":"s1","path":"db/creds","type":"password","version":1,
     "expires_at":"2026-11-23T08:00:00Z","is_disabled":false},
    {"path":"old","secret_type":"note","expires_at":"soon"}]})");
  ASSERT_TRUE(secrets);
  EXPECT_EQ(secrets->at(0).path, "db/creds");
  EXPECT_EQ(secrets->at(0).type, "password");
  EXPECT_EQ(format_rfc3339(*secrets->at(0).expires_at), "2026-11-23T08:00:00Z");
  EXPECT_EQ(secrets->at(0).disabled, false);
  EXPECT_EQ(secrets->at(1).type, "note");
  EXPECT_FALSE(secrets->at(1).expires_at);
  EXPECT_FALSE(secrets->at(1).disabled);
}

TEST(Records, IpRules) {
  const auto rules = from(read_ip_rules, R"({"rules":[
    {"id":"r1","rule_type":"deny","cidr":"10.0.0.0/8","label":"office"},
    {"id":"r2","rule_type":"block","cidr":"10.0.0.1/32","description":"lab"},
    {"id":"r3","rule_type":"allow","cidr":"0.0.0.0/0"},
    {"id":"r4","type":"DENY","ip":"10.0.0.2"}]})");
  ASSERT_TRUE(rules);
  EXPECT_TRUE(rules->at(0).deny);
  EXPECT_EQ(rules->at(0).label, "office");
  EXPECT_TRUE(rules->at(1).deny);
  EXPECT_EQ(rules->at(1).label, "lab");
  EXPECT_FALSE(rules->at(2).deny);
  EXPECT_TRUE(rules->at(3).deny);
  EXPECT_EQ(rules->at(3).cidr, "10.0.0.2");
}

TEST(Records, Shares) {
  const auto shares = from(read_shares, R"({"shares":[
    {"id":"h1","secret_path":"db","access_count":"2","max_access_count":5,"is_expired":false,
     "is_accepted":"true","expires_at":"2026-11-23T08:00:00+01:00"},{"id":"h2"}]})");
  ASSERT_TRUE(shares);
  EXPECT_EQ(shares->at(0).access_count, 2);
  EXPECT_EQ(shares->at(0).max_access_count, 5);
  EXPECT_EQ(shares->at(0).expired, false);
  EXPECT_EQ(shares->at(0).accepted, true);
  EXPECT_EQ(format_rfc3339(*shares->at(0).expires_at), "2026-11-23T07:00:00Z");
  EXPECT_FALSE(shares->at(1).access_count || shares->at(1).expired || shares->at(1).accepted);
}

TEST(Records, Agents) {
  constexpr const char* record = R"({"id":"a1","name":"bot","org_id":"o1","scopes":["vaults:read"],
    "is_active":true,"intents_api_enabled":false,"shroud_enabled":true,"vault_ids":[],
    "execution_require_tee":false,"expires_at":null,"api_key_expires_at":"2026-11-23T08:00:00Z",
    "environment":"prod","auth_method":"api_key"})";
  for (const std::string& json :
       {std::string{record}, R"({"agent":)" + std::string{record} + R"(,"api_key":"hidden"})"}) {
    const auto agent = from(read_agent, json);
    ASSERT_TRUE(agent);
    EXPECT_EQ(agent->id, "a1");
    EXPECT_EQ(agent->name, "bot");
    EXPECT_EQ(agent->org, "o1");
    EXPECT_EQ(agent->active, true);
    EXPECT_EQ(agent->intents_enabled, false);
    EXPECT_EQ(agent->shroud_enabled, true);
    EXPECT_EQ(agent->execution_require_tee, false);
    EXPECT_EQ(agent->scopes, std::vector<std::string>{"vaults:read"});
    EXPECT_EQ(agent->vault_ids, std::vector<std::string>{});
    EXPECT_FALSE(agent->expires_at);
    EXPECT_TRUE(agent->key_expires_at);
    EXPECT_EQ(agent->environment, "prod");
    EXPECT_EQ(agent->auth_method, "api_key");
  }
  EXPECT_EQ(from(read_agent, R"({"id":"a","crypto_proxy_enabled":true})")->intents_enabled, true);
  EXPECT_FALSE(from(read_agent, R"({"id":"a"})")->vault_ids);
  EXPECT_FALSE(from(read_agent, R"({"title":"Forbidden"})"));
}

TEST(Records, Users) {
  const auto user = from(read_user, R"({"id":"u1","email":"a@example.com","role":"owner"})");
  ASSERT_TRUE(user);
  EXPECT_EQ(user->id, "u1");
  EXPECT_EQ(user->role, "owner");
  EXPECT_TRUE(from(read_user, R"({"user":{"id":"u1"}})"));
  EXPECT_FALSE(from(read_user, R"({"detail":"x"})"));
}

TEST(Records, Policies) {
  const auto policies = from(read_policies, R"({"policies":[
    {"id":"p1","vault_id":"v1","secret_path_pattern":"prod/**","principal_type":"Agent",
     "principal_id":"a1","permissions":["read","write"],"effect":"deny","priority":"10",
     "expires_at":"2026-11-23T08:00:00Z",
     "conditions":{"ip_allowlist":["10.0.0.0/8"],"environment_in":["prod"],
       "time_window":{"start_hour":9,"end_hour":"17:00","days_of_week":["Mon",2,"friday"],
                      "timezone":"UTC"}},
     "tx_conditions":{"max":"1"}},
    {"path_pattern":"x","principal":{"type":"user","id":"u1"},"permissions":"read, write",
     "conditions":null,"attribute_conditions":{}}]})");
  ASSERT_TRUE(policies);
  const Policy& full = policies->at(0);
  EXPECT_EQ(full.path_pattern, "prod/**");
  EXPECT_EQ(full.principal_type, "agent");
  EXPECT_EQ(full.permissions, (std::vector<std::string>{"read", "write"}));
  EXPECT_TRUE(full.deny);
  EXPECT_EQ(full.priority, 10);
  EXPECT_TRUE(full.expires_at);
  EXPECT_EQ(full.ip_allowlist, std::vector<std::string>{"10.0.0.0/8"});
  EXPECT_EQ(full.environments, std::vector<std::string>{"prod"});
  ASSERT_TRUE(full.time_window);
  EXPECT_EQ(full.time_window->start_hour, 9);
  EXPECT_EQ(full.time_window->end_hour, 17);
  EXPECT_EQ(full.time_window->days_of_week, (std::vector<int>{1, 2, 5}));
  EXPECT_FALSE(full.other_conditions);
  const Policy& old = policies->at(1);
  EXPECT_EQ(old.path_pattern, "x");
  EXPECT_EQ(old.principal_type, "user");
  EXPECT_EQ(old.principal_id, "u1");
  EXPECT_EQ(old.permissions, (std::vector<std::string>{"read", "write"}));
  EXPECT_FALSE(old.deny || old.other_conditions || old.time_window);
}

class StrangeConditions : public testing::TestWithParam<const char*> {};

TEST_P(StrangeConditions, AreNotTakenForNone) {
  const auto policies = from(read_policies, std::string{R"([{"id":"p",)"} + GetParam() + "}]");
  ASSERT_TRUE(policies);
  EXPECT_TRUE(policies->front().other_conditions) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    Records,
    StrangeConditions,
    testing::Values(R"("conditions":{"device_posture":"managed"})",
                    R"("conditions":[{"type":"ip"}])",
                    R"("conditions":"weekdays")",
                    R"("conditions":{"time_window":"weekdays"})",
                    R"("conditions":{"time_window":{"start_hour":"nine"}})",
                    R"("conditions":{"time_window":{"start_hour":"09:30"}})",
                    R"("conditions":{"time_window":{"end_hour":25}})",
                    R"("conditions":{"time_window":{"days_of_week":["someday"]}})",
                    R"("conditions":{"ip_allowlist":{"a":"10.0.0.0/8"}})",
                    R"("conditions":{"environment_in":["prod",5]})",
                    R"("attribute_conditions":{"a":1})",
                    R"("consensus_trigger":{"threshold":2})"));

TEST(Records, TextsAreMadeSafe) {
  EXPECT_EQ(from(read_vault, "{\"id\":\"v\",\"name\":\"a\\u001b[31m\"}")->name, "a?[31m");
}

TEST(Records, Uuids) {
  EXPECT_TRUE(is_uuid("6f9619ff-8b86-4011-b42d-00C04FC964FF"));
  EXPECT_FALSE(is_uuid("6f9619ff8b864011b42d00c04fc964ff"));
  EXPECT_FALSE(is_uuid("6f9619ff-8b86-4011-b42d-00c04fc964fg"));
  EXPECT_FALSE(is_uuid("6f9619ff-8b86-4011-b42d-00c04fc964ff "));
  EXPECT_FALSE(is_uuid("6f9619ff-8b86-4011-b42d0-0c04fc964ff"));
  EXPECT_FALSE(is_uuid(""));
}

}  // namespace
}  // namespace doctor::api
