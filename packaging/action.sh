#!/usr/bin/env bash
# What action.yml runs: a command of the released image over the workspace, its report where the format belongs.
#
#   LIPFLIGHT   the program in the image's place, such as a build
set -uo pipefail
case "$COMMAND" in
  check | verify | "batch plan" | "batch report") ;;
  *)
    echo "::error title=lipflight::'$COMMAND' is none of check, verify, batch plan, batch report"
    exit 64
    ;;
esac
read -ra words <<<"$COMMAND"
# Words as a shell splits them, quotes included, but nothing of them is run.
given=()
if [ -n "${ARGUMENTS:-}" ]; then
  split=$(xargs -n 1 printf '%s\n' <<<"$ARGUMENTS") || { echo "::error title=lipflight::a quote in arguments is not closed"; exit 64; }
  mapfile -t given <<<"$split"
fi

report=${OUTPUT:-}
case "$FORMAT" in
  sarif) report=${report:-lipflight.sarif} ;;
  junit) report=${report:-lipflight.xml} ;;
  jsonl) report=${report:-lipflight.jsonl} ;;
  json) report=${report:-lipflight.json} ;;
  markdown) report=${report:-$GITHUB_STEP_SUMMARY} ;;
  github | text) report= ;;
  *)
    echo "::error title=lipflight::there is no format '$FORMAT'"
    exit 64
    ;;
esac

if [ -n "${LIPFLIGHT:-}" ]; then
  program=("$LIPFLIGHT")
else
  if [ -z "${IMAGE:-}" ]; then
    echo "::error title=lipflight::name the image, such as REGISTRY/OWNER/lipflight, with image"
    exit 64
  fi
  image=$IMAGE:${VERSION#v}
  program=(docker run --rm --user "$(id -u):$(id -g)" --env JOGG_API_KEY --env HOME=/tmp --volume "$PWD:/work" "$image")
fi
[ -n "${JOGG_API_KEY:-}" ] || unset JOGG_API_KEY
if [ -n "$report" ]; then
  [ "$report" = "${GITHUB_STEP_SUMMARY:-}" ] || : >"$report"
  "${program[@]}" "${words[@]}" "${given[@]}" --format "$FORMAT" >>"$report"
else
  "${program[@]}" "${words[@]}" "${given[@]}" --format "$FORMAT"
fi
code=$?
{
  echo "exit-code=$code"
  [ -z "$report" ] || [ "$report" = "$GITHUB_STEP_SUMMARY" ] || echo "report=$report"
} >>"$GITHUB_OUTPUT"
exit $code
