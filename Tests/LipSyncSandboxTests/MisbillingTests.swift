import LipSyncLedger
import LipSyncMedia
import LipSyncTransfer
import Synchronization
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// A service that bills and does not say so, in every way that was thought of: nothing is paid for twice.
@Suite(.timeLimit(.minutes(20))) struct MisbillingTests {
  /// What became of a run.
  enum End: Equatable, Sendable {
    /// The task exists, and was paid for now.
    case paid
    /// The task exists, and was paid for before or found.
    case reused
    /// Given up with an error of this kind.
    case failed(ServiceError.Code)
  }

  struct Row: Sendable {
    var name: String
    var deeds: [BillingService.Deed]
    var showsBill = false
    var lookup: BillingService.Lookup = { _ in nil }
    /// How each run of the same command ends.
    var runs: [End]
    /// Between two runs, in seconds.
    var pause: Int64 = 60
    /// Creates that were sent by all runs, and tasks that were billed.
    var creates = 1
    var billed = 1
  }

  private static let page = APIAnswer.text("<html>", type: "text/html", status: 502)
  private static func status(_ status: Int) -> APIAnswer { .text("", type: "text/plain", status: status) }
  private static let missing = APIAnswer.json(.object([("error", "not found")]), status: 404)
  private static let lost = End.failed(.uncertain)

  static let rows: [Row] = [
    Row(name: "answer lost", deeds: [.init(answer: .disconnect)], runs: [.paid, .reused]),
    Row(name: "502 after billing", deeds: [.init(answer: page)], runs: [.paid, .reused]),
    Row(name: "50000 after billing", deeds: [.init(answer: .refusal(50000))], runs: [.paid, .reused]),
    Row(
      name: "50000 after billing, shown after 30 s", deeds: [.init(answer: .refusal(50000), hidden: 30)],
      runs: [.paid, .reused]),
    Row(
      name: "answer lost, shown after 110 s", deeds: [.init(answer: .disconnect, hidden: 110)],
      runs: [.paid, .reused]),
    Row(
      name: "answer lost, shown after the search", deeds: [.init(answer: .disconnect, hidden: 170)],
      runs: [lost, .reused]),
    Row(
      name: "answer lost, shown after many runs", deeds: [.init(answer: .disconnect, hidden: 850)],
      runs: [lost, lost, lost, .reused], pause: 300),
    Row(
      name: "a page with HTTP 200, shown after 30 s",
      deeds: [.init(answer: .text("<html>", type: "text/html", status: 200), hidden: 30)],
      runs: [.paid, .reused]),
    Row(name: "429 after billing", deeds: [.init(answer: .refusal(429))], runs: [.paid, .reused]),
    Row(
      name: "429 after billing, shown late, but taken from the quota",
      deeds: [.init(answer: .refusal(429), hidden: 100)], showsBill: true, runs: [.paid, .reused]),
    Row(
      name: "429 after billing, never shown, but taken from the quota",
      deeds: [.init(answer: .refusal(429), hidden: 1_000_000)], showsBill: true, runs: [lost, lost]),
    Row(
      name: "an unknown code after billing", deeds: [.init(answer: .refusal(19999))],
      runs: [.failed(.refused), .reused, .reused]),
    Row(
      name: "an unknown code after billing, shown late, but taken from the quota",
      deeds: [.init(answer: .refusal(19999), hidden: 170)], showsBill: true,
      runs: [.failed(.refused), lost, .reused]),
    Row(
      name: "a parameter error after billing", deeds: [.init(answer: .refusal(40000))],
      runs: [.failed(.parameter), .reused]),
    Row(
      name: "redirected after billing",
      deeds: [.init(answer: .json(.null, status: 308, headers: [("Location", "http://127.0.0.1:1/x")]))],
      runs: [.failed(.refused), .reused]),
    Row(
      name: "a gateway's time-out, and the service still at it",
      deeds: [.init(answer: status(504), hidden: 150)], runs: [lost, .reused]),
    Row(
      name: "a gateway's time-out, and the service at it for minutes",
      deeds: [.init(answer: status(504), hidden: 290)], runs: [lost, lost, lost, .reused]),
    Row(
      name: "billed, never shown, but taken from the quota",
      deeds: [.init(answer: page, hidden: 1_000_000)], showsBill: true, runs: [lost, lost, lost, lost],
      pause: 400),
    Row(
      name: "no status by inputs", deeds: [.init(answer: .disconnect)], lookup: { _ in missing },
      runs: [lost, lost, lost], pause: 1000),
    Row(
      name: "the look-up fails for a while", deeds: [.init(answer: .disconnect)],
      lookup: { $0 < 9 ? page : nil }, runs: [.paid, .reused]),
    Row(
      name: "the look-up fails for ever", deeds: [.init(answer: .disconnect)],
      lookup: { _ in page }, runs: [lost, lost, lost], pause: 1000),
    // Nothing billed: the job is done all the same, and once.
    Row(
      name: "502 and nothing made", deeds: [.init(answer: page, bills: false)],
      runs: [lost, lost, lost, .paid, .reused], pause: 300, creates: 2),
    Row(
      name: "closed and nothing made", deeds: [.init(answer: .disconnect, bills: false)],
      runs: [lost, .paid, .reused], pause: 800, creates: 2),
    Row(
      name: "429 and nothing made", deeds: [.init(answer: .refusal(429), bills: false)],
      runs: [.paid, .reused], creates: 2),
    Row(
      name: "50000 and nothing made", deeds: [.init(answer: .refusal(50000), bills: false)],
      runs: [.paid, .reused], creates: 2),
    Row(
      name: "503 and nothing made", deeds: [.init(answer: status(503), bills: false)],
      runs: [.paid, .reused], creates: 2),
    Row(
      name: "50000 and nothing made, then billed and lost",
      deeds: [.init(answer: .refusal(50000), bills: false), .init(answer: .disconnect, hidden: 30)],
      runs: [.paid, .reused], creates: 2),
    Row(
      name: "50000 and nothing made, then billed, lost and shown late",
      deeds: [.init(answer: .refusal(50000), bills: false), .init(answer: .disconnect, hidden: 700)],
      runs: [lost, lost, lost, .reused], pause: 250, creates: 2),
  ]

  /// Answers to a create that say nothing of what became of it, whatever they look like.
  static let muteAnswers: [(name: String, answer: APIAnswer)] =
    [200, 201, 202, 204, 206].map { ("empty \($0)", status($0)) }
    + [500, 501, 502, 504, 505, 507, 520, 524, 530, 599, 408].map { ("bare \($0)", status($0)) }
    + [
      ("closed", .disconnect), ("a page", .text("<!doctype html>", type: "text/html", status: 200)),
      ("a page with 502", page), ("half of an answer", json(#"{"code":0,"msg":"Success","data":{"task_"#)),
      ("an empty object", json("{}")), ("an array", json("[]")), ("null", json("null")),
      ("a word", json(#""ok""#)), ("a code that is none", json(#"{"code":"zero","data":null}"#)),
      ("no code", json(#"{"msg":"Success"}"#)), ("no data", .data("null")), ("no object", .data(#""t0""#)),
      ("an empty list", .data("[]")), ("no id", .data(#"{"status":"pending"}"#)),
      ("id null", .data(#"{"task_id":null,"status":"pending"}"#)),
      ("an empty id", .data(#"{"task_id":"","status":"pending"}"#)),
      ("another name of the id", .data(#"{"id":"t0","video_id":"t0"}"#)),
      ("junk bytes", .text("\u{0}\u{1}\u{2}", type: "application/octet-stream", status: 200)),
      ("an error within a 500", .json(.object([("error", "boom")]), status: 500)),
    ]

  private static func json(_ text: String) -> APIAnswer {
    .text(text, type: "application/json", status: 200)
  }

  @Test(
    "An answer that says nothing is no answer: nothing is sent again until the task is there",
    arguments: muteAnswers.indices)
  func mute(index: Int) async throws {
    let (name, answer) = Self.muteAnswers[index]
    try await Self.bench([.init(answer: answer, hidden: 400)]) { bench in
      for end in [Self.lost, Self.lost, .reused, .reused] {
        let seen = await bench.run()
        #expect(seen == end, "\(name)")
        try await bench.pace.pace.sleep(.seconds(200))
      }
      #expect(bench.service.creates == 1 && bench.service.billed == 1, "\(name)")
    }
  }

  @Test("One payment at most, by whatever way its answer is lost", arguments: rows.indices)
  func billed(index: Int) async throws {
    let row = Self.rows[index]
    try await Self.bench(row.deeds, showsBill: row.showsBill, lookup: row.lookup) { bench in
      for (number, end) in row.runs.enumerated() {
        let seen = await bench.run()
        #expect(seen == end, "\(row.name), run \(number + 1)")
        try await bench.pace.pace.sleep(.seconds(row.pause))
      }
      #expect(bench.service.creates == row.creates, "\(row.name)")
      #expect(bench.service.billed == row.billed, "\(row.name)")
    }
  }

  @Test("A clock here that is set ahead between two runs makes no create older than the service's clock says")
  func clockAhead() async throws {
    let start = UnixTime.now
    // The service's clock stands where it was; this machine's is an hour ahead with the second run.
    try await Self.bench([.init(answer: .disconnect, hidden: 1_000_000)], clock: { start }) { bench in
      #expect(await bench.run() == Self.lost)
      try await bench.pace.pace.sleep(.seconds(3600))
      #expect(await bench.run() == Self.lost)
      #expect(bench.service.creates == 1)
    }
  }

  @Test("A clock here that stands still or is set back keeps nothing waiting: the service's counts")
  func clockBehind() async throws {
    let moments = Mutex<Int64>(0)
    let start = UnixTime.now
    let page = Self.page
    try await Self.bench(
      [.init(answer: page, bills: false)], clock: { start + moments.withLock { $0 } }
    ) { bench in
      #expect(await bench.run() == Self.lost)
      moments.withLock { $0 = 1000 }
      #expect(await bench.run() == .paid)
      #expect(bench.service.creates == 2 && bench.service.billed == 1)
    }
  }

  @Test("Another type's task is not taken for the one that was lost: behind it the lost one may be")
  func otherType() async throws {
    let paid = BillingService.Deed(answer: BillingService.task("t0"))
    // A service that leaves the playback type out of account.
    try await Self.bench([paid, .init(answer: .disconnect)]) { _ in
      BillingService.task("t0")
    } _: { bench in
      let first = await bench.run(.normal)
      let second = await bench.run(.normalReverse)
      #expect(first == .paid && second == .failed(.uncertain))
      #expect(bench.service.creates == 2)
    }
  }

  @Test("A job that waits for the rate limit has sent nothing yet, and the journal says so")
  func waiting() async throws {
    try await Self.bench([.init(answer: .refusal(429), bills: false)]) { bench in
      let seen = Mutex<[[JournalEntry.State]]>([])
      let journal = bench.journal
      bench.pace.onSleep.withLock {
        $0 = {
          let states = try? await journal.entries(limit: 9).map(\.state)
          seen.withLock { $0.append(states ?? []) }
        }
      }
      #expect(await bench.run() == .paid)
      #expect(bench.service.creates == 2 && seen.withLock { $0 } == [[.refused]])
    }
  }

  @Test("A task that is not known any more is not paid for again, unless it is asked for")
  func vanished() async throws {
    try await Self.bench([], showsBill: true, lookup: { _ in .refusal(10104) }) { bench in
      #expect(await bench.run() == .paid)
      bench.service.forget()
      for _ in 0..<2 { #expect(await bench.run() == .failed(.notFound)) }
      #expect(bench.service.creates == 1)
      #expect(await bench.run(retryFailed: true) == .paid)
      #expect(bench.service.creates == 2)
    }
  }

  @Test("How often a lost task is looked for: at once, ever more rarely, and when the time is over")
  func pauses() {
    let pauses = LookupSchedule.pauses(within: .seconds(120))
    #expect(pauses == [0, 1, 2, 4, 8, 16, 30, 30, 29].map { .seconds($0) })
    #expect(pauses.reduce(.zero, +) == .seconds(120))
    #expect(LookupSchedule.pauses(age: .seconds(119), within: .seconds(120)) == [.zero, .seconds(1)])
    #expect(LookupSchedule.pauses(age: .seconds(500), within: .seconds(120)) == [.zero])
    // A clock that was set back does not make the search longer.
    #expect(LookupSchedule.pauses(age: .seconds(-500), within: .seconds(120)) == pauses)
  }

  /// A service, a journal and a pair of files.
  struct Bench: Sendable {
    let service: BillingService
    let client: ServiceClient
    let http: HTTPClient
    let journal: SQLiteLedger
    let pace: TestPace
    let video: String
    let audio: String

    /// The same command, as a process of its own would run it.
    func run(_ type: PlaybackType = .normalReverse, retryFailed: Bool = false) async -> End {
      let job = Job(
        service: client, inspector: Inspector(client: http),
        journal: journal, terms: Job.Terms(retryFailed: retryFailed))
      do {
        let report = try await job.submit(
          CheckRequest(video: Source(video), audio: Source(audio), playbackType: type))
        guard report.task != nil else { return .failed(.file) }
        return report.isReused ? .reused : .paid
      } catch {
        return .failed((error as? ServiceError)?.code ?? .configuration)
      }
    }
  }

  static func bench(
    _ deeds: [BillingService.Deed], showsBill: Bool = false,
    lookup: @escaping BillingService.Lookup = { _ in nil },
    clock: (@Sendable () -> UnixTime)? = nil, _ body: (Bench) async throws -> Void
  ) async throws {
    let directory = try TemporaryDirectory()
    let pace = TestPace()
    let service = BillingService(
      deeds, showsBill: showsBill, pace: pace, directory: directory, lookup: lookup)
    let address = Mutex("")
    let scripted = try await ScriptedService.start(clock: clock ?? { pace.date }) { request, before in
      service.answer(request, before, at: address.withLock { $0 })
    }
    address.withLock { $0 = scripted.baseURL }
    let http = HTTPClient(policy: .privateAllowed)
    var configuration = ServiceConfiguration(baseURL: scripted.baseURL, apiKey: Redacted("key-of-the-test"))
    (configuration.lookupTime, configuration.absenceTime) = (Defaults.lookupTime, Defaults.absenceTime)
    let client = ServiceClient(
      configuration, client: http,
      retry: .standard, pace: pace.pace)
    let video = try directory.write(
      await onBlockingThread { try Fixtures.video(width: 96, height: 64, audio: .tone()) }, as: "clip.mp4")
    let audio = try directory.write(
      await onBlockingThread { try Fixtures.audio(seconds: MediaTime(2)) }, as: "speech.wav")
    do {
      try await body(
        Bench(
          service: service, client: client, http: http,
          journal: try await SQLiteLedger.open(directory.file("journal")), pace: pace, video: video,
          audio: audio))
    } catch {
      await scripted.stop()
      throw error
    }
    await scripted.stop()
  }
}
