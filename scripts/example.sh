#!/usr/bin/env bash
# Builds the package of Examples/Dub, as somebody else's package would be built, and runs it against the sandbox.
set -euo pipefail
cd "$(dirname "$0")/.."
lipflight=$PWD/${1:-.build/debug/lipflight}
swift=${SWIFT:-swift}

"$swift" build --package-path Examples/Dub --scratch-path .build-example --product Dub
dub=.build-example/debug/Dub
# What strangers wrote is for the worker program alone to read.
if command -v ldd >/dev/null && ldd "$dub" | grep -q 'libav'; then
  echo "example: Dub links FFmpeg" >&2
  exit 1
fi
# A program that loads Foundation by chance would hide what the library does without it.
if command -v ldd >/dev/null && ldd "$dub" | grep -q 'libFoundation\.so'; then
  echo "example: Dub links Foundation, which its users need not have" >&2
  exit 1
fi

work=$(mktemp -d)
sandbox=
trap '[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
mkfifo "$work/address"
"$lipflight" sandbox --port 0 --data "$work/data" --json >"$work/address" &
sandbox=$!
# The first line comes once connections are taken.
read -r line <"$work/address"
url=$(sed -E 's/.*"base_url":"([^"]+)".*/\1/' <<<"$line")
"$dub" samples/talking.mp4 samples/speech.m4a "$work/out" "$url"
for kind in mp4 jpg json html; do
  ls "$work"/out/*."$kind" >/dev/null || { echo "example: no $kind was brought" >&2; exit 1; }
done
