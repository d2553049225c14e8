#!/usr/bin/env bash
# Makes the examples of docs/json.md: what the tool prints on a terminal, of jobs of the samples at a sandbox. Run it when a
# document has changed; `make docs` then puts them in. Names of this machine are replaced.
set -euo pipefail
tool=$(realpath "${1:-$(dirname "$0")/../.build/debug/lipflight}")
root=$(realpath "$(dirname "$0")/..")
out=$root/docs/schema/examples
work=$(mktemp -d)
trap 'kill "${sandbox:-}" "${receiver:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$out"
cd "$work"
ln -s "$root/samples" samples
export NO_COLOR=1 JOGG_API_KEY=anything XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data LIPFLIGHT_WEBHOOK_SECRET=secret

"$tool" sandbox --port 0 --json >address.json &
sandbox=$!
until [ -s address.json ]; do sleep 0.1; done
JOGG_BASE_URL=$(sed -E 's/.*"(http[^"]*)".*/\1/' address.json)
export JOGG_BASE_URL

# What was made here looks as if it were at home.
tidy() {
  tr -d '\r' | sed -E -e "s#$JOGG_BASE_URL#http://127.0.0.1:8787#g" -e "s#$work#/home/me#g" -e "s#$(uname -n)#studio#g"
}
# example NAME ARGUMENTS...: keeps the document as a terminal is given it; a failure may be what it shows.
example() {
  local name=$1
  shift
  script -qec "$(printf '%q ' "$tool" "$@") 2>/dev/null" /dev/null | tidy >"$out/$name.json" || true
}
# line NAME ARGUMENTS...: keeps the first line.
line() {
  local name=$1
  shift
  { "$tool" "$@" 2>/dev/null || true; } | head -n 1 | tidy >"$out/$name.json"
}

pair=(samples/talking.mp4 samples/speech.m4a)
local=(--allow-private)
example probe probe samples/talking.mp4 samples/page.mp4 --json
example check check "${pair[@]}" --json "${local[@]}"
line check-line check --from samples/pairs.csv --quiet
example estimate estimate "${pair[@]}" --json
example submit submit "${pair[@]}" --json "${local[@]}"
id=$(sed -nE 's/.*"task_id": "([^"]+)".*/\1/p' "$out/submit.json")

python3 - event.json >port <<'PYTHON' &
import http.server, sys
class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        open(sys.argv[1], "wb").write(body + b"\n")
        self.send_response(204)
        self.end_headers()
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
receiver=$!
until [ -s port ]; do sleep 0.1; done
example wait wait "$id" --json "${local[@]}" --notify "http://127.0.0.1:$(cat port)/"
tidy <event.json >"$out/webhook-event.json"
JOURNAL=$XDG_STATE_HOME/lipflight/journal.sqlite
example webhook-deliver webhook deliver --journal "$JOURNAL" --json "${local[@]}"
example webhook-outbox webhook outbox --journal "$JOURNAL" --json
example job fetch "$id" -o out --video "${pair[0]}" --audio "${pair[1]}" --json "${local[@]}"
example verify verify samples/talking.mp4 --video samples/talking.mp4 --reported-seconds 4.4 --json
example jobs jobs --json
example jobs-show jobs show "$id" --json
example rules rules link.html-page --json
example account account --json "${local[@]}"
printf 'JOGG_API_PREFIX=/v2\n' >lipflight.env
chmod 600 lipflight.env
example config config --config lipflight.env --json
example faces faces --json
example formats formats --json
example mend mend samples/speech.m4a --dry-run --loudness=-16 --json
"$tool" mend "${pair[@]}" --split --max-length 7 -o parts --quiet >/dev/null
"$tool" batch run parts/speech-parts.jsonl -o joined "${local[@]}" --quiet >/dev/null
example join join parts/speech-parts.jsonl joined -o joined.mp4 --json

printf 'id,video,audio,language\nhello-en,samples/talking.mp4,samples/speech.m4a,en\nhello-fr,samples/page.mp4,samples/speech.m4a,fr\n' >jobs.csv
batch=("${local[@]}" --ledger ledger.sqlite)
line finding batch plan jobs.csv --format jsonl "${local[@]}"
example batch-plan batch plan jobs.csv --json "${local[@]}"
{ "$tool" batch run jobs.csv -o results --log-format json "${batch[@]}" 2>&1 >/dev/null || true; } |
  grep '"event":"ended".*verified' | tidy >"$out/batch-log.json"
example batch-status batch status --ledger ledger.sqlite --by language --json
line batch-job batch export --ledger ledger.sqlite --format jsonl
example batch-report batch report --ledger ledger.sqlite --json
example batch-retry batch retry --ledger ledger.sqlite --json

printf '{"event":"ping"}' >body.json
example webhook-sign webhook sign body.json --json
signature=$("$tool" webhook sign body.json)
example webhook-verify webhook verify body.json --signature "$signature" --json
example schemas schema --json
example error jobs show nothing --json
