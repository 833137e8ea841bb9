// Below and beside HTTP: names, proxies, signatures, the hosted MCP server.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include "mock/dns_server.h"
#include "mock/text.h"
#include "mock/world.h"
#include "tests/mock/client.h"

namespace doctor::mock::test {
namespace {

using testing::HasSubstr;

std::string query(const std::string& name, unsigned type) {
  std::string out("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00", 12);
  for (const std::string& label : split(name, '.')) {
    out += static_cast<char>(label.size());
    out += label;
  }
  return out + std::string(2, '\0') + static_cast<char>(type) + std::string("\x00\x01", 2);
}

DnsTable dns_world(const std::string& dns) {
  return load_world(patched(R"({"dns":)" + dns + "}").world, "test").network.dns;
}

struct Name {
  std::string name;
  std::string entry;
  unsigned type = 1;
  int code = 0;  ///< -1: silence
  int answers = 0;
  std::string data = {};  ///< the end of the packet
};

class Names : public testing::TestWithParam<Name> {};

TEST_P(Names, Resolve) {
  const Name& expected = GetParam();
  const DnsTable table = dns_world(R"({"x.test":)" + expected.entry + "}");
  const DnsSaid said = dns_answer(table, query("X.Test", expected.type));
  const std::string& answer = said.bytes;
  EXPECT_EQ(said.name, "x.test");
  if (expected.code < 0) {
    EXPECT_EQ(answer, "");
    return;
  }
  ASSERT_GE(answer.size(), 12U);
  EXPECT_EQ(answer.substr(0, 2), "\x12\x34");
  EXPECT_EQ(answer[3] & 0x0F, expected.code);
  EXPECT_EQ(answer[7], expected.answers);
  EXPECT_TRUE(answer.ends_with(expected.data));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Names,
    testing::Values(
        Name{.name = "Address", .entry = R"("192.0.2.7")", .answers = 1, .data = "\x02\x07"},
        Name{.name = "Other_family", .entry = R"("192.0.2.7")", .type = 28},
        Name{.name = "V6", .entry = R"("2001:db8::5")", .type = 28, .answers = 1, .data = "\x05"},
        Name{.name = "Nxdomain", .entry = R"("nxdomain")", .code = 3},
        Name{.name = "Servfail", .entry = R"("servfail")", .code = 2},
        Name{.name = "Refused", .entry = R"("refused")", .code = 5},
        Name{.name = "Nodata", .entry = R"("nodata")"},
        Name{.name = "Silence", .entry = R"("timeout")", .code = -1},
        Name{.name = "Other_family_apart",
             .entry = R"({"addresses":["192.0.2.7"],"aaaa":"servfail"})",
             .type = 28,
             .code = 2},
        Name{.name = "Alias",
             .entry = R"({"addresses":["192.0.2.7"],"cname":"y.test"})",
             .answers = 2,
             .data = "\x02\x07"}),
    [](const auto& one) { return one.param.name; });

TEST(NameServer, IgnoresGarbage) {
  const DnsTable table = dns_world("{}");
  for (const std::string& bytes : {std::string(), std::string(11, 'x'), std::string(40, '\xFF')}) {
    EXPECT_EQ(dns_answer(table, bytes).bytes, "");
  }
}

TEST(NameServer, SaysThatItCheckedWhenTheWorldSaysSo) {
  const DnsTable table =
      dns_world(R"({"x.test":{"addresses":["192.0.2.7"],"authenticated":true},"y.test":"nodata"})");
  EXPECT_NE(dns_answer(table, query("x.test", 1)).bytes.at(3) & 0x20, 0);
  EXPECT_EQ(dns_answer(table, query("y.test", 1)).bytes.at(3) & 0x20, 0);
}

TEST(Tokens, VerifyWithTheServedKey) {
  const Server server(load_scenario("healthy"));
  const std::string token = agent_token(server.endpoints(), bot_key);
  const Response keys =
      send(server.endpoints(), {.url = "https://api.1claw.xyz/.well-known/jwks.json"});
  EXPECT_EQ(keys.headers.at("content-type"), "application/jwk-set+json");
  const auto key = nlohmann::json::parse(keys.body).at("keys").at(0);
  EXPECT_EQ(key.at("crv"), "Ed25519");
  const std::string raw = from_base64url(key.at("x").get<std::string>());
  const std::size_t dot = token.rfind('.');
  const std::string signature = from_base64url(token.substr(dot + 1));
  const auto bytes = [](const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT
  };
  EVP_PKEY* public_key =
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(raw), raw.size());
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, public_key);
  EXPECT_EQ(EVP_DigestVerify(context, bytes(signature), signature.size(), bytes(token), dot), 1);
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(public_key);
  const auto claims = nlohmann::json::parse(
      from_base64url(token.substr(token.find('.') + 1, dot - token.find('.') - 1)));
  EXPECT_EQ(claims.at("sub"), std::string("agent:") + bot_id);
  EXPECT_EQ(claims.at("scopes"), nlohmann::json::array({"**"}));
  EXPECT_EQ(claims.at("exp").get<int>() - claims.at("iat").get<int>(), 3600);
}

