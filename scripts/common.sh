# SPDX-License-Identifier: MIT
# Shared by run, test, bench and the CI script; sourced, not run.
# Sets ROOT (the checkout) and BUILD (the release build's folder).

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

BUILD_PACKAGES=(g++ cmake ninja-build ccache mold pkg-config qt6-base-dev qt6-svg-dev node-llhttp libexpected-dev
  libyaml-cpp-dev zlib1g-dev libbrotli-dev libzstd-dev libre2-dev libssl-dev libpsl-dev libnghttp2-dev libgl-dev
  qtkeychain-qt6-dev)
RUN_PACKAGES=(fonts-dejavu-core libqt6sql6-sqlite libsecret-1-0 qt6-image-formats-plugins)
TEST_PACKAGES=(python3 python3-requests python3-yaml python3-jsonschema python3-httpbin tshark nginx-light squid
  nghttp2-server openssl socat ncat netcat-openbsd curl iproute2 procps util-linux xvfb dbus
  gnome-keyring)
CHECK_PACKAGES=(clang-format)

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
stop() { printf 'error: %s\n' "$*" >&2; exit 1; }

# The checkout's own build folder, or one in the user's cache where that is not writable (a checkout that belongs to
# somebody else, or was built by root before).
choose_build() {
  local name=$1 in_checkout="$ROOT/build/$1"
  if mkdir -p "$in_checkout" 2>/dev/null && [ -w "$in_checkout" ] \
     && { [ ! -e "$in_checkout/CMakeCache.txt" ] || [ -w "$in_checkout/CMakeCache.txt" ]; }; then
    echo "$in_checkout"
  else
    local key; key=$(printf '%s' "$ROOT" | cksum | cut -d' ' -f1)
    echo "${XDG_CACHE_HOME:-$HOME/.cache}/wireloupe/build-$key/$name"
  fi
}

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

# install_packages NAME...: by apt on Debian and Ubuntu; elsewhere says what is needed and goes on only if a compiler,
# CMake and Qt answer.
install_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    command -v cmake >/dev/null && command -v ninja >/dev/null && command -v c++ >/dev/null && return 0
    stop "This script installs packages on Debian and Ubuntu only. Please install what these packages hold there:
  $*"
  fi
  local missing; missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -z "${missing// /}" ] && return 0
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || stop "These packages are missing and sudo is not there to install them:
  apt-get install $missing"
    as_root=(sudo)
  fi
  say "Installing: $missing"
  "${as_root[@]}" apt-get update -qq || say "apt-get update failed; trying with the package lists that are there"
  # shellcheck disable=SC2086
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >&2 \
    || stop "The packages could not be installed: $missing"
}

# configure FOLDER OPTION...: CMake with Ninja.
configure() {
  local folder=$1; shift
  cmake -S "$ROOT" -B "$folder" -G Ninja "$@" >&2 || stop "CMake could not configure $folder"
}

# build FOLDER TARGET...: shows Ninja's progress.
build() {
  local folder=$1; shift
  local targets=(); local target
  for target in "$@"; do targets+=(--target "$target"); done
  cmake --build "$folder" "${targets[@]}" >&2 || stop "The build failed"
}
