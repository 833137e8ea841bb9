// `bundle`, `bundle verify`, and replay and diff from bundles, through the program.

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bundle/reader.h"
#include "mock/mock.h"
#include "tests/cli/binary.h"

namespace doctor::bundle {
namespace {

using cli::testing::Folder;
using cli::testing::Outcome;
using cli::testing::read_file;
using cli::testing::run_binary;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using Json = nlohmann::ordered_json;

constexpr const char* variable_value = "n0t-a-form-anybody-knows";

Outcome bundle(const Folder& folder, std::vector<std::string> args) {
  args.insert(args.begin(), {"bundle", "--mock=agent_expired", "-o", "out.tar.gz"});
  return run_binary({.args = std::move(args), .env = {{"MY_SECRET_NOTE", variable_value}}}, folder);
}

std::map<std::string, std::string> contents(const Folder& folder) {
  std::map<std::string, std::string> out;
  const auto manifest = read_bundle(read_file(folder.path() / "out.tar.gz"),
                                    [&out](const FileEntry& file, std::string_view piece, bool) {
                                      out[file.name] += piece;
                                      return true;
                                    });
  EXPECT_TRUE(manifest) << manifest.error().message;
  return out;
}

TEST(BundleCommand, WritesWhatSupportNeedsWithoutASecret) {
  const Folder folder;
  std::ofstream{folder.path() / "app.log"}
      << "GET /v1/vaults with ocv_9f8e7d6c5b4a3f2e\nnote: " << variable_value
      << "\nhex: 6e30742d612d666f726d2d616e79626f64792d6b6e6f7773\nplain line\n";
  const Outcome made = bundle(folder, {"--include", "app.log"});
  ASSERT_EQ(made.exit, 0) << made.errors;
  EXPECT_EQ(made.errors, "");
  EXPECT_THAT(made.output, HasSubstr("wrote out.tar.gz"));
  const auto files = contents(folder);
  EXPECT_EQ(files.at("included/app.log"),
            "GET /v1/vaults with ocv_[agent-key#1]\nnote: [known-secret#1]\nhex: "
            "[known-secret#2]\nplain line\n");
  EXPECT_THAT(files.at("doctor.log"), HasSubstr("auth     exchange: fail"));
  EXPECT_THAT(files.at("doctor.log"), HasSubstr("end      unhealthy"));
  const Json exchanges = Json::parse(files.at("exchanges.json"));
  const auto asked = std::ranges::find_if(
      exchanges, [](const Json& one) { return one["observation"] == "exchange"; });
  ASSERT_NE(asked, exchanges.end());
  EXPECT_EQ((*asked)["status"], 401);
  EXPECT_EQ((*asked)["stage"], "auth");
  EXPECT_FALSE(asked->contains("route")) << "only what is listed";
  ASSERT_TRUE(files.contains("report.txt"));
  EXPECT_THAT(files.at("report.txt"), HasSubstr("vault: 00000000-0000-4000-8000-"));
  EXPECT_THAT(made.output, HasSubstr("report.json  (what was observed and found; "));
  ASSERT_TRUE(Json::accept(files.at("report.json")));
  EXPECT_EQ(Json::parse(files.at("report.json"))["verdict"], "unhealthy");
}

const Json* exchange_of(const Json& exchanges, std::string_view probe) {
  for (const Json& one : exchanges) {
    if (one["observation"] == probe) {
      return &one;
    }
  }
  return nullptr;
}

TEST(BundleCommand, TellsTheExchangesByWhatIsListed) {
  const Folder folder;
  std::ofstream{folder.path() / "mine.json"} << R"({
    "about": "An answer that says more than it should",
    "world": {"dialect": {"headers": {"X-Trace": "ocv_gone-gone-0gone7Z", "Set-Cookie": "s=gone"}},
              "faults": {"list": {"match": {"path": "/v1/vaults"}, "kind": "respond", "status": 403,
                "headers": {"Retry-After": "9", "Location": "https://a:gone@other.test/in?t=gone"},
                "body": "{\"title\":\"Forbidden\",\"note\":\"gone\",\"detail\":\"ask ada@corp.test\"}"}}},
    "user": {"environment": {"ONECLAW_VAULT_ID": "prod"}},
    "expects": {"root": null}
  })";
  const Outcome made =
      run_binary({.args = {"bundle", "--mock=./mine.json", "-o", "out.tar.gz"}}, folder);
  ASSERT_EQ(made.exit, 0) << made.errors;
  const auto files = contents(folder);
  EXPECT_THAT(files.at("exchanges.json"), Not(HasSubstr("gone")));
  const Json exchanges = Json::parse(files.at("exchanges.json"));
  const Json* const list = exchange_of(exchanges, "vaults");
  ASSERT_NE(list, nullptr) << files.at("exchanges.json");
  EXPECT_EQ((*list)["request"]["method"], "GET");
  EXPECT_EQ((*list)["request"]["url"], "https://api.1claw.xyz/v1/vaults");
  EXPECT_EQ((*list)["request"]["credential"], "bearer");
  EXPECT_EQ((*list)["request"]["credential_sent"], true);
  EXPECT_EQ((*list)["response"]["status"], 403);
  EXPECT_THAT((*list)["response"]["headers"].dump(),
              HasSubstr(R"({"name":"retry-after","value":"9"})"));
  EXPECT_GE((*list)["response"]["other_headers"].get<int>(), 2);
  EXPECT_EQ((*list)["response"]["members"].dump(),
            R"([{"name":"title","value":"Forbidden"},)"
            R"({"name":"detail","value":"ask person-1@mail-1.invalid"}])");
  const Json* const key = exchange_of(exchanges, "exchange");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ((*key)["request"]["credential"], "exchange_key");
  EXPECT_EQ((*key)["request"]["body_bytes"], 0) << "of it the size is not told either";
}

