#include "api/url.h"

#include <string>

#include <gtest/gtest.h>

namespace doctor::api {
namespace {

struct GoodCase {
  const char* name;
  const char* text;
  Url url;
  const char* origin;
  const char* shown;
};

class GoodUrl : public testing::TestWithParam<GoodCase> {};

TEST_P(GoodUrl, IsTakenApart) {
  const GoodCase& test = GetParam();
  const auto url = parse_url(test.text);
  ASSERT_TRUE(url) << url.error().message;
  EXPECT_EQ(url->scheme, test.url.scheme);
  EXPECT_EQ(url->user, test.url.user);
  EXPECT_EQ(url->host, test.url.host);
  EXPECT_EQ(url->port, test.url.port);
  EXPECT_EQ(url->default_port, test.url.default_port);
  EXPECT_EQ(url->path, test.url.path);
  EXPECT_EQ(url->query, test.url.query);
  EXPECT_EQ(origin(*url), test.origin);
  EXPECT_EQ(shown_url(*url), test.shown);
}

Url url_of(const char* scheme, const char* host, std::uint16_t port, bool usual, const char* path) {
  return {.scheme = scheme,
          .user = {},
          .host = host,
          .port = port,
          .default_port = usual,
          .path = path,
          .query = {}};
}

Url with_user(Url url, const char* user) {
  url.user = user;
  return url;
}

Url with_query(Url url, const char* query) {
  url.query = query;
  return url;
}

INSTANTIATE_TEST_SUITE_P(
    Url,
    GoodUrl,
    testing::Values(GoodCase{"plain",
                             "https://api.1claw.xyz",
                             url_of("https", "api.1claw.xyz", 443, true, ""),
                             "https://api.1claw.xyz",
                             "https://api.1claw.xyz"},
                    GoodCase{"slash",
                             "https://api.1claw.xyz/",
                             url_of("https", "api.1claw.xyz", 443, true, "/"),
                             "https://api.1claw.xyz",
                             "https://api.1claw.xyz/"},
                    GoodCase{"path_as_typed",
                             "https://1claw.xyz/api/../v1//x",
                             url_of("https", "1claw.xyz", 443, true, "/api/../v1//x"),
                             "https://1claw.xyz",
                             "https://1claw.xyz/api/../v1//x"},
                    GoodCase{"shouting",
                             "HTTPS://API.1claw.XYZ/V1",
                             url_of("https", "api.1claw.xyz", 443, true, "/V1"),
                             "https://api.1claw.xyz",
                             "https://api.1claw.xyz/V1"},
                    GoodCase{"http",
                             "http://localhost",
                             url_of("http", "localhost", 80, true, ""),
                             "http://localhost",
                             "http://localhost"},
                    GoodCase{"port",
                             "http://localhost:8443/v1",
                             url_of("http", "localhost", 8443, false, "/v1"),
                             "http://localhost:8443",
                             "http://localhost:8443/v1"},
                    GoodCase{"usual_port",
                             "https://x.test:443",
                             url_of("https", "x.test", 443, true, ""),
                             "https://x.test",
                             "https://x.test"},
                    GoodCase{"https_on_80",
                             "https://x.test:80",
                             url_of("https", "x.test", 80, false, ""),
                             "https://x.test:80",
                             "https://x.test:80"},
                    GoodCase{"empty_port",
                             "https://x.test:/y",
                             url_of("https", "x.test", 443, true, "/y"),
                             "https://x.test",
                             "https://x.test/y"},
                    GoodCase{"v6",
                             "http://[::1]:8080/mcp",
                             url_of("http", "::1", 8080, false, "/mcp"),
                             "http://[::1]:8080",
                             "http://[::1]:8080/mcp"},
                    GoodCase{"user_info_is_never_shown",
                             "https://bob:pw@x.test/a",
                             with_user(url_of("https", "x.test", 443, true, "/a"), "bob"),
                             "https://x.test",
                             "https://x.test/a"},
                    GoodCase{"password_only",
                             "https://:pw@x.test/a",
                             with_user(url_of("https", "x.test", 443, true, "/a"), "?"),
                             "https://x.test",
                             "https://x.test/a"},
                    GoodCase{"query_is_never_shown",
                             "https://x.test?token=1#f",
                             with_query(url_of("https", "x.test", 443, true, ""), "token=1"),
                             "https://x.test",
                             "https://x.test"},
                    GoodCase{"slash_in_query",
                             "https://x.test?a=/b",
                             with_query(url_of("https", "x.test", 443, true, ""), "a=/b"),
                             "https://x.test",
                             "https://x.test"}),
    [](const auto& each) { return std::string{each.param.name}; });

struct BadCase {
  const char* name;
  std::string text;
  const char* defect;
};

class BadUrl : public testing::TestWithParam<BadCase> {};

TEST_P(BadUrl, IsRefusedWithItsDefect) {
  const auto url = parse_url(GetParam().text);
  ASSERT_FALSE(url);
  EXPECT_EQ(url.error().message, GetParam().defect);
}

INSTANTIATE_TEST_SUITE_P(
    Url,
    BadUrl,
    testing::Values(
        BadCase{"empty", "", "empty"},
        BadCase{"blank", "  ", "empty"},
        BadCase{"host_only", "api.1claw.xyz", "no scheme"},
        BadCase{"host_and_port", "localhost:8080", "no scheme"},
        BadCase{"scheme_relative", "//api.1claw.xyz", "no scheme"},
        BadCase{"colon_first", "://api.1claw.xyz", "no scheme"},
        BadCase{"key", "ocv_abcdefgh", "no scheme"},
        BadCase{"scheme_later", "api.1claw.xyz/x?u=http://y", "no scheme"},
        BadCase{"ftp", "ftp://api.1claw.xyz", "unsupported scheme"},
        BadCase{"typo_in_scheme", "htps://api.1claw.xyz", "unsupported scheme"},
        BadCase{"file", "file:///etc/passwd", "unsupported scheme"},
        BadCase{"one_slash", "https:/api.1claw.xyz", "one slash instead of two after the scheme"},
        BadCase{"no_colon", "https//api.1claw.xyz", "no colon after the scheme"},
        BadCase{"no_slashes", "https:api.1claw.xyz", "no slashes after the scheme"},
        BadCase{"scheme_alone", "https:", "no slashes after the scheme"},
        BadCase{"backslashes", R"(https:\\api.1claw.xyz)", "backslashes instead of slashes"},
        BadCase{"space_inside", "https://api.1claw .xyz", "spaces inside"},
        BadCase{"space_before", " https://api.1claw.xyz", "spaces around it"},
        BadCase{"space_after", "https://api.1claw.xyz ", "spaces around it"},
        BadCase{"quoted", "\"https://api.1claw.xyz\"", "quotes around it"},
        BadCase{"line_feed", "https://api.1claw.xyz\n", "control characters"},
        BadCase{"nul", std::string{"https://a\0b", 11}, "control characters"},
        BadCase{"no_host", "https://", "empty host"},
        BadCase{"no_host_but_path", "https:///v1", "empty host"},
        BadCase{"no_host_but_port", "https://:443", "empty host"},
        BadCase{"port_too_big", "https://x.test:99999", "port out of range"},
        BadCase{"port_huge", "https://x.test:99999999999999999999", "port out of range"},
        BadCase{"port_zero", "https://x.test:0", "port out of range"},
        BadCase{"port_word", "https://x.test:https", "port is not a number"},
        BadCase{"port_negative", "https://x.test:-1", "port is not a number"},
        BadCase{"bad_v6", "https://[::zz]/", "malformed IPv6 address"},
        BadCase{"placeholder", "https://<your-host>/", "characters that no host name has"},
        BadCase{"unexpanded", "https://${HOST}/", "characters that no host name has"},
        BadCase{"too_long", "https://x.test/" + std::string(9000, 'a'), "too long"}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(Url, OneParseDoesNotInfluenceTheNext) {
  ASSERT_TRUE(parse_url("https://first.test/a"));
  EXPECT_FALSE(parse_url("second.test/b"));
}

struct LoopbackCase {
  const char* host;
  bool loopback;
  bool literal;
};

class Loopback : public testing::TestWithParam<LoopbackCase> {};

TEST_P(Loopback, IsThisMachineOnly) {
  EXPECT_EQ(is_loopback(GetParam().host), GetParam().loopback) << GetParam().host;
  EXPECT_EQ(is_ip_literal(GetParam().host), GetParam().literal) << GetParam().host;
}

INSTANTIATE_TEST_SUITE_P(Url,
                         Loopback,
                         testing::Values(LoopbackCase{"localhost", true, false},
                                         LoopbackCase{"LOCALHOST.", true, false},
                                         LoopbackCase{"app.localhost", true, false},
                                         LoopbackCase{"127.0.0.1", true, true},
                                         LoopbackCase{"127.255.255.254", true, true},
                                         LoopbackCase{"::1", true, true},
                                         LoopbackCase{"[::1]", true, true},
                                         LoopbackCase{"::ffff:127.0.0.1", true, true},
                                         LoopbackCase{"::ffff:10.0.0.1", false, true},
                                         LoopbackCase{"127.0.0.1.evil.com", false, false},
                                         LoopbackCase{"127.evil.com", false, false},
                                         LoopbackCase{"notlocalhost", false, false},
                                         LoopbackCase{"localhost.evil.com", false, false},
                                         LoopbackCase{"0.0.0.0", false, true},
                                         LoopbackCase{"fe80::1%eth0", false, true},
                                         LoopbackCase{"10.0.0.1", false, true},
                                         LoopbackCase{"1.2.3", false, false},
                                         LoopbackCase{"", false, false}));

TEST(Url, PercentEncodingKeepsOnlyUnreservedCharacters) {
  EXPECT_EQ(percent_encode_segment("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode_segment("a/b c?#%"), "a%2Fb%20c%3F%23%25");
  EXPECT_EQ(percent_encode_segment("\xc3\xa9"), "%C3%A9");
  EXPECT_EQ(percent_encode_path("prod/db key/x"), "prod/db%20key/x");
  EXPECT_EQ(percent_encode_path(""), "");
}

TEST(Url, InternationalHostsHaveAnAsciiForm) {
  EXPECT_EQ(ascii_host("b\xc3\xbc"
                       "cher.example"),
            "xn--bcher-kva.example");
  EXPECT_EQ(ascii_host("api.1claw.xyz"), "api.1claw.xyz");
  EXPECT_EQ(ascii_host("xn--bcher-kva.example"), "xn--bcher-kva.example");
  EXPECT_EQ(ascii_host("\xff\xfe.example"), "\xff\xfe.example") << "no text";
  EXPECT_EQ(ascii_host(""), "");
}

}  // namespace
}  // namespace doctor::api
