#!/usr/bin/env bash
# Lays what is installed below a folder, from programs that are built: `stage.sh BUILD ROOT`, where ROOT is what PREFIX will be.
# `make install`, the packages and the tests use it, so they hold the same files.
#
#   STRIP=no      leaves symbols in the programs
#   DEBIAN=yes    as Debian wants it: zsh's completions among the vendors', compressed manual pages, a systemd unit
set -euo pipefail
build=$(realpath "${1:?stage: the folder of the built programs is missing}")
root=${2:?stage: the folder to fill is missing}
home=$(realpath "$(dirname "$0")/..")
tool=$build/lipflight
zsh=share/zsh/site-functions
[ "${DEBIAN:-}" != yes ] || zsh=share/zsh/vendor-completions

# put MODE TARGET FILE...
put() {
  local mode=$1 target=$root/$2
  shift 2
  mkdir -p "$target"
  install -m "$mode" "$@" "$target"
}
strip=(-s)
[ "${STRIP:-}" != no ] || strip=()
mkdir -p "$root/bin" "$root/libexec/lipflight"
install -m 755 "${strip[@]}" "$tool" "$root/bin/lipflight"
install -m 755 "${strip[@]}" "$build/lipflight-worker" "$root/libexec/lipflight/lipflight-worker"

mkdir -p "$root/share/bash-completion/completions" "$root/$zsh" "$root/share/fish/vendor_completions.d"
"$tool" --generate-completion-script bash >"$root/share/bash-completion/completions/lipflight"
"$tool" --generate-completion-script zsh >"$root/$zsh/_lipflight"
"$tool" --generate-completion-script fish >"$root/share/fish/vendor_completions.d/lipflight.fish"

# The pages are made of the tool's own help.
if command -v python3 >/dev/null; then
  python3 "$home/scripts/manpages.py" "$tool" "$root/share/man/man1"
  [ "${DEBIAN:-}" != yes ] || gzip -9n "$root"/share/man/man1/*.1
else
  echo "stage: no manual pages, since there is no python3" >&2
fi

put 644 share/lipflight/samples "$home"/samples/{talking.mp4,speech.m4a,page.mp4,pairs.csv}
put 644 share/doc/lipflight "$home"/{README.md,CHANGELOG.md,SECURITY.md,NOTICE,LICENSE}
put 644 share/doc/lipflight/docs "$home"/docs/*.md "$home"/docs/*.png
put 644 share/doc/lipflight/docs/schema "$home"/docs/schema/*.json
put 644 share/lipflight/skills/lipflight "$home"/skills/lipflight/SKILL.md
[ "${DEBIAN:-}" != yes ] || put 644 lib/systemd/system "$home"/packaging/lipflight-worker@.service
