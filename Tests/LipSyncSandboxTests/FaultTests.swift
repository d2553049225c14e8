import Foundation
import LipSyncMedia
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// Faults by name, met by the real client.
@Suite struct FaultTests {
  /// Runs a short job in a sandbox with a fault.
  private static func job(
    _ faults: String..., body: (SandboxFixture, LipSyncTask) async throws -> Void
  ) async throws {
    try await SandboxFixture.run {
      $0.faults = faults
    } _: { sandbox in
      let pair = try await sandbox.uploadPair(speech: MediaTime(1))
      let created = try await sandbox.service.create(
        videoURL: pair.video, audioURL: pair.audio, playbackType: .normal)
      try await body(sandbox, try await sandbox.wait(created.id))
      let files = try sandbox.directory.contents()
      #expect(files.contains("data"))
    }
  }

  @Test("lost-create-answer: one task is made, and found")
  func lostCreateAnswer() async throws {
    try await Self.job("lost-create-answer") { sandbox, task in
      #expect(task.status == .success)
      let quota = try await sandbox.service.remainingQuota()
      #expect(quota.hundredths == 100_000 - 1)
    }
  }

  @Test("create-error: the create is sent again once it is known that nothing was made")
  func createError() async throws {
    try await Self.job("create-error") { _, task in #expect(task.status == .success) }
  }

  @Test("task-failed, with a message of its own")
  func taskFailed() async throws {
    try await Self.job("task-failed=cosmic rays") { _, task in
      #expect(task.status == .failed && task.errorMessage == "cosmic rays" && task.resultURL == nil)
    }
  }

  @Test("both-filled: the status decides")
  func bothFilled() async throws {
    try await Self.job("both-filled") { _, task in
      #expect(task.status == .success && task.resultURL != nil && task.errorMessage == nil)
    }
    try await Self.job("both-filled", "task-failed") { _, task in
      #expect(task.status == .failed && task.resultURL == nil && task.errorMessage != nil)
    }
  }

  @Test("wrong-duration: the reported length is off by the value")
  func wrongDuration() async throws {
    try await Self.job("wrong-duration=2") { _, task in
      let reported = try #require(task.reportedDuration)
      #expect((reported - MediaTime(3)).magnitude <= MediaTime(1, 25))
    }
  }

  @Test("truncated-result: half of the bytes, as if they were all")
  func truncatedResult() async throws {
    try await Self.job("truncated-result") { sandbox, task in
      let result = try await sandbox.http.send(Request(url: try #require(task.resultURL)))
      let kept = DataDirectory.size(of: sandbox.directory.file("data/results/\(task.id).mp4"))
      #expect(result.status == 200 && Int64(result.body.count) == kept.map { $0 / 2 })
    }
  }

  @Test("missing-cover: the cover's URL leads nowhere")
  func missingCover() async throws {
    try await Self.job("missing-cover") { sandbox, task in
      let cover = try await sandbox.http.send(Request(url: try #require(task.coverURL)))
      #expect(cover.status == 404)
    }
  }

  @Test("expired-upload: the client asks for a new URL")
  func expiredUpload() async throws {
    try await Self.job("expired-upload") { _, task in #expect(task.status == .success) }
  }

  @Test("junk-body: the client looks again")
  func junkBody() async throws {
    try await Self.job("junk-body=2") { _, task in #expect(task.status == .success) }
  }

  @Test("no-lookup: a lost answer is left to the user")
  func noLookup() async throws {
    try await SandboxFixture.run {
      $0.faults = ["no-lookup", "lost-create-answer"]
    } _: { sandbox in
      let error = await #expect(throws: ServiceError.self) {
        try await sandbox.service.create(
          videoURL: "http://127.0.0.1:1/v", audioURL: "http://127.0.0.1:1/a", playbackType: .normal)
      }
      #expect(error?.code == .uncertain)
    }
  }

  @Test("stuck-processing: the wait gives up and says how to go on")
  func stuckProcessing() async throws {
    try await SandboxFixture.run {
      $0.faults = ["stuck-processing"]
    } _: { sandbox in
      let created = try await sandbox.service.create(
        videoURL: "http://127.0.0.1:1/v", audioURL: "http://127.0.0.1:1/a", playbackType: .normal)
      let error = await #expect(throws: ServiceError.self) {
        try await sandbox.service.wait(
          taskID: created.id, schedule: PollSchedule(interval: .milliseconds(20)), timeout: .milliseconds(200)
        )
      }
      #expect(error?.code == .gaveUp && error?.taskID == created.id)
    }
  }

  @Test("no-credits: code 18020, exit code 3")
  func noCredits() async throws {
    try await SandboxFixture.run {
      $0.faults = ["no-credits"]
    } _: { sandbox in
      let error = await #expect(throws: ServiceError.self) {
        try await sandbox.service.create(
          videoURL: "http://h/v", audioURL: "http://h/a", playbackType: .normal)
      }
      #expect(error?.code == .credits && error?.exitCode == .service)
    }
  }

  @Test("no-permission: code 18025, exit code 3")
  func noPermission() async throws {
    try await SandboxFixture.run {
      $0.faults = ["no-permission"]
    } _: { sandbox in
      let error = await #expect(throws: ServiceError.self) { try await sandbox.service.remainingQuota() }
      #expect(error?.code == .permission && error?.serviceCode == 18025 && error?.exitCode == .service)
    }
  }

  @Test("A create that is answered by an error page or by junk is looked up, not sent again")
  func createdAllTheSame() async throws {
    for fault in ["create-under-error", "create-under-junk"] {
      try await Self.job(fault) { sandbox, task in
        #expect(task.status == .success)
        let tasks = try FileManager.default.contentsOfDirectory(atPath: sandbox.directory.file("data/tasks"))
        #expect(tasks.count == 1, "\(fault)")
      }
    }
  }

  @Test("late-lookup: a lost create is looked for more than once")
  func lateLookup() async throws {
    try await Self.job("lost-create-answer", "late-lookup=2") { sandbox, _ in
      let tasks = try FileManager.default.contentsOfDirectory(atPath: sandbox.directory.file("data/tasks"))
      #expect(tasks.count == 1)
    }
  }

  @Test("create-under-code, late-task: the task is found, and not made twice")
  func createdUnderCode() async throws {
    // The fixture's clients wait a fiftieth of what they wait in the world.
    for faults in [["create-under-code"], ["create-under-code=50000", "late-task=1"]] {
      try await SandboxFixture.run {
        $0.faults = faults
      } _: { sandbox in
        let pair = try await sandbox.uploadPair(speech: MediaTime(1))
        let task = try await sandbox.service.create(
          videoURL: pair.video, audioURL: pair.audio, playbackType: .normal)
        let done = try await sandbox.wait(task.id)
        #expect(done.status == .success)
        let tasks = try FileManager.default.contentsOfDirectory(atPath: sandbox.directory.file("data/tasks"))
        #expect(tasks.count == 1, "\(faults)")
      }
    }
  }

  @Test("upload-limits: the service's general ones, in its words")
  func uploadLimits() async throws {
    try await SandboxFixture.run {
      $0.faults = ["upload-limits"]
    } _: { sandbox in
      for (name, type, bytes, message) in [
        ("f", "video/mp4", 100 << 20, nil), ("f.MP4", "video/mp4", 9, nil),
        ("f.mp4", "video/mp4", (100 << 20) + 1, "File size exceeds limit"),
        ("f.mp3", "audio/mpeg", 21 << 20, "File size exceeds limit"),
        ("f.ogg", "audio/ogg", 9, "File format not supported"),
        ("f.mp4", "audio/mpeg", 9, "File format not supported"),
      ] as [(String, String, Int, String?)] {
        let (_, json, _) = try await sandbox.ask(
          .post, "/v2/upload/asset",
          #"{"filename":"\#(name)","content_type":"\#(type)","file_size":\#(bytes)}"#)
        #expect(json["code"]?.intValue == (message == nil ? 0 : 40000), "\(type) \(bytes)")
        if let message { #expect(json["msg"]?.stringValue == "Parameter error: " + message) }
      }
    }
  }

  @Test("unknown-code: kept and shown")
  func unknownCode() async throws {
    try await SandboxFixture.run {
      $0.faults = ["unknown-code=19999"]
    } _: { sandbox in
      let error = await #expect(throws: ServiceError.self) {
        try await sandbox.service.create(
          videoURL: "http://h/v", audioURL: "http://h/a", playbackType: .normal)
      }
      #expect(error?.code == .refused && error?.serviceCode == 19999)
      #expect(
        error?.message.contains("19999") == true && error?.message.contains("undocumented refusal") == true)
    }
  }

  @Test(
    "Each shape of the rate limit is known for one",
    arguments: ["rate-limit", "rate-limit-old", "rate-limit-bare"])
  func rateLimits(fault: String) async throws {
    try await SandboxFixture.run {
      $0.faults = [fault + "=1"]
    } _: { sandbox in
      let client = ServiceClient(
        sandbox.service.configuration, client: sandbox.http, retry: RetryPolicy(attempts: 2),
        pace: Pace(sleep: { _ in }, now: { ContinuousClock.now }, jitter: { 1 }))
      func create(_ type: PlaybackType) async throws -> LipSyncTask {
        try await client.create(
          videoURL: "http://127.0.0.1:1/v", audioURL: "http://127.0.0.1:1/a", playbackType: type)
      }
      _ = try await create(.normal)
      let error = await #expect(throws: ServiceError.self) { try await create(.normalReverse) }
      #expect(error?.code == .rateLimited)
      // The newer generation says nothing of how long; its text alone speaks of it.
      if fault != "rate-limit" { #expect((error?.retryAfter ?? .zero) > .zero) }
      let tasks = try FileManager.default.contentsOfDirectory(atPath: sandbox.directory.file("data/tasks"))
      #expect(tasks.count == 1)
    }
  }

  @Test("server-error, new-envelope, completed: the job is done all the same")
  func ridden() async throws {
    for fault in ["server-error=3", "new-envelope", "completed", "slow-answer=20"] {
      try await Self.job(fault) { _, task in #expect(task.status == .success, "\(fault)") }
    }
  }

  @Test("null-fields: a success without cover, length and end; a failure without words")
  func nullFields() async throws {
    try await Self.job("null-fields") { _, task in
      #expect(task.status == .success && task.resultURL != nil && task.coverURL == nil)
      #expect(task.reportedDuration == nil && task.completedAt == nil)
    }
    try await Self.job("null-fields", "task-failed") { _, task in
      #expect(task.status == .failed && task.errorMessage == nil)
      #expect(task.failure?.remedy.isEmpty == false)
    }
  }

  @Test("unknown-status: waited for, and shown when the wait is given up")
  func unknownStatus() async throws {
    try await SandboxFixture.run {
      $0.faults = ["unknown-status=queued"]
    } _: { sandbox in
      let created = try await sandbox.service.create(
        videoURL: "http://127.0.0.1:1/v", audioURL: "http://127.0.0.1:1/a", playbackType: .normal)
      let error = await #expect(throws: ServiceError.self) {
        try await sandbox.service.wait(
          taskID: created.id, schedule: PollSchedule(interval: .milliseconds(20)), timeout: .milliseconds(200)
        )
      }
      #expect(
        error?.code == .gaveUp && error?.message.contains("\"queued\", a word that is not known") == true)
    }
  }

  /// Faults of what is fetched, and the rule that tells of each; nil where the job is whole all the same.
  static let fetched: [(fault: String, rule: Rule?)] = [
    ("expired-result", nil), ("truncated-result", .resultIncomplete),
    ("wrong-duration=2", .resultDurationMismatch),
    ("missing-cover", .coverUnreadable), ("foreign-cover", .coverForeign), ("blank-cover", .coverBlank),
  ]

  @Test("What is wrong with a result or a cover is found by a fetch", arguments: fetched.indices)
  func fetch(index: Int) async throws {
    let (fault, rule) = Self.fetched[index]
    try await Self.job(fault) { sandbox, task in
      let job = Job(
        service: sandbox.service, inspector: Inspector(client: sandbox.http), journal: NoJournal())
      let report = try await job.fetch(taskID: task.id, into: sandbox.directory.file("out"))
      let found = (report.verification?.findings ?? []).filter { $0.severity > .info }.map(\.rule)
      #expect(ReadBack.loss(of: report.document) == nil)
      let saved = try String(contentsOf: URL(filePath: #require(report.path)), encoding: .utf8)
      #expect(ReadBack.loss(of: saved, as: JobDocument.self) == nil)
      if let rule {
        #expect(found.contains(rule), "\(fault): \(found)")
      } else {
        #expect(report.verification != nil && report.exit == .passed, "\(fault): \(found)")
      }
    }
  }

  @Test("A report that cannot be written is said, and the proof stands")
  func unwritten() async throws {
    try await Self.job("lost-create-answer") { sandbox, task in
      let job = Job(
        service: sandbox.service, inspector: Inspector(client: sandbox.http), journal: NoJournal())
      let directory = sandbox.directory.file("out")
      let files = FileManager.default
      // A link that leads nowhere stands in the page's way, a directory with something in it in the document's.
      try files.createDirectory(
        atPath: directory + "/\(task.id).json/full", withIntermediateDirectories: true)
      try files.createSymbolicLink(
        atPath: directory + "/report.html", withDestinationPath: directory + "/nowhere")
      let report = try await job.fetch(taskID: task.id, into: directory)
      let unwritten = (report.verification?.findings ?? []).filter {
        $0.rule == .fileNotWritten
      }
      #expect(unwritten.count == 2, "\(report.json.text)")
      #expect(report.path == nil && report.verification?.page == nil && report.exit == .passed)
      #expect(unwritten.allSatisfy { !$0.message.contains("CocoaError") }, "\(unwritten.map(\.message))")
    }
  }

  @Test("Every fault has a test that names it")
  func everyFault() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let tests = try FileManager.default.contentsOfDirectory(atPath: folder.path).map {
      try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
    }.joined()
    for fault in Fault.all { #expect(tests.contains("\"" + fault.name), "\(fault.name)") }
  }

  @Test("The table of docs/sandbox.md is that of the faults")
  func documented() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "docs/sandbox.md"), encoding: .utf8)
    #expect(page.contains("<!-- faults -->\n" + Fault.markdownTable + "<!-- /faults -->"))
  }
}
