import Foundation
import LipSyncTransfer
import Synchronization
import Testing

@testable import LipSync
@testable import LipSyncLedger

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What becomes of a job after a failure, what the ledger may hold, and how jobs are written out: pure functions.
@Suite struct BatchDecisionTests {
  private static func service(_ code: ServiceError.Code, after: Duration? = nil) -> ServiceError {
    ServiceError(code, operation: .create, subject: "s", message: "m", remedy: "r", retryAfter: after)
  }

  @Test(
    "A failure puts a job off, ends it, or stops the worker",
    arguments: [
      (.rateLimited, .again(after: .seconds(60), counts: false)),
      (.serverFault, .again(after: .seconds(5), counts: true)),
      (.unreachable, .again(after: .seconds(5), counts: true)),
      (.uncertain, .again(after: .seconds(5), counts: true)),
      (.badAnswer, .again(after: .seconds(5), counts: true)),
      (.cancelled, .again(after: .zero, counts: false)),
      (.key, .stops), (.permission, .stops), (.credits, .stops), (.configuration, .stops),
      (.parameter, .failed),
      (.notFound, .failed), (.refused, .failed), (.gaveUp, .failed), (.file, .failed),
    ] as [(ServiceError.Code, BatchFate)])
  func fates(_ code: ServiceError.Code, fate: BatchFate) {
    #expect(BatchFate(after: Self.service(code), attempt: 1, limit: 3) == fate)
  }

