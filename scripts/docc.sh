#!/usr/bin/env bash
# Builds the documentation of the libraries with the toolchain's own docc, from what `swift build` left in .build/debug: no plugin,
# so no package to depend on. A warning fails. The archives are left in .build/docc.
set -euo pipefail
cd "$(dirname "$0")/.."
swift=$(command -v "${SWIFT:-swift}")
bin=$(dirname "$(realpath "$swift")")
build=$(realpath .build/debug)
out=.build/docc
if [ ! -x "$bin/docc" ] || [ ! -x "$bin/swift-symbolgraph-extract" ]; then
  echo "docc: this toolchain has no docc or no swift-symbolgraph-extract beside $swift" >&2
  exit 1
fi
target=$("$swift" -print-target-info | sed -nE 's/.*"unversionedTriple": "([^"]+)".*/\1/p')

# graph MODULE: its public symbols. The C libraries' flags are needed to load what it imports.
flags=()
for library in libavformat libavcodec libavutil libswscale libswresample libcurl libcrypto sqlite3 libpq; do
  for flag in $(pkg-config --cflags-only-I "$library" 2>/dev/null); do flags+=(-Xcc "$flag"); done
done
for map in Sources/C*/; do flags+=(-Xcc "-fmodule-map-file=$map/module.modulemap"); done
graph() {
  mkdir -p "$out/graphs/$1"
  "$bin/swift-symbolgraph-extract" -module-name "$1" -target "$target" -I "$build/Modules" -minimum-access-level public \
    -skip-inherited-docs -output-dir "$out/graphs/$1" "${flags[@]}"
}

rm -rf "$out"
for module in LipSync LipSyncMedia LipSyncMediaReading LipSyncTransfer LipSyncLedger LipSyncSandbox; do
  graph "$module"
  "$bin/docc" convert "Sources/$module/$module.docc" --additional-symbol-graph-dir "$out/graphs/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "lipflight.$module" --warnings-as-errors \
    --output-path "$out/$module.doccarchive"
done
