import Foundation
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox
@testable import LoopbackServer

/// What clients of other kinds need: browsers, generated clients, containers, receivers of webhooks.
@Suite("Sandbox: other clients")
struct SandboxForClientsTests {
  private static let origin = "http://localhost:5173"

  @Test("pages of an origin that was named may call the API, others may not")
  func cors() async throws {
    try await SandboxFixture.run {
      $0.allowedOrigins = [Self.origin]
    } _: { sandbox in
      let answer = try await sandbox.ask(.get, "/v2/user/whoami", headers: [("Origin", Self.origin)])
      #expect(answer.response.header("Access-Control-Allow-Origin") == Self.origin)
      #expect(answer.response.header("Vary") == "Origin")
      let other = try await sandbox.ask(
        .get, "/v2/user/whoami", headers: [("Origin", "https://evil.example")])
      #expect(other.response.header("Access-Control-Allow-Origin") == nil)
    }
    try await SandboxFixture.run { sandbox in
      let answer = try await sandbox.ask(.get, "/v2/user/whoami", headers: [("Origin", Self.origin)])
      #expect(answer.response.header("Access-Control-Allow-Origin") == nil)
    }
  }

  @Test(
    "a browser's question before a request is answered for pages that may",
    arguments: [
      ([origin], origin, true), (["*"], origin, true), ([origin], "https://evil.example", false),
      ([], origin, false),
    ])
  func preflight(allowed: [String], origin: String, isAnswered: Bool) throws {
    let access = SandboxAccess(host: IPAddress("127.0.0.1"), names: [], origins: allowed)
    let head = "OPTIONS /v2/create_lip_sync_video HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: \(origin)\r\n"
    let question = head + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-api-key"
    let headers = access.preflight(try #require(LoopbackRequest(head: question)))
    #expect((headers != nil) == isAnswered)
    if let headers {
      let values = Dictionary(headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
      #expect(values["Access-Control-Allow-Origin"] == origin)
      #expect(values["Access-Control-Allow-Headers"] == "x-api-key")
      #expect(values["Access-Control-Allow-Methods"]?.contains("POST") == true)
    }
    // An OPTIONS that asks for no permission is no such question.
    let plain = try #require(LoopbackRequest(head: String(head.dropLast(2))))
    #expect(access.preflight(plain) == nil)
  }

  @Test("who tells of itself needs no key; the page has pictures, runs nothing and escapes what it is given")
  func pages() async throws {
    try await SandboxFixture.run { sandbox in
      let health = try await sandbox.ask(.get, "/health", key: nil)
      #expect(health.status == 200 && health.json["status"]?.stringValue == "ok")
      let created = try await sandbox.ask(
        .post, "/v2/create_lip_sync_video",
        #"{"video_url":"http://127.0.0.1:9/<b>.mp4","audio_url":"http://127.0.0.1:9/a.wav"}"#)
      #expect(created.json["code"]?.intValue == 0)
      let page = try await sandbox.http.send(Request(url: sandbox.server.baseURL + "/"))
      let markup = String(decoding: page.body, as: UTF8.self)
      #expect(page.header("Content-Type") == "text/html; charset=utf-8")
      #expect(page.header("Content-Security-Policy") == SandboxPage.policy)
      #expect(markup.contains("1 task,") && markup.contains("&lt;b&gt;.mp4") && !markup.contains("<script"))
      let style = try #require(markup.firstMatch(of: /<style>([^<]*)<\/style>/)).1
      let digest = Data(Digest.sha256(Array(style.utf8))).base64EncodedString()
      #expect(SandboxPage.policy.contains("sha256-" + digest))
    }
  }

  @Test("the description of the API is one, by a validator of OpenAPI's, and names every path")
  func openAPI() async throws {
    try await withPython { python in
      try await SandboxFixture.run { sandbox in
        let answer = try await sandbox.ask(.get, "/openapi.json", key: nil)
        #expect(answer.status == 200)
        let file = try sandbox.directory.write(answer.response.body, as: "openapi.json")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [
          "-c",
          "import json,sys; from openapi_spec_validator import validate; validate(json.load(open(sys.argv[1])))",
          file,
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
      }
    }
    guard case .object(let paths)? = OpenAPI.document["paths"] else { throw CancellationError() }
    #expect(paths.count == 10)
  }

  /// Python with openapi-spec-validator; says so where there is none.
  private func withPython(_ body: (String) async throws -> Void) async throws {
    let python = "/usr/bin/python3"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", "import openapi_spec_validator"]
    process.standardError = FileHandle.nullDevice
    if (try? process.run()) != nil {
      process.waitUntilExit()
      if process.terminationStatus == 0 { return try await body(python) }
    }
    print("skipped: the OpenAPI document is not validated, as there is no Python with openapi-spec-validator")
  }

  @Test(
    "names that may be asked for where others are let in",
    arguments: [
      ("127.0.0.1:1", true), ("localhost", true), ("192.168.1.5:8787", true), ("sandbox:8787", true),
      ("SANDBOX", true),
      ("evil.example", false), ("sandbox.evil.example", false), ("[fd00::1]:8787", true), ("", false),
    ])
  func names(host: String, isOurs: Bool) throws {
    let request = try #require(LoopbackRequest(head: "GET / HTTP/1.1\r\nHost: \(host)"))
    let open = SandboxAccess(host: IPAddress("0.0.0.0"), names: ["sandbox"], origins: [])
    #expect(open.isOurs(request) == isOurs)
    #expect(SandboxAccess.local.isOurs(request) == (isOurs && (host.hasPrefix("127") || host == "localhost")))
  }

  @Test("links lead to where a request was made where others are let in")
  func open() async throws {
    try await SandboxFixture.run {
      ($0.host, $0.hostNames) = ("0.0.0.0", ["sandbox.test"])
    } _: { sandbox in
      let answer = try await sandbox.ask(
        .post, "/v2/upload/asset", #"{"filename":"a.wav","content_type":"audio/wav","file_size":4}"#,
        headers: [("Host", "sandbox.test:99")])
      #expect(
        answer.json["data"]?["asset_url"]?.stringValue?.hasPrefix("http://sandbox.test:99/files/") == true)
      let page = try await sandbox.ask(.get, "/", key: nil)
      #expect(page.status == 403)
    }
  }

  @Test("webhooks of tasks are simulated on request, signed as the service signs")
  func webhooks() async throws {
    let receiver = try Origin()
    defer { receiver.stop() }
    receiver.serve("/hook") { _ in OriginReply(status: 200) }
    try await SandboxFixture.run {
      $0.postsWebhooks = true
      $0.faults = ["task-failed=no face"]
    } _: { sandbox in
      let made = try await sandbox.ask(
        .post, "/v2/endpoint",
        "{\"url\":\"\(receiver.url("/hook"))\",\"events\":[\"generated_lip_sync_video_failed\"]}")
      let secret = try #require(made.json["data"]?["secret"]?.stringValue)
      let created = try await sandbox.ask(
        .post, "/v2/create_lip_sync_video",
        #"{"video_url":"http://127.0.0.1:9/v.mp4","audio_url":"http://127.0.0.1:9/a.wav"}"#)
      let arrived = await onBlockingThread { receiver.hasRead(requests: 1) }
      #expect(arrived)
      let request = try #require(receiver.requests.first)
      #expect(request.header("X-Webhook-Event") == "generated_lip_sync_video_failed")
      #expect(
        request.header("X-Webhook-Signature") == WebhookSignature.sign(request.body, secret: Redacted(secret))
      )
      let body = try #require(JSON(parsing: request.body))
      #expect(body["data"]?["task_id"]?.stringValue == created.json["data"]?["task_id"]?.stringValue)
      #expect(body["data"]?["error"]?["message"]?.stringValue == "no face")
    }
    try await SandboxFixture.run { sandbox in
      let made = try await sandbox.ask(
        .post, "/v2/endpoint", #"{"url":"https://a.example/","events":["generated_lip_sync_video_failed"]}"#)
      #expect(made.json["code"]?.intValue == 40000)
    }
  }
}
