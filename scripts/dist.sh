#!/usr/bin/env bash
# Makes what is released, in dist/: a .deb, a tarball, the sources, an SBOM, the filled-in formula and the checksums. The same
# commit with the same toolchain and libraries gives the same bytes: times are the commit's.
#
#   SWIFT, SCRATCH   the compiler, and where it builds (.build)
#   BUILT            a folder of programs that are built already, in their place
set -euo pipefail
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
scratch=${SCRATCH:-.build}
version=$(sed -nE 's/.*static let version = "(.*)"/\1/p' Sources/LipSyncBase/Product.swift)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
built=${BUILT:-}
if [ -z "$built" ]; then
  # A release is built with the versions that it was tested with; elsewhere the newest that Package.swift allows are taken.
  cp packaging/Package.resolved Package.resolved
  for product in lipflight-worker lipflight; do
    "$swift" build -c release --static-swift-stdlib --force-resolved-versions --scratch-path "$scratch" --product "$product"
  done
  built=$scratch/release
fi
out=dist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$out"
mkdir -p "$out"

# Everything in a folder, as a tar that depends on nothing but its content.
packed() { tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$1" -c "$2" | gzip -9n; }

# The tarball: unpack it anywhere. The Swift runtime is inside; FFmpeg, libcurl and so on are the system's.
machine=$(uname -m)
name=lipflight-$version-linux-$machine
bash scripts/stage.sh "$built" "$work/$name"
packed "$work" "$name" >"$out/$name.tar.gz"

# The .deb.
architecture=$(dpkg --print-architecture)
root=$work/deb
DEBIAN=yes bash scripts/stage.sh "$built" "$root/usr"
doc=$root/usr/share/doc/lipflight
rm "$doc/LICENSE" # Debian has it once for all
gzip -9n "$doc/CHANGELOG.md"
printf 'lipflight (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md.gz.\n\n -- %s  %s\n' "$version" \
  "$(sed -n 's/^Maintainer: //p' packaging/control)" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$doc/changelog.gz"
sed -i 1d "$root/usr/share/bash-completion/completions/lipflight" # its first line names a shell that nobody starts
install -m 644 packaging/copyright "$doc/copyright"
mkdir "$work/debian"
printf 'Source: lipflight\n\nPackage: lipflight\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O "$root/usr/bin/lipflight" "$root/usr/libexec/lipflight/lipflight-worker" 2>"$work/shlibs.log" |
  sed 's/^shlibs:Depends=//') || { cat "$work/shlibs.log" >&2; exit 1; }
mkdir "$root/DEBIAN"
(cd "$root" && find usr -type f | sort | xargs -d '\n' md5sum) >"$root/DEBIAN/md5sums"
sed -e "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@DEPENDS@/$depends/; s/@SIZE@/$(du -sk "$root/usr" | cut -f1)/" \
  packaging/control >"$root/DEBIAN/control"
chmod -R u=rwX,go=rX "$root"
dpkg-deb --root-owner-group --build "$root" "$out/lipflight_${version}_$architecture.deb" >/dev/null

# The sources, as the formula builds them.
git archive --format=tar --prefix="lipflight-$version/" HEAD | gzip -9n >"$out/lipflight-$version.tar.gz"
digest=$(sha256sum "$out/lipflight-$version.tar.gz" | cut -d' ' -f1)
sed -e "s/@VERSION@/$version/g; s/@SHA256@/$digest/; s#@REPOSITORY@#${REPOSITORY:-https://example.invalid/lipflight}#g" \
  packaging/lipflight.rb >"$out/lipflight.rb"

if python=$(bash scripts/python.sh path); then
  "$python" scripts/sbom.py "$built" >"$out/lipflight-$version-$architecture.cdx.json"
else
  echo "dist: no SBOM, since cyclonedx-python-lib could not be had" >&2
  [ "${CI:-}" != true ]
fi
(cd "$out" && sha256sum -- * >SHA256SUMS)
ls -l "$out"
