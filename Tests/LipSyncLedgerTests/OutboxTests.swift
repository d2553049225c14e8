import LipSync
import Platform
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncLedger

/// What every store's outbox keeps to.
@Suite struct OutboxTests {
  private static let hook = JournalEntry.SentURL("https://example.com/hook")
  private static let minute = Duration.seconds(60)

  private static func delivery(_ id: String, to receiver: JournalEntry.SentURL = hook) -> WebhookDelivery {
    WebhookDelivery(WebhookMessage(id: id, name: "n", body: Array(#"{"é":"\#(id)"}"#.utf8)), to: receiver)
  }

  @Test(
    "A message is there once, is posted by one at a time, and comes again until it is over",
    arguments: StoreKind.all)
  func once(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let (one, other) = (try await fixture.open(), try await fixture.open())
    #expect(try await one.put(Self.delivery("a"), again: false))
    #expect(try await !other.put(Self.delivery("a"), again: true))
    #expect(try await one.put(Self.delivery("b"), again: false))
    let taken = try await one.takeDue(for: nil, limit: 1, lease: Self.minute)
    #expect(taken.count == 1 && taken.first?.attempts == 1)
    #expect(taken.first?.message == Self.delivery(taken.first?.message.id ?? "").message)
    let rest = try await other.takeDue(for: nil, limit: 9, lease: Self.minute)
    #expect(Set((taken + rest).map(\.message.id)) == ["a", "b"] && rest.count == 1)
    #expect(try await one.takeDue(for: nil, limit: 9, lease: Self.minute).isEmpty)
    // Not taken: due again at once. Taken: over, and stays so.
    var first = try #require(taken.first)
    first.error = "HTTP 500"
    try await one.note(first, dueAfter: .zero)
    let again = try #require(try await other.takeDue(for: nil, limit: 9, lease: Self.minute).first)
    #expect(again.message == first.message && again.attempts == 2 && again.error == "HTTP 500")
    // Whoever had it before has no say any more.
    try await one.note(first, dueAfter: nil)
    #expect(try await other.waiting(for: nil).count == 2)
    var done = again
    done.state = .taken
    try await other.note(done, dueAfter: nil)
    let waiting = try await one.waiting(for: nil)
    let next = try #require(waiting.next)
    #expect(waiting.count == 1 && next > .seconds(50))
    #expect(try await !one.put(first, again: false))
    #expect(try await one.waiting(for: nil).count == 1)
    #expect(try await !one.put(first, again: true))
    #expect(try await one.waiting(for: nil).count == 2)
    #expect(try await one.deliveries(limit: 9).map(\.state) == [.waiting, .waiting])
    withExtendedLifetime(fixture) {}
  }

  @Test(
    "A receiver whose URL holds a secret is kept as a hash, and served by who names it",
    arguments: StoreKind.all)
  func secret(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let store = try await fixture.open()
    let secret = JournalEntry.SentURL("https://h/x?X-Amz-Signature=abc&X-Amz-Expires=9")
    #expect(secret.url == nil)
    try await store.put(Self.delivery("a", to: secret), again: false)
    #expect(try await store.takeDue(for: nil, limit: 9, lease: Self.minute).isEmpty)
    #expect(try await store.takeDue(for: Self.hook.digest, limit: 9, lease: Self.minute).isEmpty)
    #expect(try await store.takeDue(for: secret.digest, limit: 9, lease: Self.minute).count == 1)
    withExtendedLifetime(fixture) {}
  }

  @Test(
    "A courier posts what is due, and leaves what was broken off to the next one", arguments: StoreKind.all)
  func courier(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let store = try await fixture.open()
    for id in ["taken", "gone", "broken"] { try await store.put(Self.delivery(id), again: false) }
    let posted = try await WebhookCourier(store) { delivery in
      switch delivery.message.id {
      case "taken": .taken
      case "gone": .untaken("HTTP 410", status: 410)
      // The second time it is a receiver that asks for an hour.
      default:
        delivery.attempts == 1 ? .interrupted : .untaken("HTTP 503", status: 503, retryAfter: .seconds(3600))
      }
    }.round()
    #expect(posted.count == 4)
    let states = try await store.deliveries(limit: 9).reduce(into: [:]) { $0[$1.message.id] = $1.state }
    #expect(states == ["taken": .taken, "gone": .gone, "broken": .waiting])
    let waiting = try await store.waiting(for: nil)
    let next = try #require(waiting.next)
    #expect(waiting.count == 1 && next > .seconds(3590))
    withExtendedLifetime(fixture) {}
  }

  @Test("A deleted file's outbox goes with its payments into the new one")
  func rescued() async throws {
    let fixture = try StoreFixture(.sqlite)
    let store = try await fixture.open()
    try await store.record(Sample.entry("one", state: .created, task: "t"))
    try await store.put(Self.delivery("a"), again: false)
    for ending in ["", "-wal", "-shm"] { unlink(fixture.path + ending) }
    await #expect(throws: JournalError.self) { try await store.put(Self.delivery("b"), again: false) }
    let heir = try await fixture.open()
    #expect(try await heir.deliveries(limit: 9).map(\.message.id) == ["a"])
  }

  @Test("What is told of a job's end: its task's word, its failure's, or that it came to nothing")
  func news() throws {
    func event(
      _ note: BatchNote, task: LipSyncTask? = nil, id: String? = "t", proof: VerifyReport? = nil,
      error: (any Error)? = nil
    ) throws -> (kind: WebhookEvent.Kind, data: JSON, id: String) {
      var news = BatchNews(batch: "b", job: "j", taskID: id)
      (news.task, news.verification) = (task, proof)
      let event = news.event(of: note, because: error)
      return (event.kind, try #require(JSON(parsing: event.body)?["data"]), event.id)
    }
    func failure(_ code: ServiceError.Code) -> ServiceError {
      ServiceError(code, operation: .wait, subject: "t", message: "why", remedy: "r")
    }
    let done = LipSyncTask(id: "t", status: .success, resultURL: "https://r")
    let good = try event(BatchNote(.verified), task: done, proof: VerifyReport(source: "r"))
    #expect(
      good.kind == .success && good.data["batch"]?.stringValue == "b" && good.data["job"]?.stringValue == "j")
    let failed = try event(
      BatchNote(.failed), task: LipSyncTask(id: "t", status: .failed, errorMessage: "no"))
    #expect(failed.kind == .failed && failed.data["error"]?["code"]?.intValue == 2)
    #expect(try event(BatchNote(.failed), error: failure(.gaveUp)).kind == .gaveUp)
    #expect(try event(BatchNote(.failed), error: failure(.notFound)).kind == .notFound)
    let aside = try event(BatchNote(.setAside, error: "media.x: bad"), id: nil)
    #expect(aside.kind == .failed && aside.data["video_id"]?.text == "null")
    #expect(aside.data["error"]?.text == #"{"code":1,"message":"media.x: bad"}"#)
    // Rows that share a task have events of their own.
    var twin = BatchNews(batch: "b", job: "k", taskID: "t")
    (twin.task, twin.verification) = (done, VerifyReport(source: "r"))
    #expect(twin.event(of: BatchNote(.verified), because: nil).id != good.id)
  }
}
