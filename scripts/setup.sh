# Sourced by scripts/run and scripts/test: installs what is missing, says plainly what it cannot.
# Quiet and quick when nothing is left to do.

packages_build="g++ cmake ninja-build pkg-config libboost-dev libboost-program-options-dev
  libcurl4-openssl-dev libc-ares-dev nlohmann-json3-dev libfmt-dev libssl-dev libre2-dev
  libexpected-dev libhowardhinnant-date-dev libarchive-dev zlib1g-dev libzstd-dev libsodium-dev
  libsimdjson-dev ca-certificates"
packages_test="libgtest-dev libgmock-dev python3 python3-jsonschema python3-prometheus-client
  libxml2-utils zsh fish curl jq"
packages_ci="clang clang-tidy clang-format libclang-rt-14-dev shellcheck iproute2 nftables dnsmasq-base
  tinyproxy-bin nghttp2-proxy openssl man-db mandoc lintian debootstrap
  systemd python3-yaml dpkg-dev file doxygen ruby wrk parallel"

missing_packages() {
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      printf '%s ' "$package"
  done
}

install_missing() {
  if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This script installs Debian packages; on another system install their counterparts of:" \
      "$*" >&2
    return 0
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      echo "Missing packages, and neither root nor sudo to install them: $missing" >&2
      return 1
    fi
    as_root=sudo
  fi
  echo "Installing: $missing" >&2
  log=$(mktemp)
  if ! { $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } \
    >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "Could not install: $(missing_packages $missing)" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# configure_and_build PRESET TARGET…: prints only when something goes wrong.
configure_and_build() {
  preset=$1
  shift
  log=$(mktemp)
  if [ ! -f "build/$preset/build.ninja" ]; then
    echo "Building ($preset); the first time takes some minutes." >&2
    launcher=
    if command -v ccache >/dev/null 2>&1; then
      launcher=-DCMAKE_CXX_COMPILER_LAUNCHER=ccache
    fi
    if ! cmake --preset "$preset" $launcher $CONFIGURE_OPTIONS >"$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log"
      return 1
    fi
  fi
  if ! cmake --build --preset "$preset" ${1:+--target "$@"} >"$log" 2>&1; then
    grep -v '# Uses: ' "$log" | grep -iE 'error|FAILED|^SUMMARY' -A 4 | head -n 60 >&2
    echo "The build failed; the whole output:" "$log" >&2
    return 1
  fi
  rm -f "$log"
}
