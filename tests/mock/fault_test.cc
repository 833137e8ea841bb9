// Faults over real sockets, as libcurl meets them.

#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock/client.h"

namespace doctor::mock::test {
namespace {

/// Far more than any answer takes on a busy machine.
constexpr long patience_ms = 30'000;

struct Case {
  std::string name;
  std::string fault;
  CURLcode code = CURLE_OK;
  long status = 200;
  std::string body = {};  ///< a beginning
  int recorded = 200;
  long timeout_ms = patience_ms;
};

class Faults : public testing::TestWithParam<Case> {};

TEST_P(Faults, ReachTheClient) {
  const Case& expected = GetParam();
  const Server server(patched(R"({"faults":{"f":)" + expected.fault + "}}"));
  for (const char* url : {"https://api.1claw.xyz/v1/health", "http://127.0.0.1/v1/health"}) {
    const std::size_t before = server.recorded().size();
    Response response;
    do {  // a short timeout may end a request that the server has not even read
      response = send(
          server.endpoints(),
          {.url = url, .timeout_ms = expected.timeout_ms, .stop_after = 1U << 20U, .unpack = true});
    } while (response.code == CURLE_OPERATION_TIMEDOUT && server.recorded().size() == before);
    EXPECT_EQ(response.code, expected.code) << curl_easy_strerror(response.code) << " " << url;
    EXPECT_EQ(response.status, expected.status) << url;
    EXPECT_EQ(response.body.substr(0, expected.body.size()), expected.body) << url;
  }
  EXPECT_EQ(server.recorded().front().status, expected.recorded);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Faults,
    testing::Values(
        Case{.name = "Respond",
             .fault = R"({"kind":"respond","status":203,"body":"{\"a\":1}"})",
             .status = 203,
             .body = R"({"a":1})",
             .recorded = 203},
        Case{.name = "Error",
             .fault = R"({"kind":"error","status":503,"detail":"later"})",
             .status = 503,
             .body = R"({"type":"about:blank","title":"Service Unavailable","status":503,"de)",
             .recorded = 503},
        Case{.name = "Html", .fault = R"({"kind":"html"})", .body = "<!DOCTYPE html>"},
        Case{.name = "Redirect",
             .fault = R"({"kind":"redirect","location":"https://elsewhere.test/"})",
             .status = 302,
             .recorded = 302},
        Case{.name = "Empty", .fault = R"({"kind":"empty"})"},
        Case{.name = "Delay", .fault = R"({"kind":"delay","delay_ms":30})", .body = "{\"status\""},
        Case{.name = "Stall",
             .fault = R"({"kind":"stall"})",
             .code = CURLE_OPERATION_TIMEDOUT,
             .status = 0,
             .recorded = 0,
             .timeout_ms = 200},
        Case{.name = "Reset",
             .fault = R"({"kind":"reset"})",
             .code = CURLE_RECV_ERROR,
             .status = 0,
             .recorded = 0},
        Case{.name = "Close",
             .fault = R"({"kind":"close"})",
             .code = CURLE_GOT_NOTHING,
             .status = 0,
             .recorded = 0},
        Case{.name = "Truncate", .fault = R"({"kind":"truncate"})", .code = CURLE_PARTIAL_FILE},
        Case{.name = "Reset_midway",
             .fault = R"({"kind":"reset_midway"})",
             .code = CURLE_RECV_ERROR},
        Case{.name = "Drip", .fault = R"({"kind":"drip"})", .body = "{\"status\":\"healthy\""},
        Case{.name = "Malformed",
             .fault = R"({"kind":"malformed"})",
             .code = CURLE_UNSUPPORTED_PROTOCOL,
             .status = 0,
             .recorded = 0},
        Case{.name = "Not_http",
             .fault = R"({"kind":"not_http"})",
             .code = CURLE_UNSUPPORTED_PROTOCOL,
             .status = 0,
             .recorded = 0},
        Case{.name = "Endless", .fault = R"({"kind":"endless"})", .code = CURLE_WRITE_ERROR},
        Case{.name = "Endless_with_an_end",
             .fault = R"({"kind":"endless","bytes":65536})",
             .code = CURLE_PARTIAL_FILE},
        Case{.name = "Gzip_bomb", .fault = R"({"kind":"gzip_bomb"})", .code = CURLE_WRITE_ERROR},
        Case{.name = "Deep_json", .fault = R"({"kind":"deep_json","bytes":1000})", .body = "[[[["},
        Case{.name = "Invalid_utf8",
             .fault = R"({"kind":"invalid_utf8"})",
             .body = "{\"status\":\"\xC3\x28"},
        Case{.name = "Raw",
             .fault = R"({"kind":"raw","pieces":[{"bytes":"HTTP/1.1 203 X\r\nContent-Length: 6\r\n)"
                      R"(\r\n"},{"bytes":"\u00ff\u0000","times":3,"pause_ms":1}]})",
             .status = 203,
             .body = std::string("\xff\0\xff\0\xff\0", 6),
             .recorded = 0},
        Case{.name = "Raw_that_stalls",
             .fault = R"({"kind":"raw","pieces":[{"bytes":"HTTP/1.1 200"}],"then":"stall"})",
             .code = CURLE_OPERATION_TIMEDOUT,
             .status = 0,
             .recorded = 0,
             .timeout_ms = 200},
        Case{.name = "Raw_without_end",
             .fault = R"({"kind":"raw","pieces":[{"bytes":"HTTP/1.1 200 OK\r\n\r\n"},)"
                      R"({"bytes":"ab","times":-1}]})",
             .code = CURLE_WRITE_ERROR,
             .body = "abab",
             .recorded = 0},
        Case{.name = "Huge_headers",
             .fault = R"({"kind":"huge_headers"})",
             .code = CURLE_RECV_ERROR}),
    [](const auto& one) { return one.param.name; });

