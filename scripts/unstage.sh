#!/usr/bin/env bash
# Takes away what scripts/stage.sh lays below a folder, and nothing else.
set -euo pipefail
root=${1:?unstage: the folder is missing}
rm -f "$root/bin/lipflight" "$root"/share/man/man1/lipflight.1 "$root"/share/man/man1/lipflight-*.1 \
  "$root/share/bash-completion/completions/lipflight" "$root/share/zsh/site-functions/_lipflight" \
  "$root/share/fish/vendor_completions.d/lipflight.fish"
rm -rf "$root/libexec/lipflight" "$root/share/lipflight" "$root/share/doc/lipflight"
