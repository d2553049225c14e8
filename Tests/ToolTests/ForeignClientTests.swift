import Foundation
import LipSyncMedia
import TestSupport
import Testing

/// The sandbox and clients that share no code with it, in the languages in which the service's own and public clients are
/// written: `curl` and `jq` as the vendor's runner calls them, JavaScript's `fetch` as the public MCP client does, Python.
@Suite("Foreign clients", .timeLimit(.minutes(20)))
struct ForeignClientTests {
  struct Client: Sendable {
    var name: String
    var program: String
    /// What else has to be there.
    var needs: [String] = []
    var script: String

    var isThere: Bool {
      ([program] + needs).allSatisfy { Self.find($0) != nil }
    }

    static func find(_ program: String) -> String? {
      let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
      return folders.map { $0 + "/" + program }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
  }

  /// Uploads, looks for a task, creates one, polls it, and prints the last state and what a second look found. Each is called
  /// with the two files, and has the service in its environment.
  static let clients = [
    Client(
      name: "curl and jq", program: "sh", needs: ["curl", "jq"],
      script: #"""
        set -eu
        api() { curl -sS -H "X-Api-Key: $JOGG_API_KEY" -H 'x-api-platform: openclaw' "$@"; }
        data() { jq -ce 'if .code == 0 then .data else error("\(.code) \(.msg)") end'; }
        upload() {
          size=$(wc -c < "$1" | tr -d ' ')
          body=$(jq -cn --arg f "$(basename "$1")" --arg t "$2" --argjson s "$size" \
            '{filename: $f, content_type: $t, file_size: $s}')
          answer=$(api -X POST "$base/v2/upload/asset" -H 'Content-Type: application/json' -d "$body" | data)
          sign=$(printf %s "$answer" | jq -r .sign_url)
          status=$(curl -sS -o /dev/null -w '%{http_code}' -X PUT "$sign" -H "Content-Type: $2" --data-binary "@$1")
          case $status in 2*) printf %s "$answer" | jq -r .asset_url ;; *) exit 9 ;; esac
        }
        latest() {
          api -G "$base/v2/lip_sync_video" --data-urlencode "video_url=$video" --data-urlencode "audio_url=$audio" \
            --data-urlencode playback_type=normal_reverse
        }
        base=${JOGG_BASE_URL%/}
        video=$(upload "$1" video/mp4)
        audio=$(upload "$2" application/octet-stream)
        case $(latest | jq -r '.code') in 10104 | 17003) ;; *) exit 8 ;; esac
        body=$(jq -cn --arg v "$video" --arg a "$audio" \
          '{video_url: $v, audio_url: $a, playback_type: "normal_reverse"}')
        id=$(api -X POST "$base/v2/create_lip_sync_video" -H 'Content-Type: application/json' -d "$body" | data \
          | jq -r .task_id)
        while :; do
          task=$(api -X GET "$base/v2/lip_sync_video/$id" | data)
          case $(printf %s "$task" | jq -r .status) in success | failed) break ;; esac
          sleep 0.2
        done
        printf %s "$task" | jq -c --argjson second "$(latest | data)" '{task: ., second: $second}'
        """#),
    Client(
      name: "fetch", program: "node",
      script: #"""
        const fs = require("fs"), path = require("path"), base = process.env.JOGG_BASE_URL + "/v2";
        async function api(method, place, body, query) {
          const url = base + place + (query ? "?" + new URLSearchParams(query) : "");
          // A content type with every request, and the body of whatever comes.
          const headers = { "x-api-key": process.env.JOGG_API_KEY, "Content-Type": "application/json" };
          return (await fetch(url, { method, headers, body: body && JSON.stringify(body) })).json();
        }
        async function upload(file, type) {
          const bytes = fs.readFileSync(file);
          const body = { filename: path.basename(file), content_type: type, file_size: bytes.length };
          const { data } = await api("POST", "/upload/asset", body);
          const put = await fetch(data.sign_url, { method: "PUT", headers: { "Content-Type": type }, body: bytes });
          if (!put.ok) throw new Error("PUT " + put.status);
          return data.asset_url;
        }
        (async () => {
          const [, , video, audio] = process.argv;
          const inputs = { video_url: await upload(video, "video/mp4"), audio_url: await upload(audio, "audio/wav"),
            playback_type: "normal_reverse" };
          const none = await api("GET", "/lip_sync_video", undefined, inputs);
          if (none.code !== 10104 || none.data !== null) throw new Error(JSON.stringify(none));
          const { data: { task_id: id } } = await api("POST", "/create_lip_sync_video", inputs);
          let task;
          do {
            await new Promise((later) => setTimeout(later, 200));
            task = (await api("GET", `/lip_sync_video/${id}`)).data;
          } while (!["success", "failed"].includes(task.status));
          const second = (await api("GET", "/lip_sync_video", undefined, inputs)).data;
          console.log(JSON.stringify({ task, second }));
        })();
        """#),
    Client(
      name: "urllib", program: "python3",
      script: #"""
        import json, os, sys, time, urllib.error, urllib.parse, urllib.request
        base = os.environ["JOGG_BASE_URL"] + "/open/v2"

        def send(method, url, body=None, headers={}):
            request = urllib.request.Request(url, data=body, method=method, headers=headers)
            try:
                answer = urllib.request.urlopen(request)
            except urllib.error.HTTPError as error:
                answer = error
            return answer.status, answer.headers, answer.read()

        def api(method, place, body=None, **query):
            headers = {"X-API-KEY": os.environ["JOGG_API_KEY"], "Content-Type": "application/json; charset=utf-8"}
            url = base + place + ("?" + urllib.parse.urlencode(query) if query else "")
            return json.loads(send(method, url, body and json.dumps(body).encode(), headers)[2])

        def upload(path, kind):
            # Without a size, and in chunks, as a stream is sent.
            data = api("POST", "/upload/asset", {"filename": os.path.basename(path), "content_type": kind})["data"]
            with open(path, "rb") as stream:
                status, _, _ = send("PUT", data["sign_url"], stream, {"Content-Type": kind, "Transfer-Encoding": "chunked"})
            assert 200 <= status < 300, status
            return data["asset_url"]

        video, audio = upload(sys.argv[1], "video/mp4"), upload(sys.argv[2], "audio/wav")
        inputs = dict(video_url=video, audio_url=audio, playback_type="normal_reverse")
        assert api("GET", "/lip_sync_video", **inputs)["code"] == 10104
        id = api("POST", "/create_lip_sync_video", dict(inputs, name="n", fps=25))["data"]["task_id"]
        while True:
            task = api("GET", "/lip_sync_video/" + id)["data"]
            if task["status"] in ("success", "failed"): break
            time.sleep(0.2)
        url = task["data"]["result_url"]
        _, headers, _ = send("HEAD", url)
        status, _, part = send("GET", url, None, {"Range": "bytes=4-7"})
        assert (status, part) == (206, b"ftyp"), (status, part)
        assert int(headers["Content-Length"]) == len(send("GET", url)[2]) and headers["Content-Type"] == "video/mp4"
        print(json.dumps({"task": task, "second": api("GET", "/lip_sync_video", **inputs)["data"]}))
        """#),
  ]

  @Test("From the files to the result, with either status beside errors", arguments: clients.indices)
  func job(_ index: Int) async throws {
    let client = Self.clients[index]
    // What is not on a machine cannot be asked there.
    guard client.isThere, let program = Client.find(client.program) else { return }
    let (clip, speech) = try await onBlockingThread {
      (try Fixtures.video(width: 96, height: 64, audio: .tone()), try Fixtures.audio(seconds: MediaTime(2)))
    }
    try await withTemporaryDirectory { directory in
      for (name, bytes) in [
        ("a clip.mp4", clip), ("speech.wav", speech), ("script", Array(client.script.utf8)),
      ] {
        try Data(bytes).write(to: URL(fileURLWithPath: directory + "/" + name))
      }
      for style in ["always200", "mapped"] {
        try await withSandbox("--api-key", "k-1", "--http-status", style) { baseURL in
          let outcome = try await Tool.run(
            program: program,
            [directory + "/script", directory + "/a clip.mp4", directory + "/speech.wav"],
            environment: ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "k-1"])
          #expect(outcome.status == 0, "\(client.name), \(style): \(outcome.err)")
          let document = try Document(foreign: outcome.out)
          #expect(document.string("task.status") == "success" && document.isNull("task.error"))
          #expect(document.string("task.task_id") == document.string("second.task_id"))
          #expect(abs((document.number("task.data.duration_seconds") ?? 0) - 2) < 0.05)
        }
      }
    }
  }
}