/// What the API calls the agent and its vaults, wherever it stands.
TEST(BundleCommand, HidesTheNamesThatTheApiTold) {
  const Folder folder;
  std::ofstream{folder.path() / "app.log"} << "ci-bot reads prod, not product or my_prod\n";
  ASSERT_EQ(
      run_binary(
          {.args = {"bundle", "--mock=policy_missing", "-o", "out.tar.gz", "--include", "app.log"}},
          folder)
          .exit,
      0);
  const auto files = contents(folder);
  for (const char* name :
       {"report.json", "report.txt", "report.md", "report.html", "doctor.log", "exchanges.json"}) {
    EXPECT_THAT(files.at(name), Not(HasSubstr("ci-bot"))) << name;
  }
  EXPECT_THAT(files.at("included/app.log"),
              MatchesRegex("name-[0-9] reads name-[0-9], not product or my_prod\n"));
}

/// The ids in its URLs have the stand-ins that they have in the report, and come back with
/// --keep-names.
TEST(BundleCommand, HidesTheIdsInUrls) {
  const auto url_of_vault = [](const std::vector<std::string>& more) {
    const Folder folder;
    std::vector<std::string> args{"bundle", "--mock=healthy", "-o", "out.tar.gz"};
    args.insert(args.end(), more.begin(), more.end());
    const Outcome made = run_binary({.args = args}, folder);
    EXPECT_EQ(made.exit, 0) << made.errors;
    const auto files = contents(folder);
    const Json exchanges = Json::parse(files.at("exchanges.json"));
    for (const Json& one : exchanges) {
      std::string url = one["request"]["url"].get<std::string>();
      if (one["request"]["endpoint"] == "vault.secrets") {
        const std::string id = url.substr(url.find("/vaults/") + 8, 36);
        EXPECT_THAT(files.at("report.json"), HasSubstr(id));
        return url;
      }
    }
    return std::string{};
  };
  EXPECT_THAT(url_of_vault({}),
              MatchesRegex("https://api.1claw.xyz/v1/vaults/"
                           "00000000-0000-4000-8000-00000000000[0-9]/secrets"));
  EXPECT_THAT(url_of_vault({"--keep-names"}), Not(HasSubstr("00000000-0000-4000-8000-")));
}

