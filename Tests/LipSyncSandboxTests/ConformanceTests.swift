import LipSyncMedia
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// What is known of the service, asked for as its own clients ask, without a client of ours in between.
@Suite(.timeLimit(.minutes(20))) struct ConformanceTests {
  static let prefixes = ["/open/v2", "/v2"]

  private static func isNull(_ value: JSON?) -> Bool {
    if case .null? = value { true } else { false }
  }

  /// Polls a task as a shell script does.
  private static func finished(_ sandbox: SandboxFixture, _ prefix: String, _ id: String) async throws -> JSON
  {
    while true {
      let (_, json, _) = try await sandbox.ask(.get, "\(prefix)/lip_sync_video/\(id)")
      let status = json["data"]?["status"]?.stringValue
      if status == "success" || status == "failed" { return json }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  @Test(
    "The runner's way: announce, PUT with a Content-Type alone, look up, create, poll", arguments: prefixes)
  func runner(prefix: String) async throws {
    try await SandboxFixture.run { sandbox in
      let platform = [(name: "x-api-platform", value: "openclaw")]
      var urls: [String] = []
      let files = try await onBlockingThread {
        [try Fixtures.video(width: 96, height: 64), try Fixtures.audio(seconds: MediaTime(2))]
      }
      for (bytes, type) in zip(files, ["video/mp4", "application/octet-stream"]) {
        let (status, json, _) = try await sandbox.ask(
          .post, prefix + "/upload/asset",
          #"{"filename":"a b.mp4","content_type":"\#(type)","file_size":\#(bytes.count)}"#, headers: platform)
        #expect(status == 200 && json["code"]?.intValue == 0 && json["msg"]?.stringValue == "Success")
        let signed = try #require(json["data"]?["sign_url"]?.stringValue)
        let stored = try await sandbox.http.send(
          Request(.put, url: signed, headers: [("Content-Type", type)], body: .bytes(bytes)))
        #expect((200..<300).contains(stored.status))
        urls.append(try #require(json["data"]?["asset_url"]?.stringValue))
      }
      let query = "?video_url=\(ServiceCall.encoded(urls[0]))&audio_url=\(ServiceCall.encoded(urls[1]))"
      let (_, none, _) = try await sandbox.ask(.get, prefix + "/lip_sync_video" + query, headers: platform)
      #expect([10104, 17003].contains(none["code"]?.intValue ?? 0) && Self.isNull(none["data"]))

      let before = try #require(
        try await sandbox.ask(.get, prefix + "/user/remaining_quota").json["data"]?["remaining_quota"]?
          .doubleValue)
      let body =
        #"{"video_url":"\#(urls[0])","audio_url":"\#(urls[1])","webhook_url":"https://x/y","name":"n"}"#
      let (_, created, _) = try await sandbox.ask(
        .post, prefix + "/create_lip_sync_video", body, headers: platform)
      #expect(created["code"]?.intValue == 0 && created["data"]?["status"]?.stringValue == "pending")
      let id = try #require(created["data"]?["task_id"]?.stringValue)
      #expect(id.count == 36 && id.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])

      let done = try await Self.finished(sandbox, prefix, id)
      let data = try #require(done["data"])
      #expect(done["code"]?.intValue == 0 && data["status"]?.stringValue == "success")
      #expect(data["task_id"]?.stringValue == id && Self.isNull(data["error"]))
      let times = [data["created_at"]?.intValue ?? 0, data["completed_at"]?.intValue ?? 0]
      #expect(times[0] > 1_700_000_000 && times[1] >= times[0])
      #expect(data["data"]?["result_url"]?.stringValue?.hasPrefix("http") == true)
      #expect(data["data"]?["cover_url"]?.stringValue?.hasPrefix("http") == true)
      #expect(abs((data["data"]?["duration_seconds"]?.doubleValue ?? 0) - 2) < 0.05)
      let after = try #require(
        try await sandbox.ask(.get, prefix + "/user/remaining_quota").json["data"]?["remaining_quota"]?
          .doubleValue)
      #expect(abs(before - after - 0.02) < 0.005, "2 s of output are 0.016 credits, shown as 0.02")
      // Without a playback type both are about normal.
      let (_, latest, _) = try await sandbox.ask(
        .get, prefix + "/lip_sync_video" + query + "&playback_type=normal")
      #expect(latest["data"]?["task_id"]?.stringValue == id)
    }
  }

  @Test("A task that runs and one that failed: nulls where the guide has nulls, and a code that is still 0")
  func states() async throws {
    try await SandboxFixture.run {
      $0.faults = ["stuck-processing"]
    } _: { sandbox in
      let created = try await sandbox.service.create(
        videoURL: "http://127.0.0.1:1/v", audioURL: "http://127.0.0.1:1/a", playbackType: .normal)
      let (_, json, _) = try await sandbox.ask(.get, "/v2/lip_sync_video/" + created.id)
      for name in ["completed_at", "data", "error"] { #expect(Self.isNull(json["data"]?[name]), "\(name)") }
    }
    try await SandboxFixture.run { sandbox in
      let created = try await sandbox.service.create(
        videoURL: "http://127.0.0.1:1/v", audioURL: "http://127.0.0.1:1/a", playbackType: .normal)
      let done = try await Self.finished(sandbox, "/v2", created.id)
      #expect(done["code"]?.intValue == 0 && done["data"]?["status"]?.stringValue == "failed")
      #expect(Self.isNull(done["data"]?["data"]) && done["data"]?["completed_at"]?.intValue != nil)
      let message = done["data"]?["error"]?["message"]?.stringValue ?? ""
      #expect(
        message.hasPrefix("consume retry limit reached: ") && message.hasSuffix("duration fetch failed"))
    }
  }

  /// A bad request, its code and message, and the HTTP status that may stand beside it.
  struct Refusal: Sendable {
    var method: Request.Method
    var path: String
    var body: String?
    var code: Int64
    var message: String
    var status: Int

    /// Code 40000.
    static func parameter(
      _ method: Request.Method, _ path: String, _ body: String?, _ problem: String
    ) -> Refusal {
      Refusal(
        method: method, path: path, body: body, code: 40000, message: "Parameter error: " + problem,
        status: 400)
    }

    /// Code 10104.
    static func unknown(_ method: Request.Method, _ path: String, _ body: String? = nil) -> Refusal {
      Refusal(
        method: method, path: path, body: body, code: 10104, message: "Record not found", status: 404)
    }
  }

  private static let types = "playback_type must be one of normal, normal_reverse, normal_reverse_by_audio"
  private static let event = #""events":["create_avatar_failed"]"#
  private static let pair = #""video_url":"https://h/v","audio_url":"https://h/a""#
  private static let query = "video_url=https%3A%2F%2Fh%2Fv&audio_url=https%3A%2F%2Fh%2Fa"
  private static let file = #""filename":"a.mp4","content_type":"video/mp4""#
  private static let noObject = "the body is not a JSON object"

  /// Bodies that are refused with code 40000, and what is said of them.
  private static let bodies: [(path: String, body: String, problem: String)] = [
    ("/create_lip_sync_video", #"{"audio_url":"https://h/a"}"#, "video_url is required"),
    ("/create_lip_sync_video", #"{"video_url":"https://h/v"}"#, "audio_url is required"),
    ("/create_lip_sync_video", #"{"video_url":"","audio_url":"https://h/a"}"#, "video_url is required"),
    ("/create_lip_sync_video", #"{"video_url":7,"audio_url":"https://h/a"}"#, "video_url is required"),
    (
      "/create_lip_sync_video", #"{"video_url":"https://h/v","audio_url":"a.mp3"}"#,
      "audio_url is not a valid URL"
    ),
    ("/create_lip_sync_video", #"{\#(pair),"playback_type":"loop"}"#, types),
    ("/create_lip_sync_video", #"{\#(pair),"playback_type":1}"#, types),
    ("/create_lip_sync_video", "junk", noObject), ("/create_lip_sync_video", "", noObject),
    ("/upload/asset", #"{"content_type":"video/mp4"}"#, "filename is required"),
    ("/upload/asset", #"{"filename":"a.mp4"}"#, "content_type is required"),
    ("/upload/asset", #"{\#(file),"file_size":0}"#, "file_size must be a number of 1 or more"),
    ("/upload/asset", #"{\#(file),"file_size":9000000000000}"#, "File size exceeds limit"),
    ("/upload/asset", "[]", noObject),
    ("/endpoint", #"{"url":"http://h/x",\#(event)}"#, "url must be an https URL"),
    ("/endpoint", #"{\#(event)}"#, "url is required"),
    ("/endpoint", #"{"url":"https://h/x"}"#, "events is required"),
    (
      "/endpoint", #"{"url":"https://h/x","events":["lip_sync_done"]}"#,
      "events: lip_sync_done is not an event"
    ),
    (
      "/endpoint", #"{"url":"https://h/x",\#(event),"status":"on"}"#,
      "status must be one of enabled, disabled"
    ),
  ]
  private static let others: [Refusal] = [
    .unknown(.get, "/lip_sync_video/none"),
    .unknown(.get, "/lip_sync_video/00000000-0000-4000-8000-000000000000"),
    .unknown(.get, "/lip_sync_video?" + query),
    .parameter(.get, "/lip_sync_video", nil, "video_url is required"),
    .parameter(.get, "/lip_sync_video?video_url=https%3A%2F%2Fh%2Fv", nil, "audio_url is required"),
    .parameter(.get, "/lip_sync_video?" + query + "&playback_type=loop", nil, types),
    .unknown(.put, "/endpoint/none", #"{"status":"disabled"}"#), .unknown(.delete, "/endpoint/none"),
  ]
  static let refusals: [Refusal] =
    bodies.map { row in Refusal.parameter(.post, row.path, row.body, row.problem) } + others

  @Test(
    "Each bad request has its code, its words, null data, and 200 or the mapped status beside it",
    arguments: prefixes)
  func refused(prefix: String) async throws {
    for style in SandboxConfiguration.HTTPStatusStyle.allCases {
      try await SandboxFixture.run {
        $0.httpStatus = style
      } _: { sandbox in
        for row in Self.refusals {
          let (status, json, response) = try await sandbox.ask(row.method, prefix + row.path, row.body)
          let name = "\(row.method) \(row.path) \(row.body ?? "")"
          #expect(json["code"]?.intValue == row.code && Self.isNull(json["data"]), "\(name)")
          #expect(json["msg"]?.stringValue == row.message, "\(name)")
          #expect(status == (style == .mapped ? row.status : 200), "\(name)")
          #expect(response.header("Content-Type") == "application/json", "\(name)")
          // A wrong key comes before all else.
          let (_, other, _) = try await sandbox.ask(row.method, prefix + row.path, row.body, key: "wrong")
          #expect(other["code"]?.intValue == 10105 && Self.isNull(other["data"]), "\(name)")
        }
      }
    }
  }

  @Test(
    "Both generations of the rate limit, and a proxy's: the older one counts reads too, all count both prefixes together"
  )
  func rateLimits() async throws {
    for (fault, style) in [
      ("rate-limit", SandboxConfiguration.HTTPStatusStyle.always200), ("rate-limit", .mapped),
      ("rate-limit-old", .always200), ("rate-limit-bare", .always200),
    ] {
      try await SandboxFixture.run {
        $0.faults = [fault + "=2"]
        $0.httpStatus = style
      } _: { sandbox in
        // An upload is a POST too.
        let body = #"{"filename":"a.mp4","content_type":"video/mp4"}"#
        let (_, first, _) = try await sandbox.ask(.post, "/v2/upload/asset", body)
        let (_, second, _) = try await sandbox.ask(.post, "/open/v2/upload/asset", body)
        #expect(first["code"]?.intValue == 0 && second["code"]?.intValue == 0)
        let (status, json, response) = try await sandbox.ask(.post, "/v2/create_lip_sync_video", "{}")
        let limits = ["Limit", "Remaining", "Type"].map { response.header("X-RateLimit-" + $0) }
        switch fault {
        case "rate-limit":
          #expect(json["code"]?.intValue == 429 && Self.isNull(json["data"]))
          #expect(status == (style == .mapped ? 429 : 200) && limits == [nil, "0", nil])
        case "rate-limit-old":
          #expect(json["code"]?.intValue == 10401 && status == 429 && limits == ["2", "0", "requests"])
          #expect(json["data"]?["limit"]?.intValue == 2 && json["data"]?["current"]?.intValue == 3)
          #expect(json["msg"]?.stringValue == "Rate limit exceeded. Please try again later.")
          #expect(
            json["data"]?["retryAfter"]?.intValue ?? 0 > 0 && response.header("X-RateLimit-Reset") != nil)
        default:
          #expect(status == 429 && Self.isNull(json) && response.header("Retry-After") != nil)
        }
        let (_, quota, _) = try await sandbox.ask(.get, "/v2/user/remaining_quota")
        #expect(quota["code"]?.intValue == (fault == "rate-limit-old" ? 10401 : 0))
      }
    }
  }

  @Test("The older generation's other limits: tasks that are not over, and bytes a day")
  func olderLimits() async throws {
    func excess(_ answer: (status: Int, json: JSON, response: Response)) -> [Int64?] {
      [Int64(answer.status), answer.json["code"]?.intValue]
        + ["limit", "current"].map { answer.json["data"]?[$0]?.intValue }
    }
    try await SandboxFixture.run {
      $0.faults = ["concurrent-videos=2", "stuck-processing"]
    } _: { sandbox in
      var answers: [(status: Int, json: JSON, response: Response)] = []
      for _ in 0..<3 {
        answers.append(
          try await sandbox.ask(.post, "/v2/create_lip_sync_video", "{\(Self.pair)}"))
      }
      #expect(answers.map { $0.json["code"]?.intValue } == [0, 0, 10401])
      #expect(excess(answers[2]) == [429, 10401, 2, 3])
      #expect(answers[2].response.header("X-RateLimit-Type") == "concurrent_videos")
      #expect(answers[2].json["data"]?["retryAfter"]?.intValue ?? 0 > 0)
    }
    try await SandboxFixture.run {
      $0.faults = ["upload-quota=1000"]
    } _: { sandbox in
      func announce(_ size: String) async throws -> (status: Int, json: JSON, response: Response) {
        try await sandbox.ask(.post, "/v2/upload/asset", "{\(Self.file)\(size)}")
      }
      let first = try await announce(#","file_size":900"#)
      #expect(first.json["code"]?.intValue == 0)
      #expect(excess(try await announce(#","file_size":101"#)) == [429, 10401, 1000, 1001])
      // What was not announced counts once it is there.
      let open = try await announce("")
      let signed = try #require(open.json["data"]?["sign_url"]?.stringValue)
      let stored = try await sandbox.http.send(
        Request(
          .put, url: signed, headers: [("Content-Type", "video/mp4")],
          body: .bytes(Array(repeating: 1, count: 100))))
      #expect(stored.status == 200)
      #expect(excess(try await announce(#","file_size":1"#)) == [429, 10401, 1000, 1001])
    }
  }

  @Test("A day's uploads are let go after a day")
  func allowance() {
    var allowance = UploadAllowance(limit: 100)
    #expect(allowance.spend(60, at: 1000) == nil && allowance.spend(40, at: 2000) == nil)
    #expect(allowance.spend(1, at: 3000)?.retryAfter == UploadAllowance.day - 2000)
    #expect(allowance.spend(60, at: 1000 + UploadAllowance.day) == nil)
    #expect(allowance.spend(1, at: 1000 + UploadAllowance.day) != nil)
    var unlimited = UploadAllowance(limit: nil)
    #expect(unlimited.spend(.max, at: 0) == nil && unlimited.spend(.max, at: 0) == nil)
  }

  @Test("lookup-code: the runner's other code for inputs without a task is heeded by the client too")
  func lookupCode() async throws {
    try await SandboxFixture.run {
      $0.faults = ["lookup-code"]
    } _: { sandbox in
      let (_, json, _) = try await sandbox.ask(.get, "/v2/lip_sync_video?" + Self.query)
      #expect(json["code"]?.intValue == 17003 && Self.isNull(json["data"]))
      let task = try await sandbox.service.latest(
        videoURL: "https://h/v", audioURL: "https://h/a", playbackType: .normal)
      #expect(task == nil)
    }
  }

  @Test(
    "Webhook endpoints: add, list, change, remove; 20 at most; the secret stays; no event is about lip sync")
  func webhooks() async throws {
    let directory = try TemporaryDirectory()
    let body = #"{"url":"https://example.com/hook","events":["generated_video_success"],"status":"enabled"}"#
    var id = ""
    try await SandboxFixture.run(directory) { sandbox in
      let (_, events, _) = try await sandbox.ask(.get, "/v2/events")
      guard case .array(let names)? = events["data"]?["events"] else { Issue.record("no events"); return }
      #expect(names.count == 22 && !names.contains { $0.stringValue?.contains("lip_sync") == true })
      let (_, added, _) = try await sandbox.ask(.post, "/open/v2/endpoint", body)
      id = try #require(added["data"]?["endpoint_id"]?.stringValue)
      let secret = try #require(added["data"]?["secret"]?.stringValue)
      let (_, changed, _) = try await sandbox.ask(.put, "/v2/endpoint/" + id, #"{"status":"disabled"}"#)
      #expect(
        changed["data"]?["status"]?.stringValue == "disabled"
          && changed["data"]?["secret"]?.stringValue == secret)
      let (_, refused, _) = try await sandbox.ask(.put, "/v2/endpoint/" + id, #"{"secret":"mine"}"#)
      #expect(refused["code"]?.intValue == 40000)
      for _ in 1..<20 { _ = try await sandbox.ask(.post, "/v2/endpoint", body) }
      let (_, tooMany, _) = try await sandbox.ask(.post, "/v2/endpoint", body)
      #expect(tooMany["code"]?.intValue == 40000)
    }
    try await SandboxFixture.run(directory) { sandbox in
      let (_, removed, _) = try await sandbox.ask(.delete, "/v2/endpoint/" + id)
      #expect(removed["code"]?.intValue == 0)
      let (_, list, _) = try await sandbox.ask(.get, "/open/v2/endpoints")
      guard case .array(let left)? = list["data"]?["endpoints"] else { Issue.record("no endpoints"); return }
      #expect(left.count == 19 && !left.contains { $0["endpoint_id"]?.stringValue == id })
    }
  }

  @Test("The MCP client sends a content type with each GET and reads the body of whatever comes")
  func mcp() async throws {
    try await SandboxFixture.run { sandbox in
      let type = [(name: "Content-Type", value: "application/json")]
      let (_, who, _) = try await sandbox.ask(.get, "/v2/user/whoami", headers: type)
      #expect(who["data"]?["email"]?.stringValue != nil && who["data"]?["username"]?.stringValue != nil)
      let (_, unknown, _) = try await sandbox.ask(.get, "/v2/avatars/public", headers: type)
      if case .object = unknown {} else { Issue.record("an unknown path has no JSON body") }
    }
  }
}
