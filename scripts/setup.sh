#!/usr/bin/env bash
# Installs what is missing and nothing else: what the tool needs to be built and to run. `setup.sh test` adds what only the
# tests need, `setup.sh bench` the tools that the benchmarks compare with too.
set -euo pipefail

needed=(
  make git pkg-config
  libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libswresample-dev libcurl4-openssl-dev libssl-dev libsqlite3-dev
  libpq-dev # ledgers on many machines: the client's library
  libxnnpack-dev libpthreadpool-dev # faces: the engine of the networks, and what its header includes
)
case "${1:-tool}" in
  tool) ;;
  # An oracle for media files, and a server that the tests start for themselves.
  test) needed+=(ffmpeg postgresql) ;;
  bench) needed+=(ffmpeg mediainfo curl openssl) ;;
  *)
    echo "setup: '$1' is none of tool, test, bench" >&2
    exit 64
    ;;
esac

case "$(uname -s)" in
  Linux)
    if ! command -v dpkg-query >/dev/null; then
      echo "setup: this system has no apt. Install the equivalents of: ${needed[*]}" >&2
    else
      missing=()
      for package in "${needed[@]}"; do
        status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
        [ "$status" = "install ok installed" ] || missing+=("$package")
      done
      if [ ${#missing[@]} -gt 0 ]; then
        echo "setup: installing ${missing[*]}" >&2
        as_root=()
        if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
        "${as_root[@]}" apt-get update -qq
        # The tests start servers of their own: installing one is no reason to have another run for good.
        if [[ " ${missing[*]} " == *" postgresql "* ]]; then
          "${as_root[@]}" install -d /etc/postgresql-common/createcluster.d
          echo 'create_main_cluster = false' |
            "${as_root[@]}" tee /etc/postgresql-common/createcluster.d/lipflight.conf >/dev/null
        fi
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
          apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
      fi
    fi
    ;;
  Darwin)
    if ! pkg-config --exists libavformat libcurl sqlite3 libpq 2>/dev/null; then
      echo "setup: headers of FFmpeg, libcurl, SQLite or libpq are missing. Run: brew install ffmpeg curl sqlite libpq pkgconf" >&2
      echo "setup: Homebrew keeps some of them apart; then name them too: PKG_CONFIG_PATH=\$(brew --prefix libpq)/lib/pkgconfig:\$(brew --prefix curl)/lib/pkgconfig:\$(brew --prefix sqlite)/lib/pkgconfig" >&2
      exit 1
    fi
    ;;
  *)
    echo "setup: $(uname -s) is not supported; Linux and macOS are." >&2
    exit 1
    ;;
esac

swift=${SWIFT:-swift}
seen=$("$swift" --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1 || true)
read -r major minor <<<"${seen:-0 0}"
if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
  if [ "$major" -eq 0 ]; then found="no Swift on the PATH"; else found="Swift $major.$minor"; fi
  cat >&2 <<TEXT
setup: $found, but Lipflight needs Swift 6.2 or newer. Get it with swiftly, Swift's own installer:
    https://www.swift.org/install  (Linux: swiftly, or a tarball for your distribution; macOS: swiftly or Xcode 26)
    swiftly install latest && swiftly use latest
then run this again.
TEXT
  exit 1
fi
