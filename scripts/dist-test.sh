#!/usr/bin/env bash
# Installs the .deb of dist/ in a bare Debian folder by the steps of packaging/Containerfile, and tries it as a new user does: the
# demo without a network, manual pages, completions, removal. Then the tarball, in the same folder. Needs root and debootstrap.
#
#   MIRROR   where Debian is fetched from (default: where this machine gets it)
set -euo pipefail
cd "$(dirname "$0")/.."
stop() { printf 'dist-test: %s\n' "$1" >&2; exit 1; }
say() { printf '\n== %s\n' "$1"; }
[ "$(id -u)" -eq 0 ] || stop "needs root: sudo make dist-test"
command -v debootstrap >/dev/null || stop "debootstrap is missing: apt-get install debootstrap"
deb=$(ls dist/lipflight_*.deb) || stop "there is no .deb in dist: make dist"
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=${MIRROR:-$(apt-get indextargets --format '$(SITE)' "Created-By: Packages" "Codename: $suite" | head -n 1)}

# Not below /tmp, which may be mounted without devices.
root=$(mktemp -d /var/tmp/lipflight-dist.XXXXXX)
chmod 755 "$root"
clean() {
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap clean EXIT
say "a bare $suite"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$root.log" 2>&1 || { tail -n 20 "$root.log"; stop "debootstrap failed"; }
rm -f "$root.log"
# This machine's way to packages.
cp -rL /etc/apt/. "$root/etc/apt/"
cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
mount -t proc proc "$root/proc"
[ -c "$root/dev/null" ] || stop "there are no devices in the folder: this needs a privileged container"
size() { du -skx --exclude="$root/proc" --exclude="$root/var/cache" --exclude="$root/var/lib/apt" "$root" | cut -f1; }
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"; }
bare=$(size)

say "the steps of packaging/Containerfile"
while read -r step rest; do
  case "$step" in
    COPY)
      target=${rest##* }
      # shellcheck disable=SC2086 # the pattern is to be expanded
      cp ${rest% *} "$root$target"
      ;;
    RUN) echo "RUN $rest" && inside sh -c "$rest" >"$root/var/tmp/step.log" 2>&1 || { tail -n 30 "$root/var/tmp/step.log"; stop "failed: $rest"; } ;;
  esac
done < <(grep -vE '^#' packaging/Containerfile)
rm -f "$root/var/tmp/step.log"
printf 'the .deb is %s KiB, unpacked %s KiB; with all that it depends on the folder grew by %s KiB\n' \
  "$(($(stat -c %s "$deb") / 1024))" "$(inside dpkg-query -W -f='${Installed-Size}' lipflight)" "$(($(size) - bare))"

# Without a network: its own, in which only the loopback is up.
user() { unshare --net sh -c 'ip link set lo up 2>/dev/null || true; exec chroot --userspec=10001:10001 "$0" "$@"' "$root" \
  /usr/bin/env -i PATH=/usr/bin:/bin:"${prefix:-}" HOME=/home/lipflight LC_ALL=C.UTF-8 "$@"; }
files() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./sys \) -prune -o -type f -newer "$root/var/tmp/mark" -print | sort); }

say "lipflight --version --verbose"
user lipflight --version --verbose
say "lipflight demo, without a network"
touch "$root/var/tmp/mark"
user sh -c 'cd && lipflight demo'
left=$(files)
printf '%s\n' "files that are new:" "$left"
[ "$(grep -c . <<<"$left")" -eq 4 ] && ! grep -v '^./home/lipflight/demo-output/' <<<"$left" ||
  stop "the demo left something else than its four files"

say "manual pages, completions"
pages=$(find "$root/usr/share/man/man1" -name 'lipflight*.1.gz' | wc -l)
[ "$pages" -gt 20 ] || stop "only $pages manual pages"
for page in "$root"/usr/share/man/man1/lipflight*.1.gz; do gzip -t "$page"; done
echo "$pages pages"
inside bash -n /usr/share/bash-completion/completions/lipflight
inside bash -c '. /usr/share/bash-completion/completions/lipflight 2>/dev/null; complete -p lipflight'

say "the tarball"
tar -xzf dist/lipflight-*-linux-*.tar.gz -C "$root/opt"
prefix=$(cd "$root" && ls -d opt/lipflight-*)
prefix=/$prefix/bin
inside dpkg --remove lipflight >/dev/null
[ ! -e "$root/usr/bin/lipflight" ] && [ ! -e "$root/usr/libexec/lipflight" ] && [ ! -e "$root/usr/share/lipflight" ] ||
  stop "removal left something behind"
user sh -c 'cd && lipflight demo -o from-tarball --quiet' | tail -n 8
say "passed"
