#!/usr/bin/env bash
# Writes the rules table into the pages that carry it, from the tool's own catalogue.
set -euo pipefail
cd "$(dirname "$0")/.."
table=$(mktemp)
trap 'rm -f "$table"' EXIT
"${1:-.build/debug/lipflight}" rules --markdown | sed '${/^$/d}' >"$table"
for page in README.md docs/rules.md; do
  awk -v table="$table" '
    /^<!-- \/rules -->$/ { inside = 0 }
    !inside { print }
    /^<!-- rules -->$/ { inside = 1; while ((getline line < table) > 0) print line; close(table) }
  ' "$page" >"$page.new"
  mv "$page.new" "$page"
done