TEST(Fault, HitsWhatItMatchesAfterAWhile) {
  const Server server(patched(
      R"({"faults":{"f":{"kind":"error","match":{"path":"/v1/chains"},"after":1,"times":1}}})"));
  const Call chains{.url = "https://api.1claw.xyz/v1/chains"};
  EXPECT_EQ(send(server.endpoints(), {}).status, 200);
  EXPECT_EQ(send(server.endpoints(), chains).status, 200);
  EXPECT_EQ(send(server.endpoints(), chains).status, 500);
  EXPECT_EQ(send(server.endpoints(), chains).status, 200);
}

TEST(Fault, MayConcernOneHost) {
  const Server server(
      patched(R"({"faults":{"f":{"kind":"html","match":{"host":"api.1claw.co"}}}})"));
  EXPECT_EQ(send(server.endpoints(), {}).body.front(), '{');
  EXPECT_EQ(send(server.endpoints(), {.url = "https://api.1claw.co/v1/health"}).body.front(), '<');
}

TEST(Fault, MayConcernAuthenticatedRequests) {
  const Server server(
      patched(R"({"faults":{"f":{"kind":"error","match":{"authenticated":true}}}})"));
  EXPECT_EQ(send(server.endpoints(), {}).status, 200);
  EXPECT_EQ(send(server.endpoints(), {.token = "x"}).status, 500);
}

struct Handshake {
  std::string name;
  std::string world;
  CURLcode code;
  long timeout_ms = patience_ms;
};

class Handshakes : public testing::TestWithParam<Handshake> {};

