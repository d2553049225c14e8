#!/usr/bin/env bash
# The rules of the house that neither compiler nor formatter enforces. Prints each breach; fails if there is one.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0

# complain RULE BREACHES: nothing to say where there are none.
complain() {
  [ -z "$2" ] && return
  printf 'lint: %s\n%s\n' "$1" "$2" >&2
  failed=1
}
swift_files() { git ls-files -z --cached --others --exclude-standard -- 'Sources/*.swift' 'Tests/*.swift' 'Benchmarks/*.swift'; }
grep_swift() { swift_files | xargs -0 grep -nE "$@" /dev/null; }

complain "only Media and its tests may import CFFmpeg, and never publicly" \
  "$(grep_swift '^[^/]*\bimport CFFmpeg\b' | grep -vE '^(Sources/Media|Tests/MediaTests)/[^:]*:[0-9]+:(internal |private |fileprivate )?import')"
complain "only Transfer and its tests may import CCurl, and never publicly" \
  "$(grep_swift '^[^/]*\bimport CCurl\b' | grep -vE '^(Sources/Transfer|Tests/TransferTests)/[^:]*:[0-9]+:(internal |private |fileprivate )?import')"
complain "only Ledger and its tests may import CPostgres, and never publicly" \
  "$(grep_swift '^[^/]*\bimport CPostgres\b' | grep -vE '^(Sources/Ledger|Tests/LedgerTests)/[^:]*:[0-9]+:(internal |private |fileprivate )?import')"
complain "Media and Transfer never import each other" \
  "$(grep_swift '^[^/]*\bimport (Media|Transfer|LipSync|Sandbox)\b' | grep -E '^Sources/(Media|Transfer)/')"
complain "LipSync imports neither Sandbox nor the tool" \
  "$(grep_swift '^[^/]*\bimport (Sandbox|ArgumentParser|Hummingbird)\b' | grep -E '^Sources/LipSync/')"
complain "FoundationNetworking carries a libcurl of its own; bytes come through Transfer" \
  "$(grep_swift '^[^/]*\bimport FoundationNetworking\b')"
complain "no C type in a public signature" \
  "$(grep_swift '^[[:space:]]*public .*\b(AV[A-Z][A-Za-z]+|Sws[A-Z][A-Za-z]+|Swr[A-Z][A-Za-z]+|CURL[A-Za-z]*|PG(conn|result|notify)|OpaquePointer)\b')"
complain "no try!: say what happens when it fails" "$(grep_swift '\btry!')"
complain "a signature without its body is not to be shipped" "$(git ls-files -- '*Stubs.swift')"

# An unchecked promise is explained within two lines of where it is made.
complain "@unchecked Sendable needs a comment with the words 'sound because' beside it" "$(
  swift_files | xargs -0 awk '
    function flush() { if (waiting && !told) print place; waiting = 0 }
    FNR == 1 { flush(); a = ""; b = "" }
    /sound because/ { told = 1 }
    waiting && FNR - line >= 2 { flush() }
    /@unchecked Sendable/ && !/^[[:space:]]*\/\// {
      flush(); waiting = 1; line = FNR; place = FILENAME ":" FNR ": " $0
      told = ((a b $0) ~ /sound because/)
    }
    { a = b; b = $0 }
    END { flush() }')"

# Paths of one machine have no business in a project that others clone.
complain "a path of one machine" \
  "$(git ls-files -z | xargs -0 grep -nIE '/wor[k]/(main|shared)|(^|[^A-Za-z0-9_.])/roo[t]/|/tmp/[t]eam' /dev/null)"

exit $failed
