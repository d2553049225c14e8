import Foundation
import LipSyncLedger
import LipSyncMedia
import LipSyncTransfer
import Synchronization
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// A job is paid for once: the same contents, the same type, the same account.
@Suite(.timeLimit(.minutes(20))) struct PayingOnceTests {
  /// A sandbox, a journal, and a clip and a speech on this machine.
  fileprivate struct Bench: Sendable {
    let sandbox: SandboxFixture
    let journal: SQLiteLedger
    let video: String
    let audio: String

    func job(
      _ terms: Job.Terms = Job.Terms(), journal: SQLiteLedger? = nil,
      note: (@Sendable (JobEvent) -> Void)? = nil
    ) -> Job {
      Job(
        service: sandbox.service, inspector: Inspector(client: sandbox.http),
        journal: journal ?? self.journal, terms: terms, events: note)
    }

    func request(video: String? = nil, audio: String? = nil, _ type: PlaybackType = .normalReverse)
      -> CheckRequest
    {
      CheckRequest(video: Source(video ?? self.video), audio: Source(audio ?? self.audio), playbackType: type)
    }

    /// Tasks and whole uploads at the sandbox.
    func counts() throws -> (tasks: Int, uploads: Int) {
      func names(_ folder: String, _ ending: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: sandbox.directory.file("data/" + folder))
          .count { $0.hasSuffix(ending) }
      }
      return (try names("tasks", ".json"), try names("assets", ".bin"))
    }
  }

  private static func run(faults: [String] = [], _ body: (Bench) async throws -> Void) async throws {
    try await SandboxFixture.run {
      $0.faults = faults
    } _: { sandbox in
      let video = try sandbox.directory.write(
        await onBlockingThread { try Fixtures.video(width: 96, height: 64, audio: .tone()) }, as: "clip.mp4")
      let audio = try sandbox.directory.write(
        await onBlockingThread { try Fixtures.audio(seconds: MediaTime(2)) }, as: "speech.wav")
      try await body(
        Bench(
          sandbox: sandbox, journal: try await SQLiteLedger.open(sandbox.directory.file("journal")),
          video: video, audio: audio))
    }
  }

  @Test(
    "The same job again takes its task and its uploads up, under another name too")
  func again() async throws {
    try await Self.run { bench in
      let first = try await bench.job().submit(bench.request())
      #expect(!first.isReused && first.task != nil)
      let copy = bench.sandbox.directory.file("renamed.mov")
      try FileManager.default.copyItem(atPath: bench.video, toPath: copy)
      for video in [bench.video, copy] {
        let events = Mutex<[String]>([])
        let second = try await bench.job {
          if case .paidBefore(let entry) = $0 { events.withLock { $0.append(entry.taskID ?? "") } }
        }.submit(bench.request(video: video))
        #expect(second.isReused && second.task?.id == first.task?.id)
        #expect(events.withLock { $0 } == [first.task?.id ?? "-"])
      }
      #expect(ReadBack.loss(of: first.document) == nil)
      let entries = try await bench.journal.entries(limit: 9)
      #expect(ReadBack.loss(of: JobsDocument(jobs: entries.map { PaymentDocument($0) })) == nil)
      let other = try await bench.job().submit(bench.request(.normal))
      #expect(!other.isReused && other.task?.id != first.task?.id)
      let counts = try bench.counts()
      #expect(counts == (2, 2), "two types are two jobs; the uploads serve both")
    }
  }

  @Test("Two of the same job at once: one pays, the other takes the task up")
  func together() async throws {
    try await Self.run { bench in
      let reports = try await withThrowingTaskGroup(of: JobReport.self) { group in
        for _ in 0..<6 { group.addTask { try await bench.job().submit(bench.request()) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(reports.count { !$0.isReused } == 1 && Set(reports.map { $0.task?.id }).count == 1)
      let counts = try bench.counts()
      #expect(counts == (1, 1 + 1))
    }
  }

  @Test("A create whose answer nobody saw is looked for before another is sent")
  func unanswered() async throws {
    try await Self.run { bench in
      let first = try await bench.job().submit(bench.request())
      // As a process leaves the journal that dies between the create and its answer.
      try await bench.forget(first)
      let second = try await bench.job().submit(bench.request())
      #expect(second.isReused && second.task?.id == first.task?.id)
      let state = try await bench.journal.entries(limit: 1).first?.taskID
      #expect(state == first.task?.id)
      let counts = try bench.counts()
      #expect(counts.tasks == 1)
    }
  }

  @Test("A create that never arrived is sent again once it is old enough")
  func neverArrived() async throws {
    try await Self.run { bench in
      let first = try await bench.job().submit(bench.request())
      try await bench.forget(first, type: .normal)
      let error = await #expect(throws: ServiceError.self) {
        try await bench.job().submit(bench.request(.normal))
      }
      #expect(error?.code == .uncertain && error?.retryAfter.map { $0 > .seconds(600) } == true)
      var entry = try #require(try await bench.journal.entries(limit: 1).first)
      entry.intendedAt = entry.intendedAt + -Defaults.absenceTime.components.seconds
      try await bench.journal.record(entry)
      let second = try await bench.job().submit(bench.request(.normal))
      #expect(!second.isReused)
      let states = try await bench.journal.entries(limit: 9).map(\.state)
      #expect(states == [.created, .gone, .created])
    }
  }

  @Test("Where it cannot be looked for, nothing is sent unless it is asked for", arguments: [false, true])
  func unfindable(asked: Bool) async throws {
    try await Self.run(faults: ["no-lookup"]) { bench in
      let first = try await bench.job().submit(bench.request())
      try await bench.forget(first)
      if asked {
        let second = try await bench.job(Job.Terms(retryFailed: true)).submit(bench.request())
        #expect(!second.isReused)
      } else {
        let error = await #expect(throws: ServiceError.self) { try await bench.job().submit(bench.request()) }
        #expect(error?.code == .uncertain && error?.settings == [.retryFailed] && error?.sent == nil)
        #expect(error?.remedy.contains("If a retry is asked for") == true)
      }
      let counts = try bench.counts()
      #expect(counts.tasks == (asked ? 2 : 1))
    }
  }

  @Test("A failed task is sent again where the cause may have passed, or where it is asked for")
  func failed() async throws {
    for (message, asked, isNew) in [
      ("audio duration fetch failed", false, false), ("audio duration fetch failed", true, true),
      ("consume retry limit reached", false, true),
    ] {
      try await Self.run(faults: ["task-failed=" + message]) { bench in
        let first = try await bench.job().submit(bench.request())
        _ = try await bench.sandbox.wait(try #require(first.task?.id))
        let again = Mutex(false)
        let second = try await bench.job(Job.Terms(retryFailed: asked)) {
          if case .payingAgain = $0 { again.withLock { $0 = true } }
        }.submit(bench.request())
        #expect(second.isReused == !isNew && again.withLock { $0 } == isNew, "\(message), \(asked)")
        #expect((second.exit == .taskFailed) == !isNew)
        let counts = try bench.counts()
        #expect(counts == (isNew ? 2 : 1, 2))
      }
    }
  }

  @Test("A reused failure says how to pay again, and what our own probe read")
  func failureWords() async throws {
    try await Self.run(faults: ["task-failed"]) { bench in
      _ = try await bench.job().run(
        bench.request(), into: bench.sandbox.directory.file("out"), patience: .quick)
      let report = try await bench.job().run(
        bench.request(), into: bench.sandbox.directory.file("out"), patience: .quick)
      let finding = try #require(report.taskFindings.first)
      #expect(finding.remedy.contains("asked to retry") && finding.settings == [.retryFailed])
      #expect(finding.message.contains("Our own probe read 2 s of audio"), "\(finding.message)")
    }
  }

  @Test(
    "A task that the service does not know any more is looked for, and paid for anew where it is asked for")
  func gone() async throws {
    try await Self.run(faults: ["late-lookup=2"]) { bench in
      let first = try await bench.job().submit(bench.request())
      _ = try await bench.sandbox.wait(try #require(first.task?.id))
      for isFound in [false, true] {
        var entry = try #require(try await bench.journal.entries(limit: 1).first)
        let id = entry.taskID
        entry.taskID = "00000000-0000-4000-8000-000000000000"
        try await bench.journal.record(entry)
        if !isFound {
          let error = await #expect(throws: ServiceError.self) {
            try await bench.job().submit(bench.request())
          }
          #expect(error?.code == .notFound && error?.settings == [.retryFailed])
          #expect(error?.remedy.contains("If a retry is asked for") == true)
        }
        let again = try await bench.job(Job.Terms(retryFailed: !isFound)).submit(bench.request())
        #expect(again.isReused == isFound && again.task?.id != first.task?.id)
        if isFound { #expect(again.task?.id == id) }
      }
      let states = try await bench.journal.entries(limit: 9).map(\.state)
      #expect(states.dropFirst() == [.gone, .gone] && states.first != .gone)
    }
  }

  @Test("A new key of the same account takes up what the old one paid for; another account's key does not")
  func newKey() async throws {
    try await Self.run { bench in
      let first = try await bench.job().submit(bench.request())
      // As if another key had paid for it: the service shows its tasks to whom they belong to.
      for (task, isOurs) in [("00000000-0000-4000-8000-000000000000", false), (first.task?.id ?? "", true)] {
        let entry = try #require(try await bench.journal.entries(limit: 1).first)
        let old = ServiceAccount(service: entry.account.service, account: "another key")
        let directory = try TemporaryDirectory()
        let journal = try await SQLiteLedger.open(directory.file("journal"))
        try await journal.record(
          JournalEntry(
            id: "old", job: "of the old key", account: old, videoContent: entry.videoContent,
            audioContent: entry.audioContent, playbackType: entry.playbackType, video: entry.video,
            audio: entry.audio, videoURL: entry.videoURL, audioURL: entry.audioURL, state: .created,
            taskID: task, intendedAt: entry.intendedAt))
        let second = try await bench.job(journal: journal).submit(bench.request())
        #expect(second.isReused == isOurs && (second.task?.id == first.task?.id) == isOurs)
        let third = try await bench.job(journal: journal).submit(bench.request())
        #expect(third.isReused && third.task?.id == second.task?.id)
      }
    }
  }

  @Test("A refused create leaves nothing paid, and the job is free")
  func refused() async throws {
    try await Self.run(faults: ["no-credits"]) { bench in
      await #expect(throws: ServiceError.self) { try await bench.job().submit(bench.request()) }
      let entries = try await bench.journal.entries(limit: 9)
      #expect(entries.map(\.state) == [.refused] && entries.first?.error?.isEmpty == false)
    }
  }

  @Test("A ceiling stops what would be paid, and not what was paid before")
  func ceiling() async throws {
    try await Self.run { bench in
      var request = bench.request()
      request.ceiling = Credits(hundredths: 1)
      let refused = try await bench.job().submit(request)
      #expect(refused.task == nil && refused.exit == .failedCheck)
      #expect(refused.check?.findings.contains { $0.rule == .creditsOverCeiling } == true)
      let paid = try await bench.job().submit(bench.request())
      let reused = try await bench.job().submit(request)
      #expect(reused.isReused && reused.task?.id == paid.task?.id && reused.check?.verdict != .fail)
    }
  }

  @Test("URLs: a fresh signature is the same object; new bytes under an old name are a new job")
  func urls() async throws {
    try await Self.run { bench in
      let origin = try Origin()
      defer { origin.stop() }
      let (clip, speech) = try await onBlockingThread {
        (try Data(contentsOf: URL(filePath: bench.video)), try Data(contentsOf: URL(filePath: bench.audio)))
      }
      origin.serve("/clip.mp4", Array(clip), type: "video/mp4")
      origin.serve("/speech.wav", Array(speech), type: "audio/wav")
      let signature = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-SignedHeaders=host"
      func signed(_ word: String) -> String {
        origin.url("/clip.mp4")
          + "?\(signature)&X-Amz-Expires=604800&X-Amz-Date=20261120T000000Z&X-Amz-Signature=\(word)"
      }
      func submit(_ word: String) async throws -> JobReport {
        var request = bench.request(video: signed(word), audio: origin.url("/speech.wav"))
        request.ignoredRules = [.linkExpired, .linkExpiresSoon]
        return try await bench.job().submit(request)
      }
      let first = try await submit("aaaa")
      #expect(first.task != nil && !first.isReused, "\(first.check?.findings ?? [])")
      let fresh = try await submit("bbbb")
      #expect(fresh.isReused && fresh.task?.id == first.task?.id)
      origin.serve(
        "/speech.wav", try await onBlockingThread { try Fixtures.audio(seconds: MediaTime(3)) },
        type: "audio/wav")
      let changed = try await submit("aaaa")
      #expect(!changed.isReused && changed.task?.id != first.task?.id)
      let kept = try Data(contentsOf: URL(filePath: bench.sandbox.directory.file("journal")))
      #expect(kept.range(of: Data("aaaa".utf8)) == nil, "no signature is kept")
    }
  }

  @Test("What a job took is told from the quota's fall, where it fits the result's length")
  func charge() async throws {
    try await Self.run { bench in
      let report = try await bench.job().run(
        bench.request(), into: bench.sandbox.directory.file("out"), patience: .quick)
      #expect(report.charged?.text == "0.02", "\(report.json.text)")
      let kept = try await bench.journal.entries(limit: 1).first
      #expect(kept?.charged?.text == "0.02" && kept?.state == .success)
    }
  }
}

extension Job.Patience {
  fileprivate static let quick = Job.Patience(
    schedule: PollSchedule(interval: .milliseconds(500)), timeout: .seconds(1200))
}

extension PayingOnceTests.Bench {
  /// Makes the journal forget that a create was answered.
  fileprivate func forget(_ report: JobReport, type: PlaybackType? = nil) async throws {
    let entry = try #require(try await journal.entries(limit: 1).first)
    let job = JobIdentity(
      account: entry.account, video: entry.videoContent, audio: entry.audioContent,
      playbackType: type ?? entry.playbackType)
    try await journal.record(
      JournalEntry(
        id: type == nil ? entry.id : "intended", job: job.key, account: entry.account,
        videoContent: entry.videoContent, audioContent: entry.audioContent, playbackType: job.playbackType,
        video: entry.video, audio: entry.audio, videoURL: entry.videoURL, audioURL: entry.audioURL,
        state: .intended,
        intendedAt: entry.intendedAt))
  }
}
