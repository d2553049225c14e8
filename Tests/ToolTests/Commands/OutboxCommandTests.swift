import Foundation
import LipSync
import Synchronization
import TestSupport
import Testing

/// Events that nobody took: kept, posted later, and never in the way of what is told of the job.
@Suite("Events that are kept", .timeLimit(.minutes(10)))
struct OutboxCommandTests {
  /// A receiver that writes down the events that it took.
  private final class Receiving: Sendable {
    let origin: Origin
    let ids = Mutex<[String]>([])
    let names = Mutex<[String]>([])
    var url: String { origin.url("/hook") }

    init() throws {
      origin = try Origin()
      origin.serve("/hook") { [weak self] request in
        let event = JSON(parsing: request.body)
        self?.ids.withLock { $0.append(event?["event_id"]?.stringValue ?? "?") }
        self?.names.withLock { $0.append(event?["event"]?.stringValue ?? "?") }
        return OriginReply(status: 204)
      }
    }
  }

  private static let secret = ["LIPFLIGHT_WEBHOOK_SECRET": "s"]

  /// Both kinds of journal.
  private static let journals = ["file"] + (PostgresServer.isInstalled ? ["database"] : [])

  private static func withTask(
    _ kind: String = "file",
    _ body: (_ id: String, _ journal: String, _ environment: [String: String]) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      let journal = kind == "file" ? directory + "/journal" : try PostgresServer.shared().database()
      try await withSandbox("--data", directory + "/data") { baseURL in
        let environment = ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any"].merging(secret) { $1 }
        let submitted = try await Tool.run(
          "submit", Tool.clip, Tool.speech, "--allow-private", "--quiet", "--journal", journal,
          environment: environment)
        #expect(submitted.status == 0, "\(submitted.err)")
        try await body(submitted.out.trimmingCharacters(in: .newlines), journal, environment)
      }
    }
  }

  @Test("kill -9 between the proof and the post: the event is posted later, once", arguments: journals)
  func killed(_ kind: String) async throws {
    try await Self.withTask(kind) { id, journal, environment in
      let receiving = try Receiving()
      defer { receiving.origin.stop() }
      let died = try await Tool.run(
        program: Tool.path,
        [
          "wait", id, "--allow-private", "--poll-interval", "0.1", "--journal", journal, "--notify",
          receiving.url,
        ], environment: environment.merging(["LIPFLIGHT_CRASH_AT": "event-kept"]) { $1 })
      #expect(died.status == 9 && receiving.origin.requests.isEmpty, "\(died.status) \(died.err)")
      for delivered in [1, 0] {
        let later = try await Tool.run(
          "webhook", "deliver", "--journal", journal, "--allow-private", "--json", environment: Self.secret)
        #expect(try later.document().number("delivered") == Double(delivered), "\(later.err)")
        #expect(try later.document().number("waiting") == 0)
      }
      #expect(receiving.names.withLock { $0 } == ["generated_lip_sync_video_success"])
    }
  }

  @Test("An event that nobody takes ends in 3, with the proof and the verdict as they are, and is kept")
  func undelivered() async throws {
    try await Self.withTask { id, journal, environment in
      let port = try Origin()
      let url = port.url("/hook")
      port.stop()
      let waited = try await Tool.run(
        "wait", id, "--allow-private", "--poll-interval", "0.1", "--journal", journal, "--notify", url,
        "--notify-time", "0.05", "--json", environment: environment)
      #expect(waited.status == ExitStatus.service.rawValue, "\(waited.err)")
      let document = try waited.document()
      #expect(document.string("verdict") != "fail" && !document.isNull("verify"))
      #expect(waited.err.contains("was not accepted in 1 attempt") && waited.err.contains("webhook deliver"))
      let kept = try await Tool.run("webhook", "outbox", "--journal", journal, "--json")
      let list = try kept.document()
      #expect(list.string("deliveries.0.state") == "waiting" && list.string("deliveries.0.receiver") == url)
    }
  }

  @Test("Every job of a batch is told of once, also of workers that die between the event and the job's end")
  func batch() async throws {
    try await BatchBench.run { bench in
      let manifest = try await bench.manifest(
        videos: 2, audios: 1, more: ["bad,\(Tool.page),\(bench.directory)/a0.wav,l0"])
      let receiving = try Receiving()
      defer { receiving.origin.stop() }
      let arguments =
        [
          "run", manifest, "-o", bench.out, "--ledger", bench.ledger, "--notify", receiving.url,
        ] + BatchBench.quick
      for _ in 0..<2 {
        let died = try await bench.tool(
          arguments, more: Self.secret.merging(["LIPFLIGHT_CRASH_AT": "event-kept"]) { $1 })
        #expect(died.status == 9, "\(died.err)")
      }
      let last = try await bench.tool(arguments, more: Self.secret)
      #expect(last.status == ExitStatus.failedCheck.rawValue, "\(last.err)")
      let ids = receiving.ids.withLock { $0 }
      #expect(Set(ids).count == 3 && ids.count == 3, "\(ids)")
      #expect(
        receiving.names.withLock { $0 }.sorted()
          == ["generated_lip_sync_video_failed"]
          + Array(repeating: "generated_lip_sync_video_success", count: 2))
    }
  }
}
