#!/usr/bin/env bash
# Gets the networks that faces are found by, from PyPI by the package's name, and has the tool install them: only whoever runs
# this fetches anything. Without a tool it leaves them in .build/mediapipe, where the tests look.
#
#   scripts/faces.sh [TOOL]
set -euo pipefail
cd "$(dirname "$0")/.."
folder=.build/mediapipe
# One package for all systems: it is only unpacked, and nothing of it runs.
package=mediapipe==0.10.21
if [ ! -f "$folder/mediapipe/modules/face_landmark/face_landmark.tflite" ]; then
  rm -rf "$folder"
  pip=(python3 -m pip)
  [ -x .build/python/bin/pip ] && pip=(.build/python/bin/pip)
  "${pip[@]}" install -q --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.12 \
    --platform manylinux_2_28_x86_64 --target "$folder" "$package"
fi
if [ $# -gt 0 ]; then "$1" faces install "$folder"; fi
