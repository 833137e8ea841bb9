// The real machine, seen through its interface.

#include "setup/system.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace doctor::setup {
namespace {

class Directory {
 public:
  Directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "setup-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() { std::filesystem::remove_all(path_); }
  std::string operator/(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

TEST(RealSystem, reads_files_with_their_mode) {
  const Directory directory;
  const std::string path = directory / "x";
  std::ofstream{path} << "content";
  ::chmod(path.c_str(), 0640);
  const RealSystem system;
  const auto file = system.file(path);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->content, "content");
  EXPECT_EQ(file->mode, 0640U);
  EXPECT_TRUE(system.exists(path));
}

TEST(RealSystem, reads_no_more_than_its_bound) {
  const Directory directory;
  const std::string path = directory / "large";
  std::ofstream{path} << std::string(most_read + 5000, 'x');
  EXPECT_EQ(RealSystem{}.file(path)->content.size(), most_read);
}

TEST(RealSystem, lists_a_directory_in_order_and_within_bounds) {
  const Directory directory;
  for (int i = 0; i < 120; ++i) {
    std::ofstream{directory / ("f" + std::to_string(i)).c_str()} << "x";
  }
  const auto names = RealSystem{}.list(directory / "");
  EXPECT_EQ(names.size(), 100U);
  EXPECT_TRUE(std::ranges::is_sorted(names));
  EXPECT_TRUE(RealSystem{}.list(directory / "missing").empty());
}

TEST(RealSystem, opens_nothing_but_files) {
  const Directory directory;
  const RealSystem system;
  ASSERT_EQ(::mkfifo((directory / "fifo").c_str(), 0600), 0);
  EXPECT_FALSE(system.file(directory / "fifo").has_value());
  EXPECT_FALSE(system.file(directory / ".").has_value());
  EXPECT_FALSE(system.file(directory / "missing").has_value());
  EXPECT_FALSE(system.exists(directory / "missing"));
  EXPECT_TRUE(system.is_directory(directory / "."));
  EXPECT_FALSE(system.is_directory(directory / "fifo"));
  EXPECT_FALSE(system.is_directory(directory / "missing"));
}

TEST(RealSystem, knows_home_and_working_directory) {
  const RealSystem system;
  EXPECT_TRUE(system.home().starts_with('/') || system.home().empty());
  EXPECT_TRUE(system.working_directory().starts_with('/'));
}

TEST(RealSystem, tells_empty_from_unset) {
  ::setenv("ONECLAW_TEST_EMPTY", "", 1);  // NOLINT(concurrency-mt-unsafe): one thread
  ::unsetenv("ONECLAW_TEST_UNSET");       // NOLINT(concurrency-mt-unsafe): one thread
  const RealSystem system;
  EXPECT_EQ(system.variable("ONECLAW_TEST_EMPTY"), std::optional<std::string>{""});
  EXPECT_FALSE(system.variable("ONECLAW_TEST_UNSET").has_value());
  EXPECT_TRUE(system.variables().contains("ONECLAW_TEST_EMPTY"));
  EXPECT_FALSE(system.variables().contains("PATH"));
}

TEST(FakeSystem, has_the_directories_of_its_files) {
  FakeSystem system;
  system.files["/home/user/a/b"] = {.content = "x"};
  EXPECT_TRUE(system.exists("/home/user/a"));
  EXPECT_TRUE(system.exists("/home/user/a/b"));
  EXPECT_FALSE(system.exists("/home/user/a/b/c"));
  EXPECT_TRUE(system.is_directory("/home/user/a"));
  EXPECT_FALSE(system.is_directory("/home/user/a/b"));
  EXPECT_FALSE(system.file("/home/user/a").has_value());
  EXPECT_EQ(system.list("/home/user/a"), std::vector<std::string>{"b"});
  EXPECT_TRUE(system.list("/home/user").empty());
}

}  // namespace
}  // namespace doctor::setup
