import LipSyncMedia
import LipSyncTransfer
import Synchronization
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

  /// A clock that pauses take forward at once.
  private final class Clock: Sendable {
    let paused = Mutex<[Duration]>([])
    private let start = ContinuousClock.now
    var pace: Pace {
      Pace(
        sleep: { pause in self.paused.withLock { $0.append(pause) } },
        now: { self.start + self.paused.withLock { $0.reduce(.zero, +) } }, jitter: { 1 })
    }
  }

  private static func sender(_ url: String, _ clock: Clock = Clock()) throws -> WebhookSender {
    try WebhookSender(
      to: url, secrets: [Redacted("key"), Redacted("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")],
      client: HTTPClient(policy: .privateAllowed), pace: clock.pace)
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
      #expect(request.header("webhook-id") == Self.event.id)
      for secret in ["key", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
        #expect(
          StandardWebhook.verify(
            request.header("webhook-signature") ?? "", of: body, id: Self.event.id,
            at: UnixTime(request.header("webhook-timestamp").flatMap { Int64($0) } ?? 0),
            secrets: [Redacted(secret)]))
      }
    }
  }

  @Test("A signature of Standard Webhooks is the published one, and binds id, moment, bytes and secret")
  func standard() {
    // The example of github.com/standard-webhooks/standard-webhooks, which its libraries test.
    let (id, at) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", UnixTime(1_614_265_330))
    let body = Array(#"{"test": 2432232314}"#.utf8)
    let secret = Redacted("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    let known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    #expect(StandardWebhook.sign(body, id: id, at: at, secrets: [secret]) == known)
    let both = StandardWebhook.sign(body, id: id, at: at, secrets: [Redacted("new"), secret])
    #expect(both.split(separator: " ").count == 2 && both.hasSuffix(known))
    func holds(
      _ signature: String, _ body: [UInt8] = body, id: String = id, at moment: UnixTime = at,
      by secrets: [Redacted] = [secret], now: Int64 = 0, tolerance: Duration = .seconds(300)
    ) -> Bool {
      StandardWebhook.verify(
        signature, of: body, id: id, at: moment, secrets: secrets, tolerance: tolerance, now: at + now)
    }
    #expect(holds(known) && holds(both) && holds("v2,x v1a,y " + known) && holds(both, by: [Redacted("new")]))
    #expect(holds(both, by: [Redacted("old"), secret]) && holds(known, now: 300) && holds(known, now: -300))
    #expect(holds(known, now: 900, tolerance: .seconds(900)))
    #expect(!holds(known, now: 301) && !holds(known, now: -301) && !holds(known, body + [10]))
    #expect(!holds(known, id: id + "x") && !holds(known, at: at + 1) && !holds(known, by: [Redacted("key")]))
    for bad in ["", "v1,", "g0hM9SsE", "v2" + known.dropFirst(2), known.dropLast(3) + "a="] {
      #expect(!holds(bad), "\(bad)")
    }
  }

  @Test("Pauses grow to hours, Retry-After is heeded, and a receiver that is gone is believed")
  func schedule() {
    func pause(_ attempt: Int, _ status: Int? = 503, _ wish: Int? = nil, left: Int = 86400) -> Duration? {
      WebhookSchedule.pause(
        after: attempt, status: status, retryAfter: wish.map { .seconds($0) }, left: .seconds(left))
    }
    #expect(
      (1...10).map { pause($0) } == [1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 7200].map { .seconds($0) })
    #expect(pause(1, 429, 8) == .seconds(8) && pause(4, 429, 8) == .seconds(60))
    #expect(pause(1, 410) == nil && pause(1, nil) == .seconds(1) && pause(3, left: 14) == nil)
    #expect(pause(1, 503, 100, left: 99) == nil)
  }

  @Test(
    "A receiver that wants a pause gets it; one that is gone gets one attempt; a day is sent again for a day")
  func patience() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/busy") { [weak origin] _ in
      origin?.requests.count == 1
        ? OriginReply(status: 503, headers: [("Retry-After", "8")]) : OriginReply(status: 200)
    }
    let clock = Clock()
    #expect(try await Self.sender(origin.url("/busy"), clock).send(Self.event) == 2)
    #expect(clock.paused.withLock { $0 } == [.seconds(8)])
    origin.serve("/gone") { _ in OriginReply(status: 410) }
    let gone = await #expect(throws: ServiceError.self) {
      try await Self.sender(origin.url("/gone")).send(Self.event)
    }
    #expect(gone?.status == 410 && origin.requests(to: "/gone").count == 1)
    origin.serve("/never") { _ in OriginReply(status: 500) }
    let day = Clock()
    await #expect(throws: ServiceError.self) {
      try await Self.sender(origin.url("/never"), day).send(Self.event, for: .seconds(86_400))
    }
    let waited = day.paused.withLock { $0.reduce(.zero, +) }
    #expect(waited > .seconds(72_000) && waited <= .seconds(86_400))
    #expect(origin.requests(to: "/never").count < 25)
  }

  @Test("What ends a wait without the task's end is told, where it is a word on the task")
  func otherEnds() throws {
    func event(_ code: ServiceError.Code) -> WebhookEvent? {
      WebhookEvent(
        ServiceError(code, operation: .wait, subject: "t", message: "why", remedy: "r"), taskID: "t-1",
        at: UnixTime(1_700_000_000))
    }
    for (code, kind, exit) in [
      (ServiceError.Code.gaveUp, WebhookEvent.Kind.gaveUp, 4), (.notFound, .notFound, 3), (.key, .refused, 3),
      (.permission, .refused, 3), (.refused, .refused, 3),
    ] {
      let event = try #require(event(code))
      let body = try #require(JSON(parsing: event.body))
      Contract.hold(body, to: .webhookEvent)
      #expect(event.kind == kind && body["data"]?["error"]?["code"]?.intValue == Int64(exit))
      #expect(
        body["data"]?["video_id"]?.stringValue == "t-1" && body["data"]?["status"]?.stringValue == "unknown")
    }
    #expect(event(.unreachable) == nil && event(.cancelled) == nil)
    #expect(Set(WebhookEvent.Kind.allCases.map(\.rawValue)).count == 5)
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
