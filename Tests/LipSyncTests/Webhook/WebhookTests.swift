import LipSyncMedia
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// Signatures, events and their delivery.
@Suite struct WebhookTests {
  private static let fox = Array("The quick brown fox jumps over the lazy dog".utf8)
  /// The HMAC-SHA256 of `fox` under the key `key`, as published in many places.
  private static let known = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"

  @Test("A signature is the published one, and holds for these bytes and this secret alone")
  func signature() {
    let secret = Redacted("key")
    #expect(WebhookSignature.sign(Self.fox, secret: secret) == Self.known)
    for good in [Self.known, Self.known.uppercased(), "sha256=" + Self.known] {
      #expect(WebhookSignature.verify(good, of: Self.fox, secret: secret), "\(good)")
    }
    for bad in [
      "", "x", String(Self.known.dropLast()), Self.known + "0", Self.known.replacing("f7", with: "f8"),
    ] {
      #expect(!WebhookSignature.verify(bad, of: Self.fox, secret: secret), "\(bad)")
    }
    #expect(!WebhookSignature.verify(Self.known, of: Self.fox + [10], secret: secret))
    #expect(!WebhookSignature.verify(Self.known, of: Self.fox, secret: Redacted("Key")))
  }

  @Test("A timestamped signature dies, and its moment cannot be changed")
  func timestamp() {
    let (secret, at) = (Redacted("key"), UnixTime(1_700_000_000))
    let signature = WebhookSignature.sign(Self.fox, at: at, secret: secret)
    func holds(_ moment: UnixTime, now: Int64) -> Bool {
      WebhookSignature.verify(signature, of: Self.fox, at: moment, secret: secret, now: UnixTime(now))
    }
    #expect(holds(at, now: 1_700_000_299) && holds(at, now: 1_699_999_701))
    #expect(!holds(at, now: 1_700_000_301) && !holds(at, now: 1_699_999_699))
    #expect(!holds(at + 1, now: 1_700_000_000))
  }

  @Test("An event has the service's shape, and the same id for the same task")
  func event() throws {
    var report = VerifyReport(source: "r")
    report.lengths.measured = MediaTime(5, 2)
    let task = LipSyncTask(
      id: "t-1", status: .success, resultURL: "https://r/v.mp4", coverURL: "https://r/c.jpg")
    let event = WebhookEvent(task: task, verification: report, at: UnixTime(1_700_000_000))
    let body = try #require(JSON(parsing: event.body))
    Contract.hold(body, to: .webhookEvent)
    #expect(
      body.text
        == #"{"event_id":"\#(event.id)","event":"generated_lip_sync_video_success","timestamp":1700000000,"#
        + #""data":{"video_id":"t-1","status":"success","video_url":"https://r/v.mp4","cover_url":"https://r/c.jpg","#
        + #""duration":2.5,"verdict":"pass"}}"#)
    let later = WebhookEvent(task: task, verification: report)
    #expect(later.id == event.id && event.id.hasPrefix("evt_"))
    report.findings = [Finding(.resultAudioMismatch, about: .result, "not the audio")]
    let unproved = WebhookEvent(task: task, verification: report)
    #expect(unproved.kind == .failed && unproved.id != event.id)
    let failed = WebhookEvent(
      task: LipSyncTask(id: "t-2", status: .failed, errorMessage: "why"), verification: nil)
    Contract.hold(JSON(parsing: failed.body) ?? .null, to: .webhookEvent)
    let error = JSON(parsing: failed.body)?["data"]?["error"]
    #expect(error?["message"]?.stringValue == "why" && error?["code"]?.intValue == 2)
  }

  private static func sender(_ url: String) throws -> WebhookSender {
    try WebhookSender(
      to: url, secret: Redacted("key"), client: HTTPClient(policy: .privateAllowed),
      pace: Pace(sleep: { _ in }, now: { .now }, jitter: { 1 }))
  }

  private static let event = WebhookEvent(task: LipSyncTask(id: "t", status: .failed), verification: nil)

  @Test("An event that is not taken is sent again, the same body with the same id")
  func retries() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/hook") { [weak origin] _ in
      OriginReply(status: (origin?.requests.count ?? 0) < 3 ? 503 : 204)
    }
    let attempts = try await Self.sender(origin.url("/hook")).send(Self.event)
    #expect(attempts == 3 && origin.requests.count == 3)
    for request in origin.requests {
      let body = request.body
      #expect(request.method == "POST" && body == Self.event.body)
      #expect(request.header("X-Webhook-Event") == "generated_lip_sync_video_failed")
      #expect(request.header("X-Webhook-Id") == Self.event.id)
      let signature = request.header("X-Webhook-Signature") ?? ""
      #expect(WebhookSignature.verify(signature, of: body, secret: Redacted("key")))
      let moment = UnixTime(request.header("X-Webhook-Timestamp").flatMap { Int64($0) } ?? 0)
      #expect(
        WebhookSignature.verify(
          request.header("X-Webhook-Timestamp-Signature") ?? "", of: body, at: moment, secret: Redacted("key")
        ))
    }
  }

  @Test("A redirect is not a taker, and the end of the attempts is said")
  func undelivered() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let elsewhere = origin.url("/elsewhere")
    origin.serve("/hook") { _ in OriginReply(status: 307, headers: [("Location", elsewhere)]) }
    let error = await #expect(throws: ServiceError.self) {
      try await Self.sender(origin.url("/hook")).send(Self.event)
    }
    #expect(error?.exitCode == .service && error?.message.contains("4 attempts") == true)
    #expect(origin.requests(to: "/elsewhere").isEmpty && origin.requests.count == 4)
  }

  @Test("Plain http goes to private addresses alone", arguments: ["http://example.com/x", "ftp://h/x", "x"])
  func plain(url: String) {
    let error = #expect(throws: ServiceError.self) { try Self.sender(url) }
    #expect(error?.exitCode == .usage)
  }

  @Test("The gate of one process lets through what the limit says, account by account")
  func gate() async {
    let start = ContinuousClock.now
    let gate = LocalPostGate(now: { start })
    for _ in 0..<20 { #expect(gate.admit("a", limit: 20, window: .seconds(60)) == nil) }
    #expect(gate.admit("a", limit: 20, window: .seconds(60)) == .seconds(60))
    #expect(gate.admit("b", limit: 20, window: .seconds(60)) == nil)
  }
}
