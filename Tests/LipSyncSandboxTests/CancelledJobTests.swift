import Foundation
import LipSyncLedger
import LipSyncMedia
import LipSyncTransfer
import Synchronization
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// A job that is cancelled: a `CancellationError` where nothing is paid for, else an interruption that keeps the task.
@Suite(.timeLimit(.minutes(10))) struct CancelledJobTests {
  /// A moment of a job, told within its own task.
  enum Moment: CaseIterable {
    case checking, checked, creating, submitted, waiting

    func isIt(_ event: JobEvent) -> Bool {
      switch (self, event) {
      case (.checking, .checking), (.checked, .checked), (.creating, .creating), (.submitted, .submitted),
        (.waiting, .waiting):
        true
      default: false
      }
    }
  }

  private static func run(_ body: (SandboxFixture, SQLiteLedger, CheckRequest) async throws -> Void)
    async throws
  {
    try await SandboxFixture.run { sandbox in
      let pair = try await sandbox.uploadPair()
      let request = CheckRequest(
        video: .url(pair.video), audio: .url(pair.audio), playbackType: .normalReverse)
      try await body(sandbox, try await SQLiteLedger.open(sandbox.directory.file("journal")), request)
    }
  }

  private static func job(
    _ sandbox: SandboxFixture, _ journal: any Journal, _ events: (@Sendable (JobEvent) -> Void)? = nil
  ) -> Job {
    Job(
      service: sandbox.service, inspector: Inspector(client: sandbox.http), journal: journal, events: events)
  }

  private static func tasks(_ sandbox: SandboxFixture) -> Int {
    let names = try? FileManager.default.contentsOfDirectory(atPath: sandbox.directory.file("data/tasks"))
    return (names ?? []).count { $0.hasSuffix(".json") }
  }

  private static let patience = Job.Patience(
    schedule: PollSchedule(interval: .milliseconds(500)), timeout: .seconds(1200))

  @Test(
    "Before a payment it is a CancellationError, and nothing was sent", arguments: Moment.allCases.prefix(3))
  func unpaid(_ moment: Moment) async throws {
    try await Self.run { sandbox, journal, request in
      let job = Self.job(sandbox, journal) { event in
        if moment.isIt(event) { withUnsafeCurrentTask { $0?.cancel() } }
      }
      let directory = sandbox.directory.file("out")
      let task = Task { try await job.run(request, into: directory, patience: Self.patience) }
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(Self.tasks(sandbox) == 0)
      let entries = try await journal.entries(limit: 9)
      #expect(entries.isEmpty)
    }
  }

  @Test(
    "After a payment it is an interruption whose cause is a CancellationError; the same job goes on",
    arguments: Moment.allCases.suffix(2))
  func paid(_ moment: Moment) async throws {
    try await Self.run { sandbox, journal, request in
      let job = Self.job(sandbox, journal) { event in
        if moment.isIt(event) { withUnsafeCurrentTask { $0?.cancel() } }
      }
      let directory = sandbox.directory.file("out")
      let task = Task { try await job.run(request, into: directory, patience: Self.patience) }
      let stopped = await #expect(throws: JobInterruption.self) { try await task.value }
      #expect(stopped?.cause is CancellationError && stopped?.isCancellation == true)
      let id = try #require(stopped?.report.task?.id)
      #expect(stopped?.description.hasPrefix("Cancelled. Task \(id) is paid for") == true)
      let again = try await Self.job(sandbox, journal).run(request, into: directory, patience: Self.patience)
      #expect(again.task?.id == id && again.isReused && again.exit == .passed)
      #expect(Self.tasks(sandbox) == 1)
    }
  }

  @Test("A task that is known by its id alone is nothing that could be lost")
  func typed() async throws {
    try await Self.run { sandbox, journal, request in
      let id = try #require(try await Self.job(sandbox, journal).submit(request).task?.id)
      let (job, directory) = (Self.job(sandbox, journal), sandbox.directory.file("out"))
      let fetch = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        _ = try await job.fetch(taskID: id, into: directory)
      }
      await #expect(throws: CancellationError.self) { try await fetch.value }
      let wait = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        _ = try await job.wait(taskID: id)
      }
      await #expect(throws: CancellationError.self) { try await wait.value }
    }
  }

  @Test("In the pause after a create that the service refused, nothing is paid for")
  func betweenCreates() async throws {
    let limited = BillingService.Deed(answer: .refusal(429), bills: false)
    try await MisbillingTests.bench([limited]) { bench in
      bench.pace.onSleep.withLock { $0 = { withUnsafeCurrentTask { $0?.cancel() } } }
      let job = Job(service: bench.client, inspector: Inspector(client: bench.http), journal: bench.journal)
      let request = CheckRequest(
        video: Source(bench.video), audio: Source(bench.audio), playbackType: .normalReverse)
      let task = Task { try await job.submit(request) }
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(bench.service.creates == 1 && bench.service.billed == 0)
      let entry = try await bench.journal.entries(limit: 9).first
      // The service's own word stands in the journal, not that somebody gave up.
      #expect(entry?.state == .refused && entry?.error?.contains("interrupted") == false)
    }
  }

  @Test("The events of a run are a sequence without a gap that ends with the job, beside the callback")
  func events() async throws {
    try await Self.run { sandbox, journal, request in
      let (told, tell) = AsyncStream.makeStream(of: JobEvent.self)
      let directory = sandbox.directory.file("out")
      let run = Self.job(sandbox, journal) { tell.yield($0) }
        .running(request, into: directory, patience: Self.patience)
      let report = try await run.report
      tell.finish()
      // Read when all is over: nothing was lost meanwhile.
      let events = await run.events.reduce(into: [String]()) { $0.append("\($1)") }
      let callback = await told.reduce(into: [String]()) { $0.append("\($1)") }
      // A download and a decode tell of themselves at once, from two threads: between them there is no order.
      #expect(events.sorted() == callback.sorted() && !events.isEmpty)
      func steps(_ events: [String]) -> [String] {
        events.filter { !$0.hasPrefix("downloading") && !$0.hasPrefix("verifying") }
      }
      #expect(steps(events) == steps(callback))
      #expect(events.first == "checking" && report.exit == .passed)
      let id = try #require(report.task?.id)
      let fetched = Self.job(sandbox, journal).fetching(
        taskID: id, into: directory, patience: Self.patience)
      var isProved = false
      for await event in fetched.events { if case .verifying = event { isProved = true } }
      let proved = try await fetched.report
      #expect(proved.task?.id == id && isProved)
    }
  }

  @Test("A run is cancelled by itself, or by who waits for its report; its events end all the same")
  func cancelledRun() async throws {
    try await Self.run { sandbox, journal, request in
      let run = Self.job(sandbox, journal).running(
        request, into: sandbox.directory.file("out"), patience: Self.patience)
      for await event in run.events { if case .checking = event { run.cancel() } }
      await #expect(throws: CancellationError.self) { try await run.report }
      let other = Self.job(sandbox, journal).running(
        request, into: sandbox.directory.file("out"), patience: Self.patience)
      let reader = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await other.report
      }
      let error = await #expect(throws: (any Error).self) { try await reader.value }
      // How far it came until then is not for a test to say.
      #expect(error is CancellationError || (error as? JobInterruption)?.isCancellation == true)
      for await _ in other.events {}
    }
  }
}