/// Through the plain port as a proxy.
CURLcode through_proxy(const Endpoints& at, const char* url, const char* user, long& connect) {
  CURL* curl = curl_easy_init();
  const std::string proxy = "http://127.0.0.1:" + std::to_string(at.plain_port);
  curl_blob ca{.data = const_cast<char*>(at.ca_pem.data()),  // NOLINT: libcurl only reads
               .len = at.ca_pem.size(),
               .flags = CURL_BLOB_COPY};
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_PROXY, proxy.c_str());
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "");
  curl_easy_setopt(curl, CURLOPT_PROXYUSERPWD, user);
  curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &ca);
  curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  const CURLcode code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_HTTP_CONNECTCODE, &connect);
  curl_easy_cleanup(curl);
  return code;
}

TEST(Proxy, TunnelsAndAsksForAPassword) {
  const Server server(patched(R"({"proxy":{"credentials":"anna:pass"}})"));
  long connect = 0;
  const char* url = "https://api.1claw.xyz/v1/health";
  EXPECT_NE(through_proxy(server.endpoints(), url, nullptr, connect), CURLE_OK);
  EXPECT_EQ(connect, 407);
  EXPECT_EQ(through_proxy(server.endpoints(), url, "anna:pass", connect), CURLE_OK);
  EXPECT_EQ(connect, 200);
  const auto all = server.recorded();
  ASSERT_EQ(all.size(), 3);
  EXPECT_EQ(all[0].method, "CONNECT");
  EXPECT_EQ(all[0].status, 407);
  EXPECT_EQ(all[2].host, "api.1claw.xyz");
}

TEST(Proxy, MayRefuse) {
  const Server server(patched(R"({"proxy":{"connect":"refuse","status":503}})"));
  long connect = 0;
  through_proxy(server.endpoints(), "https://api.1claw.xyz/v1/health", nullptr, connect);
  EXPECT_EQ(connect, 503);
}

Response rpc(const Endpoints& at,
             const std::string& token,
             const std::string& method,
             const std::string& params = "{}",
             const std::vector<std::string>& headers = {}) {
  std::vector<std::string> lines = headers;
  lines.emplace_back("Content-Type: application/json");
  return send(
      at,
      {.url = "https://mcp.1claw.xyz/mcp",
       .method = "POST",
       .token = token,
       .body = R"({"jsonrpc":"2.0","id":7,"method":")" + method + R"(","params":)" + params + "}",
       .headers = lines});
}

TEST(HostedMcp, GreetsAndListsItsTools) {
  const Server server(load_scenario("healthy"));
  const Response hello = rpc(server.endpoints(), bot_key, "initialize");
  EXPECT_EQ(hello.status, 200);
  EXPECT_EQ(hello.headers.at("content-type"), "text/event-stream");
  EXPECT_THAT(hello.headers, testing::Contains(testing::Key("mcp-session-id")));
  EXPECT_THAT(hello.body, HasSubstr(R"(data: {"jsonrpc":"2.0","id":7,"result":)"));
  EXPECT_THAT(rpc(server.endpoints(), bot_key, "tools/list").body, HasSubstr("get_secret"));
  EXPECT_EQ(rpc(server.endpoints(), bot_key, "notifications/initialized").status, 202);
}

TEST(HostedMcp, TellsWhyItRefuses) {
  const Server server(load_scenario("healthy"));
  const Endpoints& at = server.endpoints();
  const std::string bound = "X-Vault-ID: " + std::string(prod);
  EXPECT_THAT(rpc(at, "", "initialize").body, HasSubstr("Missing Authorization header"));
  EXPECT_THAT(rpc(at, alice_key, "initialize").body, HasSubstr("Human API keys"));
  EXPECT_THAT(rpc(at, "ocv_nobody", "initialize").body, HasSubstr("Invalid credentials"));
  EXPECT_THAT(rpc(at, "x.y.z", "initialize").body, HasSubstr("Missing X-Vault-ID"));
  EXPECT_THAT(rpc(at, "x.y.z", "initialize", "{}", {bound}).body,
              HasSubstr("Invalid or expired Bearer token"));
  const std::string other = agent_token(at, reporter_key);
  EXPECT_THAT(rpc(at, other, "initialize", "{}", {bound}).body, HasSubstr("binding mismatch"));
}

TEST(HostedMcp, OldServersCheckNothingAtFirst) {
  const Server server(patched(R"({"mcp":{"style":"old","answers":"json"}})"));
  const std::vector<std::string> bound{"X-Vault-ID: " + std::string(prod)};
  EXPECT_EQ(rpc(server.endpoints(), "nonsense", "tools/list", "{}", bound).status, 200);
  EXPECT_THAT(rpc(server.endpoints(),
                  "nonsense",
                  "tools/call",
                  R"({"name":"get_secret","arguments":{"path":"api-keys/openai"}})",
                  bound)
                  .body,
              HasSubstr("Invalid or expired token"));
}

}  // namespace
}  // namespace doctor::mock::test
