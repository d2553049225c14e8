#!/usr/bin/env bash
# The folders of a target have one order: a file names types of its own folder and of those before it, never of a later one.
# What stands in no folder is "." and comes first. Told by the names of types that are declared at a file's margin; a name after
# a dot, in a comment or in a plain string does not count, nor one that the file declares itself.
#
#   bash scripts/folder-order.sh            # breaches, and exit status 1 if there are any
#   bash scripts/folder-order.sh --circles  # of the targets without an order: pairs of folders that know each other
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."

# A target's directory, then its folders, the lowest first.
orders='
Sources/LipSync . Playback Rules Links Preflight Client Journal Payment Postflight Report Job Manifest Batch Webhook Mend Schema
Sources/LipSyncMedia . Source Facts Decoded Faces Compare Examine Mend
Sources/LipSyncMediaReading . FFmpeg Source Container Decode Measure Examine
'
# Exceptions: file, name, and why.
exceptions='
'
# Directories whose folders have no order yet.
unordered='
'

names() { # names DIRECTORY: "NAME FOLDER", one of each type that other files can name
  find "$1" -name '*.swift' | sort | while read -r file; do
    folder=${file#"$1"/}
    case "$folder" in */*) folder=${folder%%/*} ;; *) folder=. ;; esac
    sed -nE 's/^((public|package|internal|final|indirect|nonisolated|@[A-Za-z]+) )*(struct|class|enum|actor|protocol|typealias) ([A-Za-z0-9_]+).*/\4/p' "$file" \
      | while read -r name; do echo "$name $folder"; done
  done
}

uses() { # uses DIRECTORY: "FOLDER OTHER FILE:LINE NAME", one of each name of another folder's type
  names "$1" >"$list"
  find "$1" -name '*.swift' | sort | while read -r file; do
    folder=${file#"$1"/}
    case "$folder" in */*) folder=${folder%%/*} ;; *) folder=. ;; esac
    awk -v folder="$folder" '
      NR == FNR { where[$1] = $2; next }
      {
        line = $0
        gsub(/"([^"\\]|\\[^(])*"/, "", line)
        if (comment) { if (!sub(/^.*\*\//, "", line)) next; comment = 0 }
        sub(/\/\/.*/, "", line)
        if (line ~ /\/\*/) { sub(/\/\*.*/, "", line); comment = 1 }
        if (match(line, /(struct|class|enum|actor|protocol|typealias|associatedtype) +[A-Z][A-Za-z0-9_]*/)) {
          own = substr(line, RSTART, RLENGTH); sub(/.* /, "", own); declared[own] = 1
        }
        while (match(line, /[A-Za-z_][A-Za-z0-9_]*/)) {
          name = substr(line, RSTART, RLENGTH)
          before = RSTART > 1 ? substr(line, RSTART - 1, 1) : ""
          line = substr(line, RSTART + RLENGTH)
          if (before != "." && name in where && where[name] != folder && !(name in seen)) {
            seen[name] = FNR; found[++count] = name
          }
        }
      }
      END {
        for (i = 1; i <= count; i++)
          if (!(found[i] in declared))
            print folder, where[found[i]], FILENAME ":" seen[found[i]], found[i]
      }' "$list" "$file"
  done
}

list=$(mktemp)
trap 'rm -f "$list"' EXIT

if [ "${1:-}" = --circles ]; then
  echo "$unordered" | while read -r directory; do
    [ -n "$directory" ] || continue
    uses "$directory" | awk -v directory="$directory" '
      { key = $1 " " $2; count[key]++; if (count[key] <= 4) told[key] = told[key] "\n    " $3 " names " $4 }
      END {
        for (key in count) {
          split(key, pair, " ")
          if (pair[1] < pair[2] && (pair[2] " " pair[1]) in count) {
            print directory ": " pair[1] " <-> " pair[2]
            print "  " pair[1] " names " pair[2] " " count[key] " times:" told[key]
            back = pair[2] " " pair[1]
            print "  " pair[2] " names " pair[1] " " count[back] " times:" told[back]
          }
        }
      }'
  done
  exit 0
fi

breaches=$(
  echo "$orders" | while read -r directory folders; do
    [ -n "$directory" ] || continue
    uses "$directory" | awk -v folders="$folders" -v exceptions="$exceptions" '
      BEGIN { n = split(folders, order, " "); for (i = 1; i <= n; i++) rank[order[i]] = i }
      !($1 in rank) { if (!told[$1]++) print $3 ": the folder " $1 " has no place in the order of scripts/folder-order.sh"; next }
      !($2 in rank) { next }
      rank[$2] > rank[$1] {
        file = $3; sub(/:.*/, "", file)
        if (index(exceptions, file " " $4 " ")) next
        print $3 ": names " $4 " of " $2 ", which comes after " $1
      }'
  done)
[ -z "$breaches" ] || { echo "$breaches"; exit 1; }
