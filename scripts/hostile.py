#!/usr/bin/env python3
"""Every command that meets foreign media, with files that were made to harm: a table of exit code, seconds, and memory in all.

    python3 scripts/hostile.py TOOL DIRECTORY [FILE...]

A cell is right if the command ends with 1 and a finding, within LIMIT seconds, in less than MEMORY megabytes together with its
workers. Fails if one is not. A service that names the file as its result or its cover runs on 127.0.0.1 for as long.
"""

import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time

LIMIT, MEMORY = 30, 300
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CLIP, SPEECH = ROOT + "/samples/talking.mp4", ROOT + "/samples/speech.m4a"


class Service(http.server.BaseHTTPRequestHandler):
    """The few endpoints that a job takes; the task's number says what is handed out as result and cover."""

    files = []
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, kind="application/json"):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def data(self, data):
        self.answer(json.dumps({"code": 0, "msg": "Success", "data": data}).encode())

    def url(self, path):
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def do_GET(self):
        last = self.path.split("?")[0].split("/")[-1]
        if self.path.startswith("/file/"):
            path = CLIP if last == "good" else Service.files[int(last)]
            with open(path, "rb") as file:
                return self.answer(file.read(), "application/octet-stream")
        if last == "remaining_quota":
            return self.data({"remaining_quota": 1000})
        if last == "lip_sync_video":
            return self.answer(json.dumps({"code": 40400, "msg": "not found", "data": None}).encode())
        kind, _, number = last.partition("-")
        result, cover = (self.url("/file/" + (number if kind == name else "good")) for name in ("result", "cover"))
        self.data({"task_id": last, "status": "success", "data": {"result_url": result, "cover_url": cover}})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.endswith("/asset"):
            return self.data({"sign_url": self.url("/put"), "asset_url": self.url("/file/good")})
        self.data({"task_id": "result-" + Service.next, "status": "pending"})

    def do_PUT(self):
        left = int(self.headers.get("Content-Length", 0))
        while left > 0:
            left -= len(self.rfile.read(min(left, 1 << 20))) or left
        self.answer(b"")


def memory(root):
    """Bytes of a process and all below it, shared pages counted once."""
    children, total, left = {}, 0, [root]
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                children.setdefault(int(file.read().rpartition(")")[2].split()[1]), []).append(int(name))
        except OSError:
            continue
    while left:
        each = left.pop()
        left += children.get(each, [])
        try:
            with open(f"/proc/{each}/smaps_rollup") as file:
                total += sum(int(line.split()[1]) << 10 for line in file if line.startswith("Pss:"))
        except OSError:
            continue
    return total


def run(words, environment, directory):
    start, peak = time.monotonic(), 0
    with open(directory + "/out", "wb") as out, open(directory + "/err", "wb") as err:
        child = subprocess.Popen(words, stdout=out, stderr=err, env=environment, cwd=directory)
        while child.poll() is None and time.monotonic() - start < 2 * LIMIT:
            peak = max(peak, memory(child.pid))
            time.sleep(0.02)
        child.kill()
        code = child.wait()
    with open(directory + "/out") as out, open(directory + "/err") as err:
        return code, time.monotonic() - start, peak / 1e6, out.read() + err.read()


def commands(path, number):
    task = ["--allow-private", "-o", "out-" + number]
    return {
        "probe": ["probe", path],
        "probe two": ["probe", path, CLIP],
        "check video": ["check", path, SPEECH],
        "check audio": ["check", CLIP, path],
        "check --from": ["check", "--from", "pairs.csv"],
        "check URL": ["check", f"{Service.base}/file/{number}", SPEECH, "--allow-private"],
        "estimate": ["estimate", path, SPEECH],
        "verify": ["verify", path],
        "verify --cover": ["verify", CLIP, "--cover", path],
        "verify --video": ["verify", CLIP, "--video", path],
        "run --sandbox": ["run", path, SPEECH, "--sandbox", "-o", "out-run"],
        "batch plan": ["batch", "plan", "jobs.csv"],
        "fetch result": ["fetch", "result-" + number] + task,
        "fetch cover": ["fetch", "cover-" + number] + task,
        "wait --notify": ["wait", "result-" + number, "--allow-private", "--notify", Service.base + "/hook"],
        "batch run source": ["batch", "run", "jobs.csv", "--ledger", f"s{number}.sqlite"] + task,
        "batch run result": ["batch", "run", "good.csv", "--ledger", f"r{number}.sqlite"] + task,
    }


def main(tool, directory, names):
    Service.files = [os.path.join(directory, name) for name in names or sorted(os.listdir(directory))]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    # Who hangs up in the middle of a file has seen enough of it.
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Service.base = f"http://127.0.0.1:{server.server_port}"
    wrong = 0
    for number, path in enumerate(Service.files):
        Service.next = str(number)
        with tempfile.TemporaryDirectory() as work:
            for name, video in [("jobs", path), ("good", CLIP)]:
                with open(f"{work}/{name}.csv", "w") as file:
                    file.write(f"id,video,audio\na,{video},{SPEECH}\n")
            with open(f"{work}/pairs.csv", "w") as file:
                file.write(f"video,audio\n{path},{SPEECH}\n")
            environment = {
                "PATH": os.environ["PATH"], "HOME": work, "XDG_STATE_HOME": work, "NO_COLOR": "1", "JOGG_API_KEY": "k",
                "JOGG_BASE_URL": Service.base, "LIPFLIGHT_WEBHOOK_SECRET": "0123456789abcdef0123456789abcdef",
            }
            for name, words in commands(path, str(number)).items():
                code, seconds, megabytes, text = run([tool] + words + ["--timeout", "10"], environment, work)
                # What is not right of a task that is done is told by who fetches it; who waits posts what was done.
                expected = (0, 1) if name == "wait --notify" else (1,)
                is_right = code in expected and seconds < LIMIT and megabytes < MEMORY
                wrong += not is_right
                print(f"{os.path.basename(path):22} {name:18} exit {code:3} {seconds:5.1f} s {megabytes:5.0f} MB"
                      + ("" if is_right else "   WRONG: " + " ".join(text.split())[-200:]), flush=True)
    print(f"{wrong} cells are wrong" if wrong else "every cell is right")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]))
