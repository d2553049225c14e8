import LipSyncTransfer
import Testing

@testable import LipSync

/// What a receiver makes of a request, by the service's convention and by that of Standard Webhooks.
@Suite struct WebhookReceiptTests {
  private static let now = UnixTime(1_700_000_000)
  private static let body = Array(#"{"event_id":"evt_1","event":"generated_video_success"}"#.utf8)
  private static let secrets = [Redacted("old"), Redacted("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]

  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var headers: [String: String]
    /// The id of a message that is believed; nil for one that is refused.
    var id: String?
    var body = WebhookReceiptTests.body
    var testDescription: String { name }
  }

  private static func standard(
    id: String = "msg_1", at moment: UnixTime = now, by secret: Int = 1, body: [UInt8] = body
  ) -> [String: String] {
    [
      "webhook-id": id, "webhook-timestamp": String(moment.seconds),
      "webhook-signature": StandardWebhook.sign(body, id: id, at: moment, secrets: [secrets[secret]]),
    ]
  }

  private static func timed(at moment: UnixTime = now) -> [String: String] {
    [
      "x-webhook-timestamp": String(moment.seconds),
      "x-webhook-timestamp-signature": WebhookSignature.sign(body, at: moment, secret: secrets[0]),
    ]
  }

  private static let vendor = ["x-webhook-signature": WebhookSignature.sign(body, secret: secrets[0])]

  static let rows: [Row] = [
    Row(name: "Standard Webhooks", headers: standard(), id: "msg_1"),
    Row(name: "Standard Webhooks by the other secret", headers: standard(by: 0), id: "msg_1"),
    Row(name: "the service's", headers: vendor, id: "evt_1"),
    Row(name: "the service's with a moment", headers: timed(), id: "evt_1"),
    Row(name: "all of them", headers: vendor.merging(timed()) { $1 }.merging(standard()) { $1 }, id: "msg_1"),
    Row(name: "at the edge of the time", headers: standard(at: now + -300), id: "msg_1"),
    Row(name: "none", headers: [:]),
    Row(name: "too old", headers: standard(at: now + -301)),
    Row(
      name: "too old, with the service's beside it", headers: vendor.merging(standard(at: now + -301)) { $1 }),
    Row(name: "too old by the service's moment", headers: timed(at: now + -301)),
    Row(name: "another id", headers: standard().merging(["webhook-id": "msg_2"]) { $1 }),
    Row(name: "another moment", headers: standard().merging(["webhook-timestamp": "1700000001"]) { $1 }),
    Row(name: "no moment", headers: standard().filter { $0.key != "webhook-timestamp" }),
    Row(name: "no id", headers: standard().filter { $0.key != "webhook-id" }),
    Row(name: "other bytes", headers: vendor, body: body + [10]),
    // An id that nobody has signed is no id: a repetition could not be told by it.
    Row(
      name: "an id beside the service's signature", headers: vendor.merging(["webhook-id": "x"]) { $1 },
      id: "evt_1"),
  ]

  @Test("Believed or refused, and by which id", arguments: rows)
  func read(_ row: Row) {
    let receipt = WebhookReceipt.read(row.body, secrets: Self.secrets, now: Self.now) { row.headers[$0] }
    switch receipt {
    case .genuine(let message):
      #expect(message.id == row.id && message.body == row.body && message.name == "generated_video_success")
    case .refused: #expect(row.id == nil, "\(receipt)")
    case .malformed: Issue.record("\(receipt)")
    }
  }

  @Test("What is signed and no event is said to be none; one without an id has its bytes' own")
  func shapes() {
    func read(_ text: String) -> WebhookReceipt {
      let body = Array(text.utf8)
      let signature = WebhookSignature.sign(body, secret: Self.secrets[0])
      return .read(body, secrets: Self.secrets, now: Self.now) {
        $0 == "x-webhook-signature" ? signature : nil
      }
    }
    for text in ["", "[]", "x", "null"] {
      if case .malformed = read(text) { continue }
      Issue.record("\(text)")
    }
    guard case .genuine(let one) = read(#"{"type":"a.b"}"#),
      case .genuine(let other) = read(#"{"type":"a.c"}"#)
    else {
      Issue.record("refused")
      return
    }
    #expect(one.name == "a.b" && one.id.hasPrefix("sha256-") && one.id != other.id)
  }

  @Test("What an attempt leaves behind: taken, gone, again after a pause, or given up after a day")
  func outcome() throws {
    var delivery = WebhookDelivery(
      WebhookMessage(id: "e", name: "n", body: []), to: JournalEntry.SentURL("https://h/x"))
    delivery.attempts = 3
    #expect(delivery.outcome(of: .interrupted) == nil)
    let taken = try #require(delivery.outcome(of: .taken))
    #expect(taken.delivery.state == .taken && taken.pause == nil)
    let again = try #require(delivery.outcome(of: .untaken("HTTP 500", status: 500)))
    #expect(
      again.delivery.state == .waiting && again.pause == .seconds(15) && again.delivery.error == "HTTP 500")
    #expect(delivery.outcome(of: .untaken("x", status: 429, retryAfter: .seconds(99)))?.pause == .seconds(99))
    #expect(delivery.outcome(of: .untaken("HTTP 410", status: 410))?.delivery.state == .gone)
    delivery.age = .seconds(86_390)
    let late = try #require(delivery.outcome(of: .untaken("no answer")))
    #expect(late.delivery.state == .expired && late.pause == nil)
  }
}