TEST(BundleCommand, DescribesTheMachineOfALiveRun) {
  const Folder folder;
  // Nothing listens there: the run is short and nobody is contacted.
  const Outcome made = run_binary(
      {.args =
           {"bundle", "-o", "out.tar.gz", "--base-url", "http://127.0.0.1:9", "--only", "setup"}},
      folder);
  ASSERT_EQ(made.exit, 0) << made.errors;
  const auto files = contents(folder);
  EXPECT_THAT(files.at("network.json"), HasSubstr("\"interfaces\""));
  EXPECT_TRUE(Json::accept(files.at("network.json"))) << files.at("network.json");
  ASSERT_TRUE(Json::accept(files.at("system.json"))) << files.at("system.json");
  const Json system = Json::parse(files.at("system.json"));
  for (const char* library : {"libcurl", "c-ares", "openssl", "libarchive", "libsodium"}) {
    EXPECT_NE(system.value(library, ""), "") << library;
  }
}

TEST(BundleCommand, PreviewsWithoutWriting) {
  const Folder folder;
  std::ofstream{folder.path() / "app.log"} << "password=swordfish99\n";
  const Outcome shown = bundle(folder, {"--preview", "--include", "app.log"});
  EXPECT_EQ(shown.exit, 0) << shown.errors;
  EXPECT_THAT(shown.output, HasSubstr("included/app.log  (asked for; 1 replaced)"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "out.tar.gz"));
}

TEST(BundleCommand, RefusesWhatItCannotDo) {
  const Folder folder;
  EXPECT_EQ(bundle(folder, {"--include", "missing.log"}).exit, 2);
  EXPECT_EQ(bundle(folder, {"--max-size", "12"}).exit, 2);
  EXPECT_EQ(bundle(folder, {"--max-size", "2000"}).exit, 2) << "the report alone is larger";
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "out.tar.gz"));
  ASSERT_EQ(bundle(folder, {}).exit, 0);
  EXPECT_THAT(bundle(folder, {}).errors, HasSubstr("exists already"));
}

TEST(BundleVerify, ProvesABundleClean) {
  const Folder folder;
  ASSERT_EQ(bundle(folder, {}).exit, 0);
  const Outcome clean = run_binary({.args = {"bundle", "verify", "out.tar.gz"}}, folder);
  EXPECT_EQ(clean.exit, 0) << clean.output << clean.errors;
  EXPECT_THAT(clean.output, HasSubstr("no secret found"));
  const auto against = [&](const std::string& value) {
    return run_binary({.args = {"bundle", "verify", "out.tar.gz", "--against", "WANTED"},
                       .env = {{"WANTED", value}}},
                      folder);
  };
  EXPECT_EQ(against("this-is-nowhere-in-it").exit, 0);
  const Outcome found = against("oneclaw-doctor/report/v1");  // this is
  EXPECT_EQ(found.exit, 1);
  EXPECT_THAT(found.output, HasSubstr("report.json: a known secret at byte"));
  EXPECT_THAT(found.output, Not(HasSubstr("report/v1")));
  EXPECT_EQ(against("abc").exit, 2);
  std::ofstream{folder.path() / "value"} << "oneclaw-doctor/report/v1\n";
  EXPECT_EQ(
      run_binary({.args = {"bundle", "verify", "out.tar.gz", "--against", "value"}}, folder).exit,
      1);
}

TEST(BundleVerify, SaysWhatIsNoBundle) {
  const Folder folder;
  std::ofstream{folder.path() / "x"} << "hello";
  EXPECT_EQ(run_binary({.args = {"bundle", "verify", "x"}}, folder).exit, 2);
  EXPECT_EQ(run_binary({.args = {"bundle", "verify", "missing"}}, folder).exit, 2);
  EXPECT_EQ(run_binary({.args = {"bundle", "verify"}}, folder).exit, 2);
  EXPECT_EQ(run_binary({.args = {"bundle", "verfy", "x"}}, folder).exit, 2);
}

TEST(BundleReplay, JudgesABundleAsItWasLive) {
  const Folder folder;
  ASSERT_EQ(bundle(folder, {}).exit, 0);
  const Outcome again = run_binary({.args = {"replay", "out.tar.gz", "--format", "json"}}, folder);
  EXPECT_EQ(again.exit, 1) << again.errors;
  EXPECT_EQ(again.errors, "") << "nothing is judged differently";
  EXPECT_EQ(Json::parse(again.output)["verdict"], "unhealthy");
  EXPECT_EQ(run_binary({.args = {"diff", "out.tar.gz", "out.tar.gz"}}, folder).exit, 0);
}

}  // namespace
}  // namespace doctor::bundle
