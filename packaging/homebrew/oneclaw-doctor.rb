# Homebrew on Linux. Not tried on macOS, where it does not build as it is: it uses eventfd, accept4,
# inotify, memfd_create, pidfd_open, O_TMPFILE, the socket error queue and linux/tcp.h. What would have
# to be written anew stands in net/connect_error.cc, net/transfer.cc, bundle/disk.cc,
# cli/growing_file.cc, cli/interrupt.cc, cli/on_change.cc, mock/listening.cc and mock/dns_server.cc.
#
# OWNER is where this repository is kept. The names of the formulae it depends on were not checked by
# installing them; tests/product/packaging.py checks that none of the build's is left out.
class OneclawDoctor < Formula
  desc "Finds out why a 1Claw client fails, and prints the documented fix"
  homepage "https://github.com/OWNER/oneclaw-doctor"
  license "Apache-2.0"
  head "https://github.com/OWNER/oneclaw-doctor.git", branch: "main"

  depends_on "cmake" => :build
  depends_on "howard-hinnant-date" => :build
  depends_on "ninja" => :build
  depends_on "nlohmann-json" => :build
  depends_on "pkg-config" => :build
  depends_on "tl-expected" => :build
  depends_on "boost"
  depends_on "c-ares"
  depends_on "curl"
  depends_on "fmt"
  depends_on "libarchive"
  depends_on "libsodium"
  depends_on :linux
  depends_on "openssl@3"
  depends_on "re2"
  depends_on "simdjson"
  depends_on "zlib"
  depends_on "zstd"

  def install
    system "cmake", "-S", ".", "-B", "build", "-G", "Ninja", "-DONECLAW_TESTS=OFF", *std_cmake_args
    system "cmake", "--build", "build"
    system "cmake", "--install", "build"
  end

  test do
    assert_match "healthy", shell_output("#{bin}/oneclaw-doctor run --mock --quiet")
    assert_match "access.policy/no-policy",
                 shell_output("#{bin}/oneclaw-doctor run --mock=policy_missing --quiet", 1)
  end
end
