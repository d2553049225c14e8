import LipSync
import Synchronization
import TestSupport
import Testing

@testable import LipSyncLedger

/// What every store of batches keeps to.
@Suite struct BatchTests {
  private static let lease = Duration.seconds(600)

  private static func row(_ ordinal: Int64, _ labels: [String: String] = [:]) -> BatchRow {
    BatchRow(
      ordinal: ordinal, id: "job-\(ordinal)", video: "v\(ordinal).mp4", audio: "https://host/a.wav",
      labels: labels)
  }

  /// A store with an open batch of so many jobs.
  private static func filled(_ kind: StoreKind, _ count: Int64, budget: Credits? = nil) async throws -> (
    StoreFixture, any LedgerStore
  ) {
    let fixture = try StoreFixture(kind)
    let store = try await fixture.open()
    _ = try await store.begin(id: "b", name: "b.csv", settings: "{}", budget: budget)
    try await store.fill("b", with: (0..<count).map { row($0 + 1) })
    return (fixture, store)
  }

  private static func one(_ store: any LedgerStore, lease: Duration = lease) async throws -> BatchClaims.Claim
  {
    try #require(try await store.claim("b", worker: "w", limit: 1, lease: lease).claims.first)
  }

  @Test("A batch is made once, and keeps what it was told", arguments: StoreKind.all)
  func making(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let store = try await fixture.open()
    let made = try await store.begin(
      id: "b", name: "b.csv", settings: #"{"a":1}"#, budget: Credits(hundredths: 150))
    #expect(made.state == .filling && made.committed == .init(hundredths: 0) && made.name == "b.csv")
    let again = try await fixture.open()
    #expect(try await again.begin(id: "b", name: "other", settings: "", budget: nil) == made)
    #expect(try await again.batch("b") == made)
    #expect(try await again.batch("none") == nil)
    let row = BatchRow(
      ordinal: 1, id: "ü", video: "v '\"?.mp4", audio: "a", playbackType: .normalReverse, output: "o/x.mp4",
      labels: ["language": "Čeština", "an \"odd\" name": "line\nbreak"])
    try await store.fill("b", with: [row])
    let job = try #require(try await again.job("b", id: "ü"))
    #expect(job.row == row && job.state == .pending && job.attempts == 0 && job.due == 0)
    try await again.set(budget: nil, of: "b")
    let changed = try #require(try await store.batch("b"))
    #expect(changed.budget == nil && changed.state == .open && changed.settings == #"{"a":1}"#)
    _ = try await store.begin(id: "c", name: "c.csv", settings: "{}", budget: nil)
    #expect(Set(try await store.batches().map(\.id)) == ["b", "c"])
  }

  @Test(
    "Rows that are there already are left as they are, and one id cannot be two jobs",
    arguments: StoreKind.all)
  func addingAgain(_ kind: StoreKind) async throws {
    let (fixture, store) = try await Self.filled(kind, 2500)
    let claim = try await Self.one(store)
    #expect(try await store.finish(claim.lease, BatchNote(.verified)))
    try await store.fill("b", with: (1...2501).map { Self.row($0) })
    let tally = try await store.tally("b", by: nil)
    #expect(tally.jobs == 2501 && tally.jobs(.verified) == 1 && tally.left == 2500)
    var twin = Self.row(1)
    twin.ordinal = 9000
    await #expect(throws: JournalError.self) { try await store.add([twin], to: "b") }
    withExtendedLifetime(fixture) {}
  }

  @Test("A link with a signature is not taken into the ledger", arguments: StoreKind.all)
  func noSignatures(_ kind: StoreKind) async throws {
    let (fixture, store) = try await Self.filled(kind, 1)
    var row = Self.row(2)
    row.audio = "https://bucket.s3.amazonaws.com/a.wav?X-Amz-Signature=0123456789abcdef&X-Amz-Expires=60"
    await #expect(throws: JournalError.self) { try await store.add([row], to: "b") }
    #expect(try await store.tally("b", by: nil).jobs == 1)
    withExtendedLifetime(fixture) {}
  }

  @Test(
    "Jobs are claimed in order, not before the batch is open, and it is known when they are over",
    arguments: StoreKind.all)
  func order(_ kind: StoreKind) async throws {
    let (fixture, store) = try await Self.filled(kind, 5)
    try await store.set(.filling, of: "b")
    let early = try await store.claim("b", worker: "w", limit: 9, lease: Self.lease)
    #expect(early.claims.isEmpty && early.wait != nil)
    try await store.set(.open, of: "b")
    let first = try await store.claim("b", worker: "w", limit: 3, lease: Self.lease).claims
    #expect(first.map(\.job.row.ordinal) == [1, 2, 3])
    #expect(first.allSatisfy { $0.job.attempts == 1 && $0.job.worker == "w" && $0.job.state == .pending })
    // What was begun comes before what nobody has touched.
    #expect(
      try await store.release(first[1].lease, BatchNote(.submitted, taskID: "t"), after: .zero, counts: true))
    let second = try await store.claim("b", worker: "x", limit: 9, lease: Self.lease).claims
    #expect(second.map(\.job.row.ordinal) == [2, 4, 5])
    #expect(second[0].job.state == .submitted && second[0].job.taskID == "t" && second[0].job.attempts == 2)
    let none = try await store.claim("b", worker: "w", limit: 9, lease: Self.lease)
    let wait = try #require(none.wait)
    #expect(none.claims.isEmpty && !none.isOver && wait > .seconds(300) && wait <= Self.lease)
    #expect(
      try await store.workers("b").map { "\($0.name) \($0.jobs) \($0.left > .zero)" } == [
        "w 2 true", "x 3 true",
      ])
    for claim in [first[0], first[2]] + second {
      #expect(try await store.finish(claim.lease, BatchNote(.verified)))
    }
    #expect(try await store.claim("b", worker: "w", limit: 9, lease: Self.lease).isOver)
    #expect(try await store.workers("b").isEmpty)
    withExtendedLifetime(fixture) {}
  }

  @Test("What is known of a job is kept, and nil takes nothing back", arguments: StoreKind.all)
  func notes(_ kind: StoreKind) async throws {
    let (fixture, store) = try await Self.filled(kind, 1)
    let claim = try await Self.one(store)
    #expect(
      try await store.advance(
        claim.lease,
        BatchNote(
          .submitted, taskID: "t", playbackType: .normal, verdict: .warn, planned: Credits(hundredths: 12),
          error: "late", rule: .linkTimeout)))
    #expect(try await store.advance(claim.lease, BatchNote(.submitted)))
    #expect(try await store.job("b", id: "job-1")?.rule == .linkTimeout)
    #expect(try await store.advance(claim.lease, BatchNote(.submitted, error: "another")))
    #expect(try await store.job("b", id: "job-1")?.rule == nil, "an error without a rule has none")
    #expect(
      try await store.advance(claim.lease, BatchNote(.submitted, error: "x", rule: Rule("newer.rule"))))
    #expect(try await store.job("b", id: "job-1")?.rule == Rule("newer.rule"))
    #expect(try await store.advance(claim.lease, BatchNote(.finished, error: "")))
    #expect(
      try await store.finish(
        claim.lease,
        BatchNote(
          .verified, verdict: .pass, verified: .milliseconds(12_345), output: "o.mp4", report: "r.html")))
    let job = try #require(try await store.job("b", id: "job-1"))
    #expect(
      job.state == .verified && job.taskID == "t" && job.playbackType == .normal && job.verdict == .pass)
    #expect(
      job.planned == Credits(hundredths: 12) && job.verified == .milliseconds(12_345) && job.error == nil
        && job.rule == nil)
    #expect(job.output == "o.mp4" && job.report == "r.html" && job.worker == nil && job.due == nil)
    withExtendedLifetime(fixture) {}
  }

  @Test(
    "A lease that ended gives the job to the next, and its old holder can write nothing",
    arguments: StoreKind.all)
  func fencing(_ kind: StoreKind) async throws {
    let (fixture, store) = try await Self.filled(kind, 2)
    let lost = try await Self.one(store, lease: .zero)
    let kept = try #require(
      try await store.claim("b", worker: "x", limit: 1, lease: .zero).claims.first)
    #expect(kept.job.row.ordinal == 1 && kept.lease != lost.lease)
    // That a worker was lost is no attempt of the job's.
    #expect(lost.job.lapses == 0 && kept.job.lapses == 1 && kept.job.attempts == 1)
    #expect(try await store.renew([lost.lease, kept.lease], for: Self.lease) == [lost.lease])
    #expect(try await !store.advance(lost.lease, BatchNote(.submitted, taskID: "wrong")))
    #expect(try await !store.finish(lost.lease, BatchNote(.failed)))
    #expect(try await !store.release(lost.lease, BatchNote(.pending), after: .zero, counts: true))
    #expect(try await store.reserve(Credits(hundredths: 1), for: lost.lease) == .leaseLost)
    #expect(try await !store.settle(Credits(hundredths: 1), for: lost.lease))
    let job = try #require(try await store.job("b", id: "job-1"))
    #expect(job.state == .pending && job.taskID == nil && job.worker == "x")
    // It is held again, so the next one gets the next job.
    #expect(try await Self.one(store).job.row.ordinal == 2)
    #expect(try await store.finish(kept.lease, BatchNote(.failed)))
    #expect(try await store.renew([kept.lease], for: Self.lease) == [kept.lease])
    withExtendedLifetime(fixture) {}
  }

  @Test("A job that is handed back waits, and an interruption is no attempt", arguments: StoreKind.all)
  func handingBack(_ kind: StoreKind) async throws {
    let (fixture, store) = try await Self.filled(kind, 1)
    var claim = try await Self.one(store)
    #expect(try await store.release(claim.lease, BatchNote(.pending), after: .seconds(500), counts: true))
    let none = try await store.claim("b", worker: "w", limit: 1, lease: Self.lease)
    let wait = try #require(none.wait)
    #expect(none.claims.isEmpty && wait > .seconds(400) && wait <= .seconds(500))
    // Nobody claimed it meanwhile: what it was left as may still be changed by who left it.
    #expect(try await store.release(claim.lease, BatchNote(.pending), after: .zero, counts: true))
    claim = try await Self.one(store)
    #expect(claim.job.attempts == 2)
    #expect(try await store.release(claim.lease, BatchNote(.pending), after: .zero, counts: false))
    #expect(try await store.release(claim.lease, BatchNote(.pending), after: .zero, counts: false))
    claim = try await Self.one(store)
    #expect(claim.job.attempts == 2 && claim.job.worker == "w")
    withExtendedLifetime(fixture) {}
  }

  @Test("Eight workers at once: each job is given to one", arguments: StoreKind.all)
  func crowd(_ kind: StoreKind) async throws {
    let (fixture, _) = try await Self.filled(kind, 400)
    let seen = Counts()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let store = try await fixture.open()
          while true {
            let claims = try await store.claim(
              "b", worker: "w\(number)", limit: 1 + number, lease: Self.lease
            ).claims
            guard !claims.isEmpty else { return }
            for claim in claims {
              seen.add(claim.job.row.ordinal)
              #expect(try await store.finish(claim.lease, BatchNote(.verified)))
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let counts = seen.all
    #expect(counts.values.allSatisfy { $0 == 1 })
    let store = try await fixture.open()
    // A claim passes over rows that somebody else has locked, so a worker may leave early: the last one sees them all.
    for claim in try await store.claim("b", worker: "z", limit: 400, lease: Self.lease).claims {
      #expect(counts[claim.job.row.ordinal] == nil)
      #expect(try await store.finish(claim.lease, BatchNote(.verified)))
    }
    let tally = try await store.tally("b", by: nil)
    #expect(tally.jobs(.verified) == 400 && tally.lines.count == 1)
    #expect(try await store.claim("b", worker: "z", limit: 1, lease: Self.lease).isOver)
  }

  @Test("Eight workers at once never commit more than the budget", arguments: StoreKind.all)
  func budget(_ kind: StoreKind) async throws {
    let (fixture, store) = try await Self.filled(kind, 64, budget: Credits(hundredths: 100))
    let granted = Counts()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let store = try await fixture.open()
          for claim in try await store.claim("b", worker: "w", limit: 8, lease: Self.lease).claims {
            switch try await store.reserve(Credits(hundredths: 7), for: claim.lease) {
            case .granted: granted.add(1)
            case .exhausted(let committed, let budget):
              #expect(committed.hundredths > 93 && budget == Credits(hundredths: 100))
            case .leaseLost: Issue.record("a lease was lost")
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(granted.all == [1: 14])
    #expect(try await store.batch("b")?.committed == Credits(hundredths: 98))
    #expect(try await store.tally("b", by: nil).lines.reduce(0) { $0 + $1.reserved.hundredths } == 98)
  }

  @Test(
    "What is reserved becomes what was charged, once, and a raised budget lets more in",
    arguments: StoreKind.all)
  func settling(_ kind: StoreKind) async throws {
    let (fixture, store) = try await Self.filled(kind, 2, budget: Credits(hundredths: 50))
    let (one, two) = (try await Self.one(store), try await Self.one(store))
    func committed() async throws -> Int64? { try await store.batch("b")?.committed.hundredths }
    #expect(try await store.reserve(Credits(hundredths: 40), for: one.lease) == .granted)
    #expect(try await store.reserve(Credits(hundredths: 40), for: one.lease) == .granted)
    #expect(try await committed() == 40)
    let refused = BatchReservation.exhausted(
      committed: Credits(hundredths: 40), budget: Credits(hundredths: 50))
    #expect(try await store.reserve(Credits(hundredths: 11), for: two.lease) == refused)
    #expect(try await store.reserve(Credits(hundredths: 10), for: two.lease) == .granted)
    // Nothing was paid: it is given back.
    #expect(try await store.settle(nil, for: two.lease))
    #expect(try await committed() == 40)
    #expect(try await store.job("b", id: "job-2")?.charged == nil)
    for _ in 0..<2 { #expect(try await store.settle(Credits(hundredths: 30), for: one.lease)) }
    #expect(try await committed() == 30)
    // Another payment for the same job adds up.
    #expect(try await store.reserve(Credits(hundredths: 20), for: one.lease) == .granted)
    #expect(try await store.settle(Credits(hundredths: 25), for: one.lease))
    let job = try #require(try await store.job("b", id: "job-1"))
    #expect(
      job.charged == Credits(hundredths: 55) && job.reserved == nil && job.planned == Credits(hundredths: 20))
    #expect(try await committed() == 55)
    if case .granted = try await store.reserve(Credits(hundredths: 1), for: two.lease) {
      Issue.record("past the ceiling")
    }
    try await store.set(budget: Credits(hundredths: 60), of: "b")
    #expect(try await store.reserve(Credits(hundredths: 5), for: two.lease) == .granted)
    withExtendedLifetime(fixture) {}
  }

  @Test(
    "Jobs that are over are opened again, and may pay again until a newer task is known",
    arguments: StoreKind.all)
  func retrying(_ kind: StoreKind) async throws {
    let (fixture, store) = try await Self.filled(kind, 4)
    let claims = try await store.claim("b", worker: "w", limit: 3, lease: Self.lease).claims
    #expect(
      try await store.finish(
        claims[0].lease, BatchNote(.failed, taskID: "t1", error: "because", rule: .taskFailed)))
    #expect(
      try await store.finish(
        claims[1].lease, BatchNote(.setAside, verdict: .fail, error: "no sound", rule: .mediaNoAudioStream)))
    #expect(try await store.finish(claims[2].lease, BatchNote(.verified)))
    #expect(try await store.retry("b", states: [.failed], ids: ["job-2"]) == 0)
    #expect(try await store.retry("b", states: [.failed, .setAside, .pending], ids: nil) == 2)
    let again = try await Self.one(store)
    #expect(again.job.row.ordinal == 1 && again.job.state == .pending && again.job.attempts == 1)
    #expect(
      again.job.error == nil && again.job.rule == nil && again.job.taskID == "t1" && again.job.mayPayAgain)
    #expect(try await store.advance(again.lease, BatchNote(.submitted, taskID: "t2")))
    #expect(try await store.job("b", id: "job-1")?.mayPayAgain == false)
    #expect(try await store.job("b", id: "job-4")?.mayPayAgain == false)
    #expect(try await !store.advance(claims[1].lease, BatchNote(.submitted)))
    #expect(try await store.retry("b", states: Set(BatchJobState.allCases), ids: ["job-3", "none"]) == 1)
    withExtendedLifetime(fixture) {}
  }

  @Test("Jobs are paged, filtered and counted, by a label too", arguments: StoreKind.all)
  func looking(_ kind: StoreKind) async throws {
    let fixture = try StoreFixture(kind)
    let store = try await fixture.open()
    _ = try await store.begin(id: "b", name: "b", settings: "{}", budget: nil)
    let languages = ["de", "fr", nil]
    try await store.fill(
      "b", with: (1...30).map { Self.row($0, languages[Int($0) % 3].map { ["spoken language": $0] } ?? [:]) })
    let claims = try await store.claim("b", worker: "w", limit: 6, lease: Self.lease).claims
    for claim in claims.prefix(3) {
      #expect(try await store.reserve(Credits(hundredths: 9), for: claim.lease) == .granted)
      #expect(try await store.settle(Credits(hundredths: 8), for: claim.lease))
      #expect(try await store.finish(claim.lease, BatchNote(.verified, verified: .milliseconds(1500))))
    }
    let tally = try await store.tally("b", by: nil)
    let done = try #require(tally.lines.first { $0.state == .verified })
    #expect(done.jobs == 3 && done.planned.hundredths == 27 && done.charged.hundredths == 24)
    #expect(done.verified == .milliseconds(4500) && done.label == nil && done.retries == 0 && done.held == 0)
    #expect(tally.lines.first { $0.state == .pending }?.held == 3)
    let lines = try await store.tally("b", by: "spoken language").lines
    #expect(
      Set(lines.map { "\($0.label ?? "-") \($0.state.rawValue) \($0.jobs)" })
        == ["- pending 9", "de pending 9", "fr pending 9", "- verified 1", "de verified 1", "fr verified 1"])
    #expect(try await store.jobs("b", after: 28, limit: 10, states: nil).map(\.row.ordinal) == [29, 30])
    #expect(try await store.jobs("b", after: 1, limit: 2, states: nil).map(\.row.ordinal) == [2, 3])
    #expect(try await store.jobs("b", after: 1, limit: 9, states: [.verified]).map(\.row.ordinal) == [2, 3])
    #expect(try await store.jobs("b", after: 0, limit: 9, states: []).isEmpty)
    var all: [Int64] = []
    try await store.eachJob("b") { all.append($0.row.ordinal) }
    #expect(all == Array(1...30))
    withExtendedLifetime(fixture) {}
  }

  @Test("Who waits is told when a job is handed back or ends elsewhere", arguments: StoreKind.all)
  func changes(_ kind: StoreKind) async throws {
    let (fixture, store) = try await Self.filled(kind, 1)
    let other = try await fixture.open()
    var claim = try await Self.one(store)
    var changes = other.changes(of: "b").makeAsyncIterator()
    // The first comes at once: what was missed before is looked at.
    await changes.next()
    #expect(try await store.release(claim.lease, BatchNote(.pending), after: .zero, counts: true))
    await changes.next()
    claim = try await Self.one(other)
    #expect(try await store.finish(claim.lease, BatchNote(.verified)))
    await changes.next()
    #expect(try await other.claim("b", worker: "w", limit: 1, lease: Self.lease).isOver)
  }
}

/// How often each number came up.
private final class Counts: Sendable {
  private let counts = Mutex<[Int64: Int]>([:])
  var all: [Int64: Int] { counts.withLock { $0 } }
  func add(_ number: Int64) { counts.withLock { $0[number, default: 0] += 1 } }
}
