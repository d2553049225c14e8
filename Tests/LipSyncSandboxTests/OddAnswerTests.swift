import Foundation
import LipSyncLedger
import LipSyncMedia
import LipSyncTransfer
import Synchronization
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// A service that is elsewhere, says nothing of credits, or gives one odd answer.
@Suite(.timeLimit(.minutes(5))) struct OddAnswerTests {
  private static let nowhere = APIAnswer.text("404 page not found", type: "text/plain", status: 404)

  @Test(
    "An endpoint that is not there is looked for under the other prefix, once",
    arguments: ServicePrefixes.inUse)
  func otherPrefix(_ used: String) async throws {
    let other = try #require(ServicePrefixes.inUse.first { $0 != used })
    try await withService(prefix: used) { request, _ in
      guard ("/" + request.path.joined(separator: "/")).hasPrefix(other + "/") else { return Self.nowhere }
      return request.path.last == "remaining_quota"
        ? .data(#"{"remaining_quota":5}"#) : .data(#"{"status":"processing"}"#)
    } _: { service, client, _ in
      #expect(try await client.remainingQuota().text == "5.00")
      _ = try await client.status(taskID: "t")
      _ = try await client.remainingQuota()
      #expect(service.requests.count == 4, "the second prefix is remembered")
      #expect(client.prefixes.current == other)
    }
  }

  @Test(
    "Endpoints may be under different prefixes; one that is nowhere is asked for twice at first, then once")
  func split() async throws {
    try await withService { request, _ in
      switch (request.path.first, request.path.last) {
      case ("v2", "remaining_quota"): .data(#"{"remaining_quota":5}"#)
      case ("open", "t"): .data(#"{"status":"processing"}"#)
      default: Self.nowhere
      }
    } _: { service, client, _ in
      _ = try await client.status(taskID: "t")
      _ = try await client.remainingQuota()
      _ = try await client.status(taskID: "t")
      #expect(service.requests.count == 4)
      for count in [6, 7] {
        let error = await #expect(throws: ServiceError.self) {
          try await client.latest(videoURL: "v", audioURL: "a", playbackType: .normal)
        }
        #expect(error?.code == .notFound && error?.remedy.contains("prefix") == true)
        #expect(service.requests.count == count)
      }
    }
  }

  @Test("A prefix of one's own is not doubted, and an envelope's 404 is an answer")
  func ownPrefix() async throws {
    try await withService(prefix: "/mine") { _, _ in
      Self.nowhere
    } _: { service, client, _ in
      await #expect(throws: ServiceError.self) { try await client.remainingQuota() }
      #expect(service.requests.count == 1)
    }
    try await withService { _, _ in
      .refusal(10104, status: 404)
    } _: { service, client, _ in
      await #expect(throws: ServiceError.self) { try await client.status(taskID: "t") }
      #expect(service.requests.count == 1)
    }
  }

  @Test("A create is tried elsewhere only while nothing of the service was found")
  func create() async throws {
    for isFound in [false, true] {
      try await withService { request, _ in
        switch request.path.last {
        case "create_lip_sync_video":
          request.path.first == "v2" ? .data(#"{"task_id":"t","status":"pending"}"#) : Self.nowhere
        case "remaining_quota": isFound ? .data(#"{"remaining_quota":5}"#) : Self.nowhere
        default: Self.nowhere
        }
      } _: { service, client, _ in
        _ = try? await client.remainingQuota()
        let task = try? await client.create(videoURL: "v", audioURL: "a", playbackType: .normal)
        #expect((task?.id == "t") == !isFound)
        #expect(service.count("POST", "create_lip_sync_video") == (isFound ? 1 : 2))
      }
    }
  }

  private static let quotas: [(String, APIAnswer)] = [
    ("none", nowhere), ("fault", .refusal(50000)), ("page", .text("<html>", type: "text/html", status: 200)),
    ("gate", .text("<html>", type: "text/html", status: 403)), ("null", .data("null")),
    ("number", .data("7")),
    ("word", .data(#"{"remaining_quota":"unlimited"}"#)),
    ("HTTP 500", .text("", type: "text/plain", status: 500)),
    ("unknown code", .refusal(4711)), ("parameter", .refusal(40000)), ("limited", .refusal(429)),
  ]

  @Test(
    "A job goes on where the credits are not told, and says so; a ceiling asks for them",
    arguments: quotas.indices)
  func quota(_ index: Int) async throws {
    let (name, answer) = Self.quotas[index]
    try await Self.job(answer) { request, job, service in
      let report = try await job.submit(request)
      #expect(report.task?.id == "t", "\(name)")
      let finding = report.check?.findings.first { $0.rule == .creditsUnknown }
      #expect(finding?.severity == .warning && finding?.message.contains("not known") == true, "\(name)")
      var bounded = request
      bounded.ceiling = Credits(hundredths: 500)
      await #expect(throws: ServiceError.self, "\(name)") { try await job.submit(bounded) }
      #expect(service.count("POST", "create_lip_sync_video") == 1)
    }
  }

  @Test("A key that is refused costs no upload", arguments: [10105, 18025])
  func refusedKey(_ code: Int) async throws {
    try await Self.job(.refusal(code)) { request, job, service in
      await #expect(throws: ServiceError.self) { try await job.submit(request) }
      #expect(service.requests.allSatisfy { $0.method == "GET" })
    }
  }

  /// A job of two files at a service that tells its credits like this.
  private static func job(
    _ quota: APIAnswer, _ body: (CheckRequest, Job, ScriptedService) async throws -> Void
  ) async throws {
    let directory = try TemporaryDirectory()
    let video = try directory.write(
      await onBlockingThread { try Fixtures.video(width: 96, height: 64, audio: .tone()) }, as: "clip.mp4")
    let audio = try directory.write(
      await onBlockingThread { try Fixtures.audio(seconds: MediaTime(2)) }, as: "speech.wav")
    let pace = TestPace()
    let address = Mutex("")
    let billing = BillingService([], pace: pace, directory: directory)
    try await withService { request, before in
      switch request.path.last {
      case "remaining_quota": quota
      case "create_lip_sync_video": .data(#"{"task_id":"t","status":"pending"}"#)
      default: billing.answer(request, before, at: address.withLock { $0 })
      }
    } _: { service, client, _ in
      address.withLock { $0 = service.baseURL }
      let job = Job(
        service: client, inspector: Inspector(client: client.client),
        journal: try await SQLiteLedger.open(directory.file("journal")))
      let request = CheckRequest(
        video: .file(path: video), audio: .file(path: audio), playbackType: .normalReverse)
      try await body(request, job, service)
    }
  }

  @Test("Who the account is, what is left, and what the clock says")
  func account() async throws {
    try await withService { request, _ in
      request.path.last == "whoami"
        ? .data(#"{"email":"a@b.example","username":"ann"}"#) : .data(#"{"remaining_quota":5.005}"#)
    } _: { _, client, _ in
      let report = try await client.accountReport()
      #expect(report.name == "ann" && report.email == "a@b.example" && report.credits?.shownDown == "5.00")
      #expect(
        report.prefix == "/open/v2" && report.troubles.isEmpty && report.account == client.account.account)
    }
    try await withService { request, _ in
      request.path.last == "whoami" ? .data(#"{"email":"a@b.example","username":""}"#) : Self.nowhere
    } _: { _, client, _ in
      let report = try await client.accountReport()
      #expect(report.name == nil && report.credits == nil && report.troubles.count == 1)
    }
    for answer in [Self.nowhere, .refusal(10105), .disconnect] {
      try await withService(attempts: 1) { _, _ in
        answer
      } _: { _, client, _ in
        await #expect(throws: ServiceError.self) { try await client.accountReport() }
      }
    }
  }

  @Test("A success without its result is waited for in a job; one that never has it is told as it is")
  func withoutResult() async throws {
    try await withService { _, before in
      .data(
        before < 3
          ? #"{"status":"success","data":null}"#
          : #"{"status":"success","data":{"result_url":"http://127.0.0.1:9/r"}}"#)
    } _: { service, client, _ in
      let states = Mutex(0)
      let task = try await client.wait(taskID: "t") { _ in states.withLock { $0 += 1 } }
      #expect(task.resultURL != nil && service.requests.count == 4 && states.withLock { $0 } == 1)
    }
    try await withService { _, _ in
      .data(#"{"status":"success","data":null}"#)
    } _: { _, client, pace in
      let task = try await client.wait(taskID: "t")
      #expect(task.status == .success && task.resultURL == nil)
      #expect(pace.pauses.reduce(.zero, +) >= Defaults.resultPatience)
      let short = try await client.wait(taskID: "t", timeout: .seconds(7))
      #expect(short.status == .success)
    }
  }

  @Test("A result that is not there yet is asked for again after a while")
  func lateResult() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/r.mp4", Array("the result".utf8), faults: [.busy(404, times: 1, retryAfter: nil)])
    let directory = try TemporaryDirectory()
    let home = try await DownloadedFile.fetch(
      .url(origin.url("/r.mp4")), name: "r", kind: .result, directory: directory.path,
      client: HTTPClient(policy: .privateAllowed), refresh: { _ in nil })
    #expect(home.bytes == 10)
    // One that nobody says is new is not waited for.
    origin.serve("/gone.mp4", [1], faults: [.status(404)])
    await #expect(throws: TransferError.self) {
      try await DownloadedFile.fetch(
        .url(origin.url("/gone.mp4")), name: "g", kind: .result, directory: directory.path,
        client: HTTPClient(policy: .privateAllowed))
    }
    #expect(origin.requests.count { $0.path == "/gone.mp4" } == 1)
  }
}
