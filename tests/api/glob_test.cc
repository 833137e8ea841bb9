#include <random>
#include <string>

#include <gtest/gtest.h>

#include "api/policy.h"
#include "core/text.h"

namespace doctor::api {
namespace {

struct GlobCase {
  const char* pattern;
  const char* path;
  bool matches;
};

class Glob : public testing::TestWithParam<GlobCase> {};

TEST_P(Glob, MatchesSegments) {
  const GlobCase& test = GetParam();
  EXPECT_EQ(glob_matches(test.pattern, test.path), test.matches)
      << test.pattern << " against " << test.path;
}

INSTANTIATE_TEST_SUITE_P(Policy,
                         Glob,
                         testing::Values(GlobCase{"a", "a", true},
                                         GlobCase{"a", "b", false},
                                         GlobCase{"a", "A", false},
                                         GlobCase{"*", "a", true},
                                         GlobCase{"*", "a/b", false},
                                         GlobCase{"**", "a", true},
                                         GlobCase{"**", "a/b/c", true},
                                         GlobCase{"**", "", true},
                                         GlobCase{"*", "", false},
                                         GlobCase{"api-keys/*", "api-keys/a", true},
                                         GlobCase{"api-keys/*", "api-keys/a/b", false},
                                         GlobCase{"api-keys/*", "api-keys", false},
                                         GlobCase{"api-keys/*", "api-keys/", false},
                                         GlobCase{"api-keys/**", "api-keys/a/b", true},
                                         GlobCase{"api-keys/**", "api-keys", true},
                                         GlobCase{"**/db", "db", true},
                                         GlobCase{"**/db", "a/b/db", true},
                                         GlobCase{"**/db", "a/b/dbx", false},
                                         GlobCase{"a/**/z", "a/z", true},
                                         GlobCase{"a/**/z", "a/b/c/z", true},
                                         GlobCase{"a/**/z", "a/b/c", false},
                                         GlobCase{"a/*/c", "a/b/c", true},
                                         GlobCase{"a/*/c", "a/b/d/c", false},
                                         GlobCase{"db-*", "db-prod", true},
                                         GlobCase{"db-*", "db-", true},
                                         GlobCase{"db-*", "db-a/b", false},
                                         GlobCase{"*-key", "my-key", true},
                                         GlobCase{"a*b*c", "aXbYc", true},
                                         GlobCase{"a*b*c", "aXcYb", false},
                                         GlobCase{"a**", "abc", true},
                                         GlobCase{"a**", "a/b", false},
                                         GlobCase{"/a", "a", false},
                                         GlobCase{"a", "/a", false},
                                         GlobCase{"**", "/a", false},
                                         GlobCase{"/**", "a", false},
                                         GlobCase{"/**", "/a/b", true},
                                         GlobCase{"vaults:read", "vaults", false},
                                         GlobCase{"", "a", false},
                                         GlobCase{"[ab]", "a", false},
                                         GlobCase{"?", "a", false}));

/// The definition of the glob, written out: choose how much each star takes, in every way.
bool characters_match(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) {
    return text.empty();
  }
  if (pattern.front() == '*') {
    for (std::size_t taken = 0; taken <= text.size(); ++taken) {
      if (characters_match(pattern.substr(1), text.substr(taken))) {
        return true;
      }
    }
    return false;
  }
  return !text.empty() && pattern.front() == text.front() &&
         characters_match(pattern.substr(1), text.substr(1));
}

using Parts = std::vector<std::string>;

bool segments_match(const Parts& pattern, std::size_t p, const Parts& path, std::size_t i) {
  if (p == pattern.size()) {
    return i == path.size();
  }
  if (pattern[p] == "**") {
    return segments_match(pattern, p + 1, path, i) ||
           (i < path.size() && segments_match(pattern, p, path, i + 1));
  }
  return i < path.size() && characters_match(pattern[p], path[i]) &&
         segments_match(pattern, p + 1, path, i + 1);
}

TEST(GlobProperty, AgreesWithTheDefinitionWrittenOut) {
  constexpr std::array<std::string_view, 8> pattern_parts{
      "*", "**", "a", "b", "a*", "*b", "a*a", "*a*b*"};
  constexpr std::array<std::string_view, 7> path_parts{"a", "b", "ab", "aa", "ba", "abab", "aab"};
  std::mt19937 random{4711};  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same cases every time
  std::uniform_int_distribution<std::size_t> length{1, 6};
  const auto pick = [&](const auto& from, std::size_t count) {
    Parts out;
    std::uniform_int_distribution<std::size_t> index{0, from.size() - 1};
    for (std::size_t i = 0; i < count; ++i) {
      out.emplace_back(from.at(index(random)));
    }
    return out;
  };
  int matched = 0;
  for (int round = 0; round < 40000; ++round) {
    const Parts pattern = pick(pattern_parts, length(random));
    const Parts path = pick(path_parts, length(random));
    const bool expected = segments_match(pattern, 0, path, 0);
    matched += expected ? 1 : 0;
    ASSERT_EQ(glob_matches(join(pattern, "/"), join(path, "/")), expected)
        << join(pattern, "/") << " against " << join(path, "/");
  }
  EXPECT_GT(matched, 1000);  // otherwise the cases would say nothing
}

TEST(GlobProperty, HostilePatternsStayCheap) {
  std::string pattern;
  std::string path;
  for (int i = 0; i < 2000; ++i) {
    pattern += "**/a*a*a*b/";
    path += "aaaaaaaa/";
  }
  EXPECT_FALSE(glob_matches(pattern + "z", path + "y"));
}

struct ScopeCase {
  const char* scope;
  bool glob;
};

class Scope : public testing::TestWithParam<ScopeCase> {};

TEST_P(Scope, IsAPathPatternOrAPermissionWord) {
  EXPECT_EQ(looks_like_glob(GetParam().scope), GetParam().glob) << GetParam().scope;
}

INSTANTIATE_TEST_SUITE_P(Policy,
                         Scope,
                         testing::Values(ScopeCase{"**", true},
                                         ScopeCase{"*", true},
                                         ScopeCase{"prod/*", true},
                                         ScopeCase{"prod/db", true},
                                         ScopeCase{"prod", true},
                                         ScopeCase{"prod/v1.2/*", true},
                                         ScopeCase{"vaults:read", false},
                                         ScopeCase{"vaults:*", false},
                                         ScopeCase{"vault.read", false},
                                         ScopeCase{"read", false},
                                         ScopeCase{"Admin", false},
                                         ScopeCase{"openid", false},
                                         ScopeCase{"read write", false},
                                         ScopeCase{"", false}));

struct PathCase {
  const char* path;
  bool valid;
};

class SecretPath : public testing::TestWithParam<PathCase> {};

TEST_P(SecretPath, FollowsTheServersRule) {
  EXPECT_EQ(valid_secret_path(GetParam().path), GetParam().valid) << GetParam().path;
}

INSTANTIATE_TEST_SUITE_P(Policy,
                         SecretPath,
                         testing::Values(PathCase{"a", true},
                                         PathCase{"db/creds", true},
                                         PathCase{"api-keys/open_ai", true},
                                         PathCase{"a//b", true},
                                         PathCase{"", false},
                                         PathCase{"/a", false},
                                         PathCase{"a/", false},
                                         PathCase{"-a", false},
                                         PathCase{"_", false},
                                         PathCase{"a.b", false},
                                         PathCase{"a b", false},
                                         PathCase{"\xc3\xa9", false}));

}  // namespace
}  // namespace doctor::api
