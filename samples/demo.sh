#!/usr/bin/env bash
# What `make demo` shows: a bad source is refused before it costs anything, then a whole job from two files to a
# verified result. The service is the embedded sandbox, so there is no key and no network.
set -uo pipefail
cd "$(dirname "$0")/.."
lipflight=${1:-.build/debug/lipflight}
out=demo-output

show() { printf '\n$ lipflight %s\n' "$*"; }
stop() { printf 'demo: %s\n' "$1" >&2; exit 1; }

printf 'One: a web page that was saved as a video.\n'
show check samples/page.mp4 samples/speech.m4a
"$lipflight" check samples/page.mp4 samples/speech.m4a
code=$?
[ $code -eq 1 ] || stop "check ended with exit code $code where 1 (refused) was expected"
printf '(exit code 1: refused before anything was uploaded or paid for)\n'

printf '\nTwo: a clip of 4.4 s and a speech of 12.1 s, all the way.\n'
rm -rf "$out"
show run samples/talking.mp4 samples/speech.m4a --sandbox -o "$out"
"$lipflight" run samples/talking.mp4 samples/speech.m4a --sandbox -o "$out"
code=$?
[ $code -eq 0 ] || stop "run ended with exit code $code where 0 was expected"

printf '\nWhat it left in %s/:\n' "$out"
for kind in result:mp4 cover:jpg report:json; do
  for file in "$out"/*."${kind#*:}"; do
    [ -s "$file" ] || stop "there is no ${kind%%:*} in $out"
    printf '  %-7s %s\n' "${kind%%:*}" "$file"
  done
done
