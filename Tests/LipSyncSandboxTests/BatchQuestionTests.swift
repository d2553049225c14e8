import LipSyncLedger
import LipSyncMedia
import LipSyncTransfer
import Synchronization
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// A batch that is told that its key is bad asks a second question before it stops.
@Suite(.timeLimit(.minutes(5))) struct BatchQuestionTests {
  /// What became of a batch of one job.
  private struct End {
    var stop: BatchStop?
    var job: BatchJob
    var creates: Int
    var questions: Int
  }

  /// A batch of one job at a service whose answers to looks at the task are these, the last one for ever, and whose key is good
  /// or not when the credits are asked for after the task was made.
  private static func batch(looks: [APIAnswer], keyIsGood: Bool) async throws -> End {
    let directory = try TemporaryDirectory()
    let pace = TestPace()
    let billing = BillingService([], pace: pace, directory: directory)
    let address = Mutex("")
    let seen = Mutex(0)
    let questions = Mutex(0)
    let service = try await ScriptedService.start(clock: { pace.date }) { request, before in
      switch (request.method, request.path.last ?? "") {
      case ("GET", "t0"):
        return seen.withLock { seen in
          defer { seen += 1 }
          return looks[min(seen, looks.count - 1)]
        }
      case (_, "remaining_quota") where billing.creates > 0:
        questions.withLock { $0 += 1 }
        return keyIsGood ? .data(#"{"remaining_quota":100}"#) : .refusal(10105)
      default: return billing.answer(request, before, at: address.withLock { $0 })
      }
    }
    address.withLock { $0 = service.baseURL }
    let video = try directory.write(
      await onBlockingThread { try Fixtures.video(width: 96, height: 64, audio: .tone()) }, as: "clip.mp4")
    let audio = try directory.write(
      await onBlockingThread { try Fixtures.audio(seconds: MediaTime(2)) }, as: "speech.wav")
    let http = HTTPClient(policy: .privateAllowed)
    let client = ServiceClient(
      ServiceConfiguration(baseURL: service.baseURL, apiKey: Redacted("key-of-the-test")), client: http,
      retry: .standard, pace: pace.pace)
    let ledger = try await SQLiteLedger.open(directory.file("ledger"))
    let settings = BatchSettings(
      playbackType: .normalReverse, directory: directory.file("out"), account: client.account)
    let batch = try await ledger.begin(id: "b", name: "b", settings: settings.text, budget: nil)
    try await ledger.fill("b", with: [BatchRow(ordinal: 1, id: "j", video: video, audio: audio)])
    let runner = BatchRunner(
      ledger: ledger, batch: batch, settings: settings, service: client, inspector: Inspector(client: http),
      options: BatchRunner.Options(worker: "w", proofs: 1, directory: directory.file("out")))
    let stop = try await runner.run()
    await service.stop()
    let job = try #require(try await ledger.job("b", id: "j"))
    return End(stop: stop, job: job, creates: billing.creates, questions: questions.withLock { $0 })
  }

  private static let failed = APIAnswer.data(#"{"task_id":"t0","status":"failed","error":{"message":"no"}}"#)

  @Test("The key is refused and let in at the second question: the job goes on, and nothing is paid again")
  func blip() async throws {
    let end = try await Self.batch(
      looks: [.refusal(10105), .refusal(10105), .refusal(10105), Self.failed], keyIsGood: true)
    #expect(end.stop == nil && end.job.state == .failed && end.job.rule == .taskFailed, "\(end.job)")
    #expect(end.creates == 1 && end.questions >= 1)
  }

  @Test("The key is refused at the second question, too: the batch stops, and the job is left as it is")
  func meant() async throws {
    let end = try await Self.batch(looks: [.refusal(10105)], keyIsGood: false)
    guard case .failure(let error)? = end.stop else {
      Issue.record("\(String(describing: end.stop))")
      return
    }
    #expect(BatchQuestionTests.code(error) == .key)
    #expect(end.job.state == .submitted && end.job.taskID == "t0" && end.creates == 1)
  }

  private static func code(_ error: any Error) -> ServiceError.Code? {
    (((error as? JobInterruption)?.cause ?? error) as? ServiceError)?.code
  }
}
