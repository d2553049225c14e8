import LipSyncMedia
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// The API as the service's documentation and its clients know it.
@Suite struct SandboxAPITests {
  private static let create = "/v2/create_lip_sync_video"
  private static let good =
    #"{"video_url":"http://127.0.0.1:1/v.mp4","audio_url":"http://127.0.0.1:1/a.mp3"}"#

  @Test("A missing or wrong key is code 10105 on every route", arguments: ["/v2", "/open/v2"])
  func keys(prefix: String) async throws {
    try await SandboxFixture.run { sandbox in
      for key in [nil, "", "wrong"] {
        for (method, path) in [
          (Request.Method.post, "/create_lip_sync_video"), (.get, "/lip_sync_video/x"),
          (.get, "/user/whoami"),
          (.get, "/user/remaining_quota"), (.post, "/upload/asset"), (.get, "/lip_sync_video"),
        ] {
          let (status, json, _) = try await sandbox.ask(method, prefix + path, Self.good, key: key)
          #expect(status == 200 && json["code"]?.intValue == 10105)
          #expect(json["msg"]?.stringValue == "Invalid API key")
          guard case .null? = json["data"] else { Issue.record("data is not null"); return }
        }
      }
    }
  }

  @Test("Without a key of its own a sandbox takes any, but wants one")
  func anyKey() async throws {
    try await SandboxFixture.run {
      $0.apiKey = nil
    } _: { sandbox in
      let seen1 = try await sandbox.ask(.get, "/v2/user/whoami", key: "anything").json["code"]?.intValue
      #expect(seen1 == 0)
      let seen2 = try await sandbox.ask(.get, "/v2/user/whoami", key: nil).json["code"]?.intValue
      #expect(seen2 == 10105)
    }
  }

