import LipSync
import Synchronization
import TestSupport
import Testing

@testable import LipSyncLedger

/// What every store of the journal keeps to.
@Suite struct JournalTests {
  @Test(
    "A payment is what it was after another opening, and changes where it is noted again",
    arguments: StoreKind.all)
  func entries(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let first = try await fixture.open()
    var entry = Sample.entry("one")
    try await first.record(entry)
    try await first.record(Sample.entry("two", job: "another"))
    let second = try await fixture.open()
    #expect(try await second.entries(job: "job") == [entry])
    (entry.state, entry.taskID, entry.error) = (.failed, "task-1", "because")
    (entry.createdAt, entry.completedAt) = (UnixTime(1_700_000_001), UnixTime(1_700_000_002))
    entry.charged = Credits(hundredths: 10)
    try await second.record(entry)
    #expect(try await first.entries(job: "job") == [entry])
    #expect(try await first.entry(task: "task-1", at: Sample.account) == entry)
    let stranger = ServiceAccount(service: Sample.account.service, account: "other")
    #expect(try await first.entry(task: "task-1", at: stranger) == nil)
    #expect(try await first.entries(limit: 10).map(\.id) == ["two", "one"])
    #expect(try await first.entries(limit: 1).map(\.id) == ["two"])
  }

  @Test(
    "The newest payment comes first, however quickly they follow each other", arguments: StoreKind.all)
  func order(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let store = try await fixture.open()
    for number in 0..<20 { try await store.record(Sample.entry("e\(number)")) }
    let ids = try await store.entries(job: "job").map(\.id)
    #expect(ids == (0..<20).reversed().map { "e\($0)" })
    withExtendedLifetime(fixture) {}
  }

  @Test("An upload is found by its content and account, the last one noted", arguments: StoreKind.all)
  func uploads(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let store = try await fixture.open()
    let content = ContentIdentity(text: "packets:1")
    #expect(try await store.upload(of: content, at: Sample.account) == nil)
    var upload = UploadEntry(
      content: content, account: Sample.account, bytes: 5 << 32, assetURL: "https://assets/1",
      isStored: false,
      at: UnixTime(1_700_000_000))
    try await store.record(upload)
    upload.isStored = true
    try await store.record(upload)
    #expect(try await store.upload(of: content, at: Sample.account) == upload)
    let stranger = ServiceAccount(service: "https://other", account: Sample.account.account)
    #expect(try await store.upload(of: content, at: stranger) == nil)
    withExtendedLifetime(fixture) {}
  }

  @Test(
    "A turn is had by one at a time, over several openings, and only its own name waits",
    arguments: StoreKind.all)
  func turns(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let (one, other) = (try await fixture.open(), try await fixture.open())
    let first = try await one.turn(on: "job a") {}
    try await other.turn(on: "job b") { Issue.record("another name has to wait") }.release()
    let (waits, waited) = AsyncStream<Void>.makeStream()
    async let second = other.turn(on: "job a") { waited.yield() }
    for await _ in waits { break }
    first.release()
    try await second.release()
  }

  @Test("A wait for a turn ends with its task", arguments: StoreKind.all)
  func cancelledTurn(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let store = try await fixture.open()
    let held = try await store.turn(on: "job") {}
    let (waits, waited) = AsyncStream<Void>.makeStream()
    let waiting = Task { try await store.turn(on: "job") { waited.yield() } }
    for await _ in waits { break }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    held.release()
  }

  @Test("Forty turns at once never overlap", arguments: StoreKind.all)
  func manyTurns(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let store = try await fixture.open()
    let inside = Crowd()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<40 {
        group.addTask {
          let turn = try await store.turn(on: "job") {}
          inside.enter()
          await Task.yield()
          inside.leave()
          turn.release()
        }
      }
      try await group.waitForAll()
    }
    #expect(inside.most == 1 && inside.total == 40)
    withExtendedLifetime(fixture) {}
  }

  @Test(
    "The limit of requests holds over several openings, for each account alone", arguments: StoreKind.all
  )
  func gate(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let stores = [try await fixture.open(), try await fixture.open()]
    // Longer than any machine takes for what follows.
    let window = Duration.seconds(86_400)
    for number in 0..<20 {
      let wait = await stores[number % 2].admit("a", limit: 20, window: window)
      #expect(wait == nil)
    }
    let wait = try #require(await stores[0].admit("a", limit: 20, window: window))
    #expect(wait > .zero && wait <= window)
    #expect(await stores[1].admit("b", limit: 20, window: window) == nil)
    // What lies outside of the window counts no more.
    #expect(await stores[1].admit("a", limit: 20, window: .milliseconds(1)) == nil)
  }
}

/// How many are inside at once.
private final class Crowd: Sendable {
  private let state = Mutex((now: 0, most: 0, total: 0))
  var most: Int { state.withLock { $0.most } }
  var total: Int { state.withLock { $0.total } }

  func enter() {
    state.withLock { state in
      state.now += 1
      state.most = max(state.most, state.now)
      state.total += 1
    }
  }

  func leave() { state.withLock { $0.now -= 1 } }
}
