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

complain "only LipSyncMediaReading, LipSyncMediaMaking and their tests may import CFFmpeg, and never publicly" \
  "$(grep_swift '^[^/]*\bimport CFFmpeg\b' | grep -vE '^(Sources/LipSyncMediaReading/[^:]*:[0-9]+:package import|(Sources/LipSyncMediaReading|Sources/LipSyncMediaMaking|Tests/LipSyncMediaTests)/[^:]*:[0-9]+:(internal |private |fileprivate )?import)')"
complain "only the worker program and tests read, render and encode: nothing else links FFmpeg" \
  "$(grep_swift '^[^/]*\bimport LipSyncMedia(Making|Reading)\b' | grep -E '^Sources/' | grep -vE '^Sources/(lipflight-worker|LipSyncMediaMaking)/')"
complain "only LipSyncFaces may import CXNNPACK, and never publicly; only the worker program and tests LipSyncFaces" \
  "$(grep_swift '^[^/]*\bimport (CXNNPACK|LipSyncFaces)\b' | grep -vE '^Sources/LipSyncFaces/[^:]*:[0-9]+:internal import CXNNPACK|^(Sources/lipflight-worker|Tests/LipSyncFacesTests)/')"
complain "only LipSyncTransfer and its tests may import CCurl, and never publicly" \
  "$(grep_swift '^[^/]*\bimport CCurl\b' | grep -vE '^(Sources/LipSyncTransfer|Tests/LipSyncTransferTests)/[^:]*:[0-9]+:(internal |private |fileprivate )?import')"
complain "only LipSyncLedger and its tests may import CPostgres, and never publicly" \
  "$(grep_swift '^[^/]*\bimport CPostgres\b' | grep -vE '^(Sources/LipSyncLedger|Tests/LipSyncLedgerTests)/[^:]*:[0-9]+:(internal |private |fileprivate )?import')"
complain "LipSyncMedia and LipSyncTransfer never import each other" \
  "$(grep_swift '^[^/]*\bimport LipSync(Media|Transfer|Sandbox|Ledger)?$' | grep -E '^Sources/LipSync(Media|Transfer)/')"
complain "the targets that link FFmpeg import nothing of the package that has a key or a network" \
  "$(grep_swift '^[^/]*\bimport LipSync(Transfer|Sandbox|Ledger)?$' | grep -E '^Sources/(LipSyncMedia(Making|Reading)|lipflight-worker)/')"
complain "LipSyncBase imports nothing of the package but Platform" \
  "$(grep_swift '^[^/]*\bimport (LipSync|CFFmpeg|CCurl)' | grep -E '^Sources/LipSyncBase/')"
complain "LipSync imports neither Sandbox nor the tool" \
  "$(grep_swift '^[^/]*\bimport (LipSyncSandbox|LipSyncLedger|ArgumentParser|FlyingFox)\b' | grep -E '^Sources/LipSync/')"
complain "only LipSyncBase imports CCrypto, only LipSyncLedger and the benchmarks CSQLite" \
  "$(grep_swift '^[^/]*\bimport (CCrypto|CSQLite)\b' | grep -vE '^(Sources/LipSyncBase/[^:]*:[0-9]+:internal import CCrypto|Sources/LipSyncLedger/[^:]*:[0-9]+:internal import CSQLite|(Tests/LipSyncLedgerTests|Benchmarks)/[^:]*:[0-9]+:import CSQLite)')"
complain "only LipSyncBase imports CConfine" \
  "$(grep_swift '^[^/]*\bimport CConfine\b' | grep -vE '^Sources/LipSyncBase/[^:]*:[0-9]+:internal import')"
complain "the C library and Foundation's essentials come through Platform" \
  "$(grep_swift '^[^/]*\bimport (Glibc|Darwin|Musl|FoundationEssentials)\b' | grep -v '^Sources/Platform/')"
complain "Foundation would have to be linked, by users of the library and by the tool: Platform has its essentials" \
  "$(grep_swift '^[^/]*\bimport Foundation\b' | grep -E '^Sources/' | grep -v '^Sources/Platform/')"
complain "attributesOfItem gives other types with FoundationEssentials alone: use FileStatus" \
  "$(grep_swift '\battributesOfItem\(')"
complain "FoundationNetworking carries a libcurl of its own; bytes come through LipSyncTransfer" \
  "$(grep_swift '^[^/]*\bimport FoundationNetworking\b')"
complain "no C type in a public signature" \
  "$(grep_swift '^[[:space:]]*public .*\b(AV[A-Z][A-Za-z]+|Sws[A-Z][A-Za-z]+|Swr[A-Z][A-Za-z]+|CURL[A-Za-z]*|PG(conn|result|notify)|OpaquePointer)\b')"
complain "a journal is never a default: who goes without writes NoJournal() out" \
  "$(grep_swift '\bNoJournal\(\)' | grep -E '^Sources/' | grep -E '[A-Za-z]: (any )?[A-Za-z]+ = NoJournal')"
complain "only a job, which has a journal, creates tasks: nothing public else" \
  "$(grep_swift 'public (static )?func create\(' | grep -E '^Sources/LipSync(Ledger)?/')$(grep_swift '"create_lip_sync_video"' | grep -E '^Sources/' | grep -vE '^Sources/(LipSync/Payment/CreateCall|LipSyncSandbox/[A-Za-z+]+)\.swift:')"
complain "no try!: say what happens when it fails" "$(grep_swift '\btry!')"
complain "a signature without its body is not to be shipped" "$(git ls-files -- '*Stubs.swift')"

complain "a folder names what comes after it: move the file, or the type (scripts/folder-order.sh)" \
  "$(bash scripts/folder-order.sh)"

# Who uses the library need not have the tool: its options and commands are added by it (Sources/lipflight/Text/Remedies.swift).
# The schemas describe what the tool prints, and so name its commands.
complain "a sentence of the library names an option, a command or a variable of the tool" \
  "$(grep_swift '(^|[^-[:alnum:]])--[a-z]|lipflight |JOGG_' | grep -E '^Sources/LipSync(Base|Media|Transfer|Ledger)?/' \
    | grep -vE '^[^:]*:[0-9]+: *//|^Sources/(LipSyncBase/Product|LipSync/(Report/PageStyle|Schema/[A-Za-z]*))\.swift:|^Sources/LipSyncLedger/Batch/BatchShapes\.swift:|"lipflight (account\\n|migrations)"' \
    | grep -vE '^Sources/LipSync/Client/ServiceConfiguration\.swift:[^"]*"?.*JOGG_')"

# What is depended on is paid for by everybody who builds: few packages, and each product of theirs imported somewhere.
complain "more than four packages: which of them can go?" \
  "$(grep -cE '^ *\.package\(' Package.swift | awk '$1 > 4')"
complain "a product is declared that no file imports" "$(
  grep -oE '\.product\(name: "[A-Za-z]+"' Package.swift | cut -d'"' -f2 | sort -u | while read -r product; do
    swift_files | xargs -0 grep -qE "^[^/]*\bimport $product\b" || echo "Package.swift: $product"
  done)"

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