TEST_P(Handshakes, Fail) {
  const Server server(patched(GetParam().world));
  const Response response = send(server.endpoints(), {.timeout_ms = GetParam().timeout_ms});
  EXPECT_EQ(response.code, GetParam().code) << curl_easy_strerror(response.code);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Handshakes,
    testing::Values(
        Handshake{"Good", "{}", CURLE_OK},
        Handshake{
            "Expired", R"({"tls":{"certificate":"expired"}})", CURLE_PEER_FAILED_VERIFICATION},
        Handshake{"Not_yet_valid",
                  R"({"tls":{"certificate":"not_yet_valid"}})",
                  CURLE_PEER_FAILED_VERIFICATION},
        Handshake{"Wrong_host",
                  R"({"tls":{"certificate":"wrong_host"}})",
                  CURLE_PEER_FAILED_VERIFICATION},
        Handshake{"Self_signed",
                  R"({"tls":{"certificate":"self_signed"}})",
                  CURLE_PEER_FAILED_VERIFICATION},
        Handshake{"Unknown_ca",
                  R"({"tls":{"certificate":"unknown_ca"}})",
                  CURLE_PEER_FAILED_VERIFICATION},
        Handshake{"Missing_intermediate",
                  R"({"tls":{"certificate":"missing_intermediate"}})",
                  CURLE_PEER_FAILED_VERIFICATION},
        Handshake{"One_host_only",
                  R"({"hosts":{"api.1claw.xyz":{"certificate":"expired"}}})",
                  CURLE_PEER_FAILED_VERIFICATION},
        Handshake{"Server_years_ahead",
                  R"({"clock":{"offset_seconds":63072000}})",
                  CURLE_PEER_FAILED_VERIFICATION},
        Handshake{"Server_an_hour_ahead", R"({"clock":{"offset_seconds":3600}})", CURLE_OK},
        Handshake{"Too_old",
                  R"({"tls":{"min_version":"1.0","max_version":"1.1"}})",
                  CURLE_SSL_CONNECT_ERROR},
        Handshake{"Plaintext",
                  R"({"hosts":{"api.1claw.xyz":{"handshake":"plaintext"}}})",
                  CURLE_SSL_CONNECT_ERROR},
        Handshake{"Reset",
                  R"({"hosts":{"api.1claw.xyz":{"handshake":"reset"}}})",
                  CURLE_SSL_CONNECT_ERROR},
        Handshake{"Stall",
                  R"({"hosts":{"api.1claw.xyz":{"handshake":"stall"}}})",
                  CURLE_OPERATION_TIMEDOUT,
                  200},
        Handshake{"Garbage",
                  R"({"hosts":{"api.1claw.xyz":{"handshake":"garbage"}}})",
                  CURLE_SSL_CONNECT_ERROR},
        Handshake{"Drip",
                  R"({"hosts":{"api.1claw.xyz":{"handshake":"drip"}}})",
                  CURLE_OPERATION_TIMEDOUT,
                  200},
        Handshake{"Chain_of_many", R"({"tls":{"certificate":"long_chain"}})", CURLE_OK},
        Handshake{
            "Chain_too_long", R"({"tls":{"certificate":"huge_chain"}})", CURLE_SSL_CONNECT_ERROR},
        Handshake{"Names_many", R"({"tls":{"certificate":"many_names"}})", CURLE_OK},
        Handshake{"Port_refuses", R"({"tcp":{"tls":"refuse"}})", CURLE_COULDNT_CONNECT},
        Handshake{"Port_resets", R"({"tcp":{"tls":"reset"}})", CURLE_SSL_CONNECT_ERROR},
        Handshake{"Port_is_silent", R"({"tcp":{"tls":"silent"}})", CURLE_OPERATION_TIMEDOUT, 200}),
    [](const auto& one) { return one.param.name; });

TEST(Server, EndsWhileConnectionsHang) {
  using Clock = std::chrono::steady_clock;
  std::vector<std::thread> clients;
  Clock::time_point ending;
  {
    const Server server(
        patched(R"({"faults":{"s":{"kind":"stall","match":{"path":"/v1/health"}},)"
                R"("e":{"kind":"endless","match":{"path":"/v1/chains"}},)"
                R"("d":{"kind":"delay","delay_ms":60000,"match":{"path":"/openapi.json"}}}})"));
    const Endpoints& at = server.endpoints();
    for (const char* path : {"/v1/health", "/v1/chains", "/openapi.json"}) {
      clients.emplace_back([at, path] {
        const Response response = send(at,
                                       {.url = std::string("https://api.1claw.xyz") + path,
                                        .timeout_ms = 30000,
                                        .stop_after = ~std::size_t{0}});
        EXPECT_NE(response.code, CURLE_OK);
      });
    }
    while (server.recorded().size() < 3) {
      std::this_thread::yield();
    }
    ending = Clock::now();
  }
  EXPECT_LT(Clock::now() - ending, std::chrono::seconds(5));
  for (std::thread& client : clients) {
    client.join();
  }
}

}  // namespace
}  // namespace doctor::mock::test
