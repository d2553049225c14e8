#!/usr/bin/env bash
# Writes what the pages carry of the tool's own knowledge: the rules table, the JSON Schemas, and the tables and examples of
# docs/json.md. `scripts/docs.sh TOOL ROOT` writes below another root, which is how a test tells that nothing is out of date.
set -euo pipefail
tool=$(realpath "${1:-$(dirname "$0")/../.build/debug/lipflight}")
cd "${2:-$(dirname "$0")/..}"
text=$(mktemp)
trap 'rm -f "$text"' EXIT

# fill NAME PAGE...: puts the text between the marks of NAME.
fill() {
  local name=$1
  shift
  for page in "$@"; do
    awk -v text="$text" -v start="<!-- $name -->" -v end="<!-- /$name -->" '
      $0 == end { inside = 0 }
      !inside { print }
      $0 == start { inside = 1; while ((getline line < text) > 0) print line; close(text) }
    ' "$page" >"$page.new"
    mv "$page.new" "$page"
  done
}

"$tool" rules --markdown | sed '${/^$/d}' >"$text"
fill rules docs/rules.md

mkdir -p docs/schema
rm -f docs/schema/*.json
for name in $("$tool" schema | cut -d' ' -f1); do "$tool" schema "$name" >"docs/schema/$name.json"; done

# An example is output of the tool, kept by scripts/examples.sh.
"$tool" schema --markdown | awk '
  /^<!-- example [a-z-]+ -->$/ {
    file = "docs/schema/examples/" $3 ".json"
    print "<details><summary>Example</summary>\n\n```json"
    while ((getline line < file) > 0) print line
    close(file)
    print "```\n\n</details>"
    next
  }
  { print }
' >"$text"
fill documents docs/json.md