  @Test("Pauses double up to a ceiling, the service's own wish counts, and the last attempt is the last")
  func pauses() {
    let pauses = (1...12).map { BatchFate.later($0, 100) }
    #expect(pauses[1] == .again(after: .seconds(10), counts: true))
    #expect(pauses[11] == .again(after: BatchFate.ceiling, counts: true))
    #expect(BatchFate.later(3, 3) == .failed)
    let wish = Self.service(.rateLimited, after: .seconds(7))
    #expect(BatchFate(after: wish, attempt: 9, limit: 3) == .again(after: .seconds(7), counts: false))
    let unseen = Self.service(.uncertain, after: .seconds(700))
    #expect(
      BatchFate(after: unseen, attempt: 3, limit: 3) == .again(after: BatchFate.longestLook, counts: false))
    let full = TransferError(.diskFull, subject: "s", message: "m")
    #expect(BatchFate(after: full, attempt: 1, limit: 3) == .stops)
    #expect(
      BatchFate(after: CancellationError(), attempt: 3, limit: 3) == .again(after: .zero, counts: false))
    let cancelled = JobInterruption(report: JobReport(), cause: CancellationError())
    #expect(BatchFate(after: cancelled, attempt: 3, limit: 3) == .again(after: .zero, counts: false))
    let inside = JobInterruption(report: JobReport(), cause: Self.service(.serverFault))
    #expect(BatchFate(after: inside, attempt: 1, limit: 3) == .again(after: .seconds(5), counts: true))
  }

  private static func row(_ video: String) throws -> JobRow {
    let fields = [("id", "j"), ("video", video), ("audio", "/a.wav")]
    return try JobRow(
      ManifestRow(line: 1, fields: fields.map { .init(name: $0.0, value: .string($0.1), column: 1) }))
  }

  @Test("A signed link is not for the ledger: a worker has it from the manifest, or does without the job")
  func links() throws {
    let signed = "https://b.s3.amazonaws.com/v.mp4?X-Amz-Signature=5eCre7&X-Amz-Expires=600"
    let row = try Self.row(signed)
    let kept = BatchRow(row, ordinal: 1)
    #expect(!kept.video.contains("5eCre7") && kept.audio == "/a.wav")
    #expect(BatchLinks().sources(of: kept) == nil)
    var links = BatchLinks()
    links.record(row)
    #expect(links.sources(of: kept)?.video == .url(signed))
    let other = BatchRow(ordinal: 1, id: "j", video: "https://else.example/v.mp4", audio: "/a.wav")
    #expect(links.sources(of: other)?.video == .url("https://else.example/v.mp4"), "not the manifest's row")
    #expect(
      try BatchLinks().sources(of: BatchRow(Self.row("/v…1.mp4"), ordinal: 1))?.video
        == .file(path: "/v…1.mp4"))
  }

  @Test("Settings go into the ledger and come back")
  func settings() {
    let settings = BatchSettings(
      playbackType: .normalReverse, strict: true, ignoredRules: [.mediaHDR, Rule("newer.rule")],
      directory: "/o",
      account: Sample.account)
    #expect(BatchSettings(text: settings.text) == settings)
    #expect(BatchSettings(text: "{}") == nil)
    #expect(settings.fault?.code == .configuration && settings.fault?.exitCode == .usage)
    #expect(
      settings.fault?.message.contains(": newer.rule.") == true, "\(String(describing: settings.fault))")
  }

  @Test("A worker takes no job of a batch that leaves out a rule which is none")
  func uselessIgnoring() async throws {
    let fixture = try StoreFixture()
    let store = try await fixture.open()
    let settings = BatchSettings(
      ignoredRules: [Rule("link.expird")], directory: "/o", account: Sample.account)
    let batch = try await store.begin(id: "b", name: "b", settings: settings.text, budget: nil)
    try await store.fill("b", with: [BatchRow(ordinal: 1, id: "j", video: "v", audio: "a")])
    let client = HTTPClient(policy: .privateAllowed)
    let runner = BatchRunner(
      ledger: store, batch: batch, settings: settings,
      service: ServiceClient(ServiceConfiguration(baseURL: "http://127.0.0.1:9"), client: client),
      inspector: Inspector(client: client),
      options: BatchRunner.Options(worker: "w", proofs: 1, directory: "/o"))
    let error = await #expect(throws: ServiceError.self) { try await runner.run() }
    #expect(error?.code == .configuration && error?.message.contains("link.expird") == true)
    #expect(try await store.job("b", id: "j")?.attempts == 0)
    withExtendedLifetime(fixture) {}
  }

  private static func job(
    _ id: String, _ state: BatchJobState, error: String? = nil, rule: Rule? = nil, lapses: Int = 0
  )
    -> BatchJob
  {
    BatchJob(
      row: BatchRow(ordinal: 1, id: id, video: "v,1.mp4", audio: "a \"b\".wav", labels: ["language": "fr"]),
      state: state, attempts: 2, taskID: "t", playbackType: .normal, verdict: .pass,
      planned: Credits(hundredths: 12), reserved: nil, charged: nil, verified: nil, error: error, rule: rule,
      output: nil,
      report: nil, worker: nil, due: nil, retryOf: nil, lapses: lapses)
  }

  @Test("A job is given up after its own attempts, and after far more workers that were lost over it")
  func giveUp() {
    let (fresh, broken) = (
      Self.job("a", .pending), Self.job("a", .pending, error: "no route", rule: .linkUnreachable)
    )
    #expect(BatchWork.giveUp(fresh, attempt: 5, limit: 5) == nil)
    #expect(
      BatchWork.giveUp(broken, attempt: 6, limit: 5)
        == BatchNote(.failed, error: "Given up after 5 attempts: no route", rule: .linkUnreachable))
    let limit = LedgerDefaults.lapses
    #expect(BatchWork.giveUp(Self.job("a", .finished, lapses: limit), attempt: 1, limit: 1) == nil)
    let why = BatchWork.giveUp(Self.job("a", .finished, lapses: limit + 1), attempt: 1, limit: 1)
    #expect(
      why?.error?.contains("\(limit + 1) workers") == true
        && why?.error?.contains("A retry tries it again.") == true)
  }

  @Test("A queue of its own runs and sleeps while all shared threads are taken", .timeLimit(.minutes(1)))
  func ownQueue() async throws {
    let queue = DedicatedQueue("test")
    let isOver = Flag()
    // As long proofs would, if they were not on threads of their own: more than there are shared threads.
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount * 2 {
        group.addTask { while !isOver.isSet.load(ordering: .relaxed) { usleep(500) } }
      }
      group.addTask(executorPreference: queue) {
        try? await queue.sleep(for: .milliseconds(5))
        isOver.isSet.store(true, ordering: .relaxed)
      }
    }
    let sleeper = Task { try await queue.sleep(for: .seconds(600)) }
    sleeper.cancel()
    await #expect(throws: CancellationError.self) { try await sleeper.value }
  }

  @Test("The row is the contract's, in JSON and in CSV by RFC 4180")
  func rows() throws {
    let job = Self.job("a\r\nb", .verified)
    #expect(
      job.json.text
        == #"{"id":"a\r\nb","state":"verified","video":"v,1.mp4","audio":"a \"b\".wav","playback_type":"normal","task_id":"t","verdict":"pass","credits":0.12,"output":null,"attempts":2,"error":null,"labels":{"language":"fr"}}"#
    )
    #expect(
      BatchExport.csv.row(job)
        == "\"a\r\nb\",verified,\"v,1.mp4\",\"a \"\"b\"\".wav\",normal,t,pass,0.12,,2,,\"{\"\"language\"\":\"\"fr\"\"}\"\r\n"
    )
  }

  @Test(
    "A cell of CSV is no formula of a spreadsheet's",
    arguments: [("=1+1", "'=1+1"), ("-x", "'-x"), ("@a", "'@a"), ("+1,2", "\"'+1,2\""), ("a=b", "a=b")])
  func formulas(_ id: String, _ cell: String) {
    #expect(BatchExport.csv.row(Self.job(id, .verified)).hasPrefix(cell + ",verified,"))
  }

  @Test("The metrics keep to the format's grammar, whatever a worker is called")
  func metrics() async throws {
    let fixture = try StoreFixture()
    let store = try await fixture.open()
    let credits = Credits(hundredths: 1000)
    _ = try await store.begin(id: "0a1b", name: "m.csv", settings: "{}", budget: credits)
    try await store.fill(
      "0a1b", with: (1...3).map { BatchRow(ordinal: $0, id: "\($0)", video: "v", audio: "a") })
    for name in ["plain", "a\"b\\c\nd\r\ne", "日本 {x=\"1\"} 2"] {
      _ = try await store.claim("0a1b", worker: name, limit: 1, lease: .seconds(60))
    }
    let text = try await BatchFigures(store, "0a1b").metrics
    // The text format, version 0.0.4: HELP and TYPE before the samples of a family, which stand together and are all different.
    let sample =
      /([a-zA-Z_:][a-zA-Z0-9_:]*)\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*)\} (-?[0-9]+(?:\.[0-9]+)?)/
    var (family, kind, seen, families) = ("", "", Set<String>(), Set<String>())
    #expect(text.hasSuffix("\n"))
    // By the byte: to Swift a CR and an LF are one character.
    for line in text.utf8.split(separator: UInt8(ascii: "\n")).map({ String(decoding: $0, as: UTF8.self) }) {
      let words = line.split(separator: " ")
      if line.hasPrefix("# HELP ") {
        family = String(words[2])
        #expect(families.insert(family).inserted)
      } else if line.hasPrefix("# TYPE ") {
        kind = String(words[3])
        #expect(words[2] == family && ["counter", "gauge"].contains(kind))
      } else {
        let found = try #require(line.wholeMatch(of: sample), "\(line)")
        #expect(found.1 == family && seen.insert(String(found.1) + found.2).inserted, "\(line)")
        #expect(family.hasSuffix("_total") == (kind == "counter"))
      }
    }
    #expect(families.count == 8 && seen.count == 8 + 6 + 3, "\(text)")
    #expect(text.contains(#"worker="a\"b\\c\nd"#))
    withExtendedLifetime(fixture) {}
  }

  @Test("JUnit's XML parses, whatever a job is called, and counts what failed and what is left")
  func junit() throws {
    let batch = Batch(
      id: "b", name: "<m>.csv", created: UnixTime(0), settings: "", budget: nil,
      committed: Credits(hundredths: 0),
      state: .open)
    let jobs = [
      Self.job("<a&\"'\u{1}>", .verified), Self.job("b", .failed, error: "x < y\nz"), Self.job("c", .pending),
    ]
    func line(_ state: BatchJobState) -> BatchTally.Line {
      let none = Credits(hundredths: 0)
      return BatchTally.Line(
        label: nil, state: state, jobs: 1, held: 0, retries: 0, planned: none, reserved: none, charged: none,
        verified: .zero)
    }
    let tally = BatchTally(lines: [line(.verified), line(.failed), line(.pending)])
    let text =
      BatchExport.junit.head(batch, tally) + jobs.map(BatchExport.junit.row).joined() + BatchExport.junit.tail
    let suite = try #require(
      try XMLDocument(xmlString: text).nodes(forXPath: "/testsuites/testsuite").first as? XMLElement)
    func value(_ name: String, of element: XMLNode?) -> String? {
      (element as? XMLElement)?.attribute(forName: name)?.stringValue
    }
    #expect(value("name", of: suite) == "<m>.csv" && value("timestamp", of: suite) == "1970-01-01T00:00:00")
    #expect(["tests", "failures", "skipped"].map { value($0, of: suite) } == ["3", "1", "1"])
    let cases = try suite.nodes(forXPath: "testcase")
    #expect(cases.count == 3 && value("name", of: cases[0]) == "<a&\"'\u{fffd}>" && cases[0].childCount == 0)
    #expect(value("message", of: try cases[1].nodes(forXPath: "failure").first) == "x < y\nz")
    #expect(try cases[2].nodes(forXPath: "skipped").count == 1)
  }

  @Test("A few at once, in order; who is cancelled while waiting takes no place")
  func slots() async throws {
    let slots = Slots(1)
    let (starts, started) = AsyncStream.makeStream(of: Void.self)
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    let first = Task {
      try await slots.use {
        started.yield()
        for await _ in ends { break }
      }
    }
    for await _ in starts { break }
    let waiting = Task { try await slots.use {} }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    end.yield()
    try await first.value
    #expect(try await slots.use { 7 } == 7)
  }

  @Test(
    "Jobs over which workers were lost work alone, after all others; who is cancelled while waiting takes no place"
  )
  func solitude() async throws {
    let solitude = Solitude(hesitation: { .zero })
    let (starts, started) = AsyncStream.makeStream(of: Void.self)
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    let seen = Sightings()
    let first = Task {
      try await solitude.use(alone: false) {
        started.yield()
        for await _ in ends { break }
      }
    }
    for await _ in starts { break }
    // Beside it there is room for another, and none for suspects.
    #expect(try await solitude.use(alone: false) { 7 } == 7)
    let suspects = (0..<3).map { _ in
      Task {
        try await solitude.use(alone: true) {
          seen.beside.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
          seen.order.withLock { $0.append("suspect") }
          await Task.yield()
          seen.beside.withLock { $0.now -= 1 }
        }
      }
    }
    let cancelled = Task {
      try await solitude.use(alone: true) { seen.order.withLock { $0.append("cancelled") } }
    }
    cancelled.cancel()
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    seen.order.withLock { $0.append("first") }
    end.yield()
    try await first.value
    for suspect in suspects { try await suspect.value }
    #expect(seen.order.withLock(\.self) == ["first", "suspect", "suspect", "suspect"])
    #expect(seen.beside.withLock { $0.most } == 1)
    #expect(try await solitude.use(alone: false) { 8 } == 8)
  }
}

/// Who was seen working, and how many at once.
private final class Sightings: Sendable {
  let order = Mutex<[String]>([])
  let beside = Mutex((now: 0, most: 0))
}

private final class Flag: Sendable {
  let isSet = Atomic(false)
}