  /// Bad requests and the message that the service has for them.
  static let bad: [(body: String, message: String)] = [
    ("", "Parameter error: the body is not a JSON object"),
    ("[]", "Parameter error: the body is not a JSON object"),
    ("{", "Parameter error: the body is not a JSON object"), ("{}", "Parameter error: video_url is required"),
    (#"{"video_url":"","audio_url":"http://h/a"}"#, "Parameter error: video_url is required"),
    (#"{"video_url":null,"audio_url":"http://h/a"}"#, "Parameter error: video_url is required"),
    (#"{"video_url":"http://h/v"}"#, "Parameter error: audio_url is required"),
    (#"{"video_url":"v.mp4","audio_url":"http://h/a"}"#, "Parameter error: video_url is not a valid URL"),
    (
      #"{"video_url":"http://h/v","audio_url":"file:///etc/passwd"}"#,
      "Parameter error: audio_url is not a valid URL"
    ),
    (
      #"{"video_url":"http://h/v","audio_url":"http://h/a","playback_type":"fast"}"#,
      "Parameter error: playback_type must be one of normal, normal_reverse, normal_reverse_by_audio"
    ),
  ]

  @Test("Bad creates are code 40000 and say which field", arguments: bad.indices)
  func badCreates(index: Int) async throws {
    try await SandboxFixture.run { sandbox in
      let (status, json, _) = try await sandbox.ask(.post, Self.create, Self.bad[index].body)
      #expect(status == 200 && json["code"]?.intValue == 40000)
      #expect(json["msg"]?.stringValue == Self.bad[index].message)
    }
  }

  @Test("A body beyond the limit is refused, not held")
  func hugeBody() async throws {
    try await SandboxFixture.run { sandbox in
      let (_, json, _) = try await sandbox.ask(
        .post, Self.create, String(repeating: " ", count: 5 << 20) + Self.good)
      #expect(json["code"]?.intValue == 40000)
    }
  }

  @Test("Statuses beside the codes, where they are mapped")
  func mapped() async throws {
    try await SandboxFixture.run {
      $0.httpStatus = .mapped
    } _: { sandbox in
      let seen3 = try await sandbox.ask(.get, "/v2/user/whoami", key: "x").status
      #expect(seen3 == 401)
      let seen4 = try await sandbox.ask(.post, Self.create, "{}").status
      #expect(seen4 == 400)
      let seen5 = try await sandbox.ask(.get, "/v2/lip_sync_video/none").status
      #expect(seen5 == 404)
      let seen6 = try await sandbox.ask(.get, "/v2/user/whoami").status
      #expect(seen6 == 200)
    }
  }

  @Test("Unknown tasks, unknown inputs, unknown paths")
  func unknown() async throws {
    try await SandboxFixture.run { sandbox in
      for path in [
        "/v2/lip_sync_video/none",
        "/open/v2/lip_sync_video?video_url=http%3A%2F%2Fh&audio_url=http%3A%2F%2Fi",
      ] {
        let seen7 = try await sandbox.ask(.get, path).json["code"]?.intValue
        #expect(seen7 == 10104)
      }
      let seen8 = try await sandbox.ask(.get, "/v2/lip_sync_video?video_url=x").json["msg"]?.stringValue
      #expect(seen8 == "Parameter error: audio_url is required")
      for path in ["/nothing", "/v2", "/v3/user/whoami", "/v2/nothing", "/open/v2/user/whoami/x"] {
        let (status, json, _) = try await sandbox.ask(.get, path)
        #expect(status == 404 && json["error"] != nil, "\(path)")
      }
    }
  }

  @Test("No request leaves the data directory")
  func traversal() async throws {
    try await SandboxFixture.run { sandbox in
      for path in [
        "/files/results/..%2f..%2faccount.json/result.mp4", "/files/assets/..%2f/account.json",
        "/files/../account.json",
        "/files/assets/%2e%2e/account.json", "/files/assets/x/..%2f..%2f..%2fetc%2fpasswd", "/account.json",
        "/files//etc/passwd", "/files/results/%00/result.mp4",
      ] {
        let seen9 = try await sandbox.ask(.get, path).status
        #expect(seen9 == 404, "\(path)")
      }
      let seen10 = try await sandbox.ask(.put, "/storage/..%2faccount?expires=9999999999&signature=00", "x")
        .status
      #expect(seen10 == 404)
    }
  }

  @Test("An uploaded file comes back byte for byte, whole and by ranges")
  func assets() async throws {
    let bytes = (0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    try await SandboxFixture.run { sandbox in
      let url = try await sandbox.service.upload(path: try sandbox.directory.write(bytes, as: "a clip.mp4"))
      #expect(url.hasSuffix("/a_clip.mp4"))
      let whole = try await sandbox.http.send(Request(url: url))
      #expect(whole.status == 200 && whole.body == bytes && whole.header("Accept-Ranges") == "bytes")
      #expect(whole.header("Content-Type") == "video/mp4" && whole.contentLength == 1_000_003)
      let tag = try #require(whole.header("ETag"))
      #expect(tag.hasSuffix("-1\""), "another upload to the same URL has another tag")
      let part = try await sandbox.http.send(
        Request(url: url, headers: [("If-Range", tag)], range: 500_000...500_099))
      #expect(part.status == 206 && part.body == Array(bytes[500_000...500_099]))
      #expect(part.contentRange == ContentRange(bytes: 500_000...500_099, total: 1_000_003))
      let tail = try await sandbox.http.send(Request(url: url, range: 1_000_000...2_000_000))
      #expect(tail.status == 206 && tail.body == Array(bytes[1_000_000...]))
      let changed = try await sandbox.http.send(
        Request(url: url, headers: [("If-Range", "\"old\"")], range: 0...9))
      #expect(changed.status == 200 && changed.body.count == bytes.count)
      let beyond = try await sandbox.http.send(Request(url: url, range: 1_000_003...1_000_004))
      #expect(beyond.status == 416 && beyond.contentRange == ContentRange(bytes: nil, total: 1_000_003))
    }
  }

  @Test("A signed upload holds to its content type, size and time")
  func signedUploads() async throws {
    try await SandboxFixture.run {
      $0.uploadLimit = 1000
    } _: { sandbox in
      func announce(_ size: String) async throws -> JSON {
        try await sandbox.ask(
          .post, "/v2/upload/asset", #"{"filename":"a.mp4","content_type":"video/mp4"\#(size)}"#
        ).json
      }
      func put(_ url: String, _ type: String, _ bytes: Int) async throws -> Int {
        try await sandbox.http.send(
          Request(
            .put, url: url, headers: [("Content-Type", type)], body: .bytes(Array(repeating: 1, count: bytes))
          )
        ).status
      }
      let signed = try #require(try await announce(#","file_size":10"#)["data"]?["sign_url"]?.stringValue)
      let asset = try #require(try await announce("")["data"])
      let seen11 = try await put(signed, "video/webm", 10)
      #expect(seen11 == 403)
      let seen12 = try await put(String(signed.dropLast()) + "x", "video/mp4", 10)
      #expect(seen12 == 403)
      let seen13 = try await put(signed, "video/mp4", 9)
      #expect(seen13 == 400)
      let seen14 = try await put(signed, "video/mp4", 11)
      #expect(seen14 == 413)
      let seen15 = try await put(signed, "video/mp4", 10)
      #expect(seen15 == 200)
      let (open, url) = (
        try #require(asset["sign_url"]?.stringValue), try #require(asset["asset_url"]?.stringValue)
      )
      let seen16 = try await sandbox.http.send(Request(url: url)).status
      #expect(seen16 == 404)
      let seen17 = try await put(open, "video/mp4", 1001)
      #expect(seen17 == 413)
      let seen18 = try await sandbox.http.send(Request(url: url)).status
      #expect(seen18 == 404)
      let seen19 = try await put(open, "video/mp4", 1000)
      #expect(seen19 == 200)
      let seen20 = try await sandbox.http.send(Request(url: url)).status
      #expect(seen20 == 200)
      let seen21 = try await announce(#","file_size":1001"#)["msg"]?.stringValue
      #expect(seen21 == "Parameter error: File size exceeds limit")
      let seen22 = try await announce(#","file_size":0"#)["code"]?.intValue
      #expect(seen22 == 40000)
      let seen23 = try await announce(#","file_size":"many""#)["code"]?.intValue
      #expect(seen23 == 40000)
    }
  }

  @Test("A client that waits to be asked for its body is asked, and not where its body is of no use")
  func encouraged() async throws {
    try await SandboxFixture.run { sandbox in
      let (_, json, _) = try await sandbox.ask(
        .post, "/v2/upload/asset", #"{"filename":"a.mp4","content_type":"video/mp4","file_size":10}"#)
      let signed = try #require(json["data"]?["sign_url"]?.stringValue)
      let port = try #require(Int(sandbox.server.baseURL.split(separator: ":").last ?? ""))
      let path = signed.dropFirst(sandbox.server.baseURL.count)
      func head(_ path: Substring) -> String {
        "PUT \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: video/mp4\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n"
      }
      let (good, bad) = (head(path), head(path.dropLast() + "x"))
      let heads = try await onBlockingThread {
        let connection = try #require(RawConnection(port: port))
        connection.send(good)
        let asked = connection.head()
        connection.send("0123456789")
        let other = try #require(RawConnection(port: port))
        other.send(bad)
        return [asked, connection.head(), other.head()]
      }
      #expect(
        heads.map { $0.prefix(12) } == ["HTTP/1.1 100", "HTTP/1.1 200", "HTTP/1.1 403"], "\(heads)")
    }
  }

  @Test("Both generations of the rate limit, by name")
  func rateLimits() async throws {
    try await SandboxFixture.run {
      $0.faults = ["rate-limit=1"]
    } _: { sandbox in
      let (_, first, allowed) = try await sandbox.ask(.post, Self.create, "{}")
      #expect(first["code"]?.intValue == 40000 && allowed.header("X-RateLimit-Remaining") == "0")
      let (status, json, _) = try await sandbox.ask(.post, Self.create, "{}")
      #expect(status == 200 && json["code"]?.intValue == 429)
      let seen25 = try await sandbox.ask(.get, "/v2/user/whoami").json["code"]?.intValue
      #expect(seen25 == 0)
    }
    try await SandboxFixture.run {
      $0.faults = ["rate-limit-old=1"]
    } _: { sandbox in
      _ = try await sandbox.ask(.post, Self.create, "{}")
      let (status, json, response) = try await sandbox.ask(.post, Self.create, "{}")
      #expect(status == 429 && json["code"]?.intValue == 10401)
      #expect((1...60).contains(json["data"]?["retryAfter"]?.intValue ?? 0))
      #expect(response.header("X-RateLimit-Limit") == "1" && response.header("X-RateLimit-Remaining") == "0")
    }
  }

  @Test(
    "A port that is taken, a fault that is none, a folder that cannot be made: said before anything starts")
  func starts() async throws {
    try await SandboxFixture.run { sandbox in
      let port = Int(sandbox.server.baseURL.split(separator: ":").last ?? "") ?? 0
      func failure(_ configuration: SandboxConfiguration) async -> SandboxError.Code? {
        do {
          await (try SandboxServer.start(configuration)).stop()
          return nil
        } catch { return (error as? SandboxError)?.code }
      }
      let data = sandbox.directory.file("other")
      #expect(await failure(SandboxConfiguration(port: port, dataDirectory: data)) == .port)
      #expect(await failure(SandboxConfiguration(port: 70_000, dataDirectory: data)) == .port)
      #expect(await failure(SandboxConfiguration(port: 0, dataDirectory: data, faults: ["x"])) == .fault)
      let taken = SandboxConfiguration(port: 0, dataDirectory: sandbox.directory.file("data"))
      let second = await failure(taken)
      #expect(second == .dataDirectory)
      let file = try sandbox.directory.write([1], as: "file")
      #expect(await failure(SandboxConfiguration(port: 0, dataDirectory: file + "/data")) == .dataDirectory)
    }
  }
}
