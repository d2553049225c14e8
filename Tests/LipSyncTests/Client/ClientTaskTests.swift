import LipSyncMedia
import Testing

@testable import LipSync

/// Tasks as the service tells of them, with all that may be missing, null or too much.
@Suite struct ClientTaskTests {
  private static func task(_ text: String, id: String? = "asked") -> LipSyncTask? {
    JSON(parsing: Array(text.utf8)).flatMap { LipSyncTask(wire: $0, id: id, key: nil) }
  }

  @Test("The three states of the guide")
  func guide() throws {
    let processing = try #require(
      Self.task(
        #"{"task_id":"u-1","status":"processing","created_at":1732806631,"completed_at":null,"data":null,"error":null}"#
      ))
    #expect(processing == LipSyncTask(id: "u-1", status: .processing, createdAt: 1_732_806_631))
    let success = try #require(
      Self.task(
        #"{"task_id":"u-1","status":"success","created_at":1732806631,"completed_at":1732806700,"data":{"result_url":"#
          + #""https://r/v.mp4","cover_url":"https://r/c.jpg","duration_seconds":12.5},"error":null}"#))
    #expect(success.resultURL == "https://r/v.mp4")
    #expect(success.coverURL == "https://r/c.jpg")
    #expect(success.reportedDuration == MediaTime(25, 2))
    #expect(success.completedAt == 1_732_806_700)
    #expect(success.failure == nil)
    let failed = try #require(
      Self.task(
        #"{"task_id":"u-1","status":"failed","created_at":1,"completed_at":2,"data":null,"error":{"message":"#
          + #""consume retry limit reached: audio duration fetch failed"}}"#))
    let failure = try #require(failed.failure)
    #expect(failure.code == .taskFailed && failure.exitCode == .taskFailed && failure.taskID == "u-1")
    #expect(failure.message.contains("audio duration fetch failed"))
    #expect(failure.remedy.contains("Check the audio"))
  }

  @Test("Where data and error are both filled, the status decides")
  func bothFilled() throws {
    let both = #""data":{"result_url":"https://r/v.mp4"},"error":{"message":"stale"}}"#
    let success = try #require(Self.task(#"{"status":"success","# + both))
    #expect(success.resultURL == "https://r/v.mp4" && success.errorMessage == nil)
    let failed = try #require(Self.task(#"{"status":"failed","# + both))
    #expect(failed.resultURL == nil && failed.errorMessage == "stale")
  }

  @Test("Unknown states are kept; the other video types' word for success is understood")
  func states() throws {
    let unknown = try #require(Self.task(#"{"status":"Archived"}"#))
    #expect(unknown.status.rawValue == "archived" && !unknown.status.isTerminal && !unknown.status.isKnown)
    #expect(unknown.id == "asked")
    #expect(Self.task(#"{"status":"SUCCESS"}"#)?.status == .success)
    #expect(Self.task(#"{"status":"completed","data":{"result_url":"https://r/v"}}"#)?.status == .success)
    #expect(Self.task(#"{"status":"completed","data":null}"#)?.status.rawValue == "completed")
  }

  @Test(
    "What does not tell of a task is not taken for one",
    arguments: ["null", "[]", "{}", #"{"status":""}"#, "3"])
  func noTask(text: String) { #expect(Self.task(text) == nil) }

  @Test("A create needs an id, and may leave out the status")
  func create() {
    #expect(Self.task(#"{"task_id":"u-1"}"#, id: nil)?.status == .pending)
    #expect(Self.task(#"{"task_id":123,"status":"pending"}"#, id: nil)?.id == "123")
    #expect(Self.task(#"{"status":"pending"}"#, id: nil) == nil)
    #expect(Self.task(#"{"task_id":"","status":"pending"}"#, id: nil) == nil)
  }

  @Test(
    "Lengths and times in all their spellings",
    arguments: [
      ("12.5", MediaTime(25, 2)), (#""12.5""#, MediaTime(25, 2)), ("0", nil), ("1e1", MediaTime(10)),
      ("12.345678901234567", MediaTime(12_345_679, 1_000_000)), ("-1", nil), ("null", nil), (#""x""#, nil),
    ])
  func duration(text: String, expected: MediaTime?) throws {
    let task = try #require(Self.task(#"{"status":"success","data":{"duration_seconds":\#(text)}}"#))
    #expect(task.reportedDuration == expected)
  }

  @Test("Times in seconds, milliseconds, strings, and 0 for null")
  func times() throws {
    let task = try #require(Self.task(#"{"status":"pending","created_at":"1732806631","completed_at":0}"#))
    #expect(task.createdAt == 1_732_806_631 && task.completedAt == nil)
    #expect(Self.task(#"{"status":"pending","created_at":1732806631123}"#)?.createdAt == 1_732_806_631)
  }

  @Test(
    "Causes of failed tasks",
    arguments: [
      ("consume retry limit reached: audio duration fetch failed", .audioNotRead, .audio),
      ("Audio Duration FETCH failed", .audioNotRead, .audio), ("unsupported audio", .audioNotRead, .audio),
      ("consume retry limit reached: video download failed", .videoNotRead, .video),
      ("consume retry limit reached", .retriesUsedUp, nil), ("cosmic rays", .unknown, nil),
      ("", .unknown, nil),
    ] as [(String, FailureCause.Kind, Subject?)])
  func causes(message: String, kind: FailureCause.Kind, subject: Subject?) {
    let cause = FailureCause(message)
    #expect(cause.kind == kind && cause.subject == subject)
    #expect(!cause.sentence.isEmpty && cause.remedy.hasSuffix("."))
  }
}
