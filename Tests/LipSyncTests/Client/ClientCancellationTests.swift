import Dispatch
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// What is left of a create when its caller is cancelled: the id of a task that is paid for is not lost.
@Suite struct ClientCancellationTests {
  private static let path = "/open/v2/create_lip_sync_video"

  /// Cancels a create while the service is at work on it, and gives what came of it.
  private static func cancelled(answer: OriginReply) async throws -> (
    result: Result<LipSyncTask, ServiceError>, noticed: Bool, requests: [OriginRequest]
  ) {
    let origin = try Origin()
    defer { origin.stop() }
    let (arrivals, arrived) = AsyncStream<Void>.makeStream()
    let released = DispatchSemaphore(value: 0)
    origin.serve(path) { _ in
      arrived.yield()
      released.wait()
      return answer
    }
    let client = ServiceClient(
      ServiceConfiguration(baseURL: origin.baseURL, apiKey: Redacted("key-of-the-test")),
      client: HTTPClient(policy: .privateAllowed))
    let creating = Task { () -> (Result<LipSyncTask, ServiceError>, Bool) in
      do throws(ServiceError) {
        let task = try await client.create(
          videoURL: "https://h/v.mp4", audioURL: "https://h/a.mp3", playbackType: .normal)
        return (.success(task), Task.isCancelled)
      } catch {
        return (.failure(error), Task.isCancelled)
      }
    }
    for await _ in arrivals { break }
    creating.cancel()
    released.signal()
    let (result, noticed) = await creating.value
    return (result, noticed, origin.requests)
  }

  @Test("A create under way is finished, and the caller gets the task and sees the cancellation")
  func finished() async throws {
    let seen = try await Self.cancelled(answer: .json(#"{"code":0,"data":{"task_id":"t-1"}}"#))
    #expect(try seen.result.get().id == "t-1")
    #expect(seen.noticed && seen.requests.count == 1)
  }

  @Test("A create whose answer was lost is not sent again, and said to be in doubt")
  func lost() async throws {
    let seen = try await Self.cancelled(answer: .json("{}", status: 502))
    guard case .failure(let error) = seen.result else {
      Issue.record("a task came of a lost answer")
      return
    }
    #expect(error.code == .cancelled && error.exitCode == .interrupted)
    #expect(error.message.contains("may exist") && error.remedy.contains("Submit https://"))
    #expect(error.sent?.playbackType == .normal && error.sent?.videoURL.hasPrefix("https://") == true)
    #expect(seen.requests.count == 1)
  }

  @Test("A create that was refused says so, cancelled or not")
  func refused() async throws {
    let seen = try await Self.cancelled(answer: .json(#"{"code":18020,"msg":"no credits"}"#))
    guard case .failure(let error) = seen.result else {
      Issue.record("a task came of a refusal")
      return
    }
    #expect(error.code == .credits && seen.requests.count == 1)
  }

  @Test("Nothing is sent for a caller who is cancelled before, or who waits for the rate limit")
  func nothingSent() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let (arrivals, arrived) = AsyncStream<Void>.makeStream()
    origin.serve(Self.path) { _ in
      arrived.yield()
      return .json(#"{"code":429,"msg":"slow down","data":null}"#)
    }
    let client = ServiceClient(
      ServiceConfiguration(baseURL: origin.baseURL, apiKey: Redacted("key-of-the-test")),
      client: HTTPClient(policy: .privateAllowed))
    func create() async throws(ServiceError) -> LipSyncTask {
      try await client.create(
        videoURL: "https://h/v.mp4", audioURL: "https://h/a.mp3", playbackType: .normal)
    }
    let early = Task { () -> Void in
      withUnsafeCurrentTask { $0?.cancel() }
      let error = await #expect(throws: ServiceError.self) { try await create() }
      #expect(error?.code == .cancelled)
    }
    await early.value
    #expect(origin.requests.isEmpty)
    let waiting = Task { () -> Void in
      let error = await #expect(throws: ServiceError.self) { try await create() }
      #expect(error?.code == .cancelled)
    }
    for await _ in arrivals { break }
    waiting.cancel()
    await waiting.value
    #expect(origin.requests.count == 1)
  }

  /// Says that somebody asked, and lets nobody through.
  private struct ShutGate: PostGate {
    let asked: AsyncStream<Void>.Continuation

    func admit(_ account: String, limit: Int, window: Duration) async -> Duration? {
      asked.yield()
      return .seconds(3600)
    }
  }

  @Test("A create that waits for its place among the requests of a minute is given up, and not sent")
  func waitingForAPlace() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let (questions, asked) = AsyncStream<Void>.makeStream()
    var configuration = ServiceConfiguration(baseURL: origin.baseURL, apiKey: Redacted("key-of-the-test"))
    configuration.postsPerMinute = 20
    let client = ServiceClient(
      configuration, client: HTTPClient(policy: .privateAllowed), gate: ShutGate(asked: asked))
    let waiting = Task { () -> Void in
      let error = await #expect(throws: ServiceError.self) {
        try await client.create(
          videoURL: "https://h/v.mp4", audioURL: "https://h/a.mp3", playbackType: .normal)
      }
      #expect(error?.code == .cancelled)
    }
    for await _ in questions { break }
    waiting.cancel()
    await waiting.value
    #expect(origin.requests.isEmpty)
  }
}
