import Foundation
import LipSync
import Synchronization
import TestSupport
import Testing

/// What is not named is what the journal knows: a result is held against what was sent, or it is said that it was not.
@Suite("What a fetched result is compared with", .timeLimit(.minutes(10)))
struct KnownSourcesTests {
  /// A task that is done, made from files of a folder of its own by their bare names.
  private struct Work {
    var directory: String
    var environment: [String: String]
    var id = ""
    var sources: String { directory + "/sources" }
    var data: String { directory + "/data" }

    func tool(_ arguments: String...) async throws -> Tool.Outcome {
      try await Tool.run(
        program: Tool.path,
        arguments + ["--allow-private", "--poll-interval", "0.1", "--json"], environment: environment,
        in: directory)
    }

    /// What was found of the result, by a fetch into a new folder.
    func fetched(_ more: String...) async throws -> (status: Int32, document: Document) {
      let outcome = try await Tool.run(
        program: Tool.path,
        ["fetch", id, "-o", "out-\(UUID().uuidString)", "--allow-private", "--json"] + more,
        environment: environment, in: directory)
      return (outcome.status, try outcome.document())
    }
  }

  private static func withWork(_ body: (Work) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory + "/sources", withIntermediateDirectories: true)
      for (from, to) in [(Tool.clip, "clip.mp4"), (Tool.speech, "speech.m4a")] {
        try FileManager.default.copyItem(atPath: from, toPath: directory + "/sources/" + to)
      }
      try await withSandbox("--data", directory + "/data") { baseURL in
        var work = Work(
          directory: directory,
          environment: [
            "JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any", "XDG_STATE_HOME": directory + "/state",
            "LIPFLIGHT_WEBHOOK_SECRET": "s",
          ])
        let submitted = try await Tool.run(
          "submit", "clip.mp4", "speech.m4a", "--allow-private", "--quiet", environment: work.environment,
          in: work.sources)
        work.id = submitted.out.trimmingCharacters(in: .newlines)
        #expect(submitted.status == 0, "\(submitted.err)")
        _ = try await work.tool("wait", work.id)
        try await body(work)
      }
    }
  }

  @Test("Files at their place, files that were moved and changed, and nothing at all")
  func sources() async throws {
    try await Self.withWork { work in
      for state in ["in place", "moved", "changed"] {
        let manager = FileManager.default
        if state != "in place" { try? manager.removeItem(atPath: work.sources + "/speech.m4a") }
        if state == "changed" {
          try manager.copyItem(atPath: Tool.clip, toPath: work.sources + "/speech.m4a")
        }
        let (status, document) = try await work.fetched()
        #expect(status == 0, "\(state)")
        #expect(!document.rules("verify.findings").contains("result.not-compared"), "\(state)")
        #expect((document.number("verify.audio.similarity") ?? 0) > 0.9, "\(state)")
        #expect(document.string("verify.playback.requested") == "normal_reverse_by_audio", "\(state)")
      }
      // Neither here nor at the service.
      for name in try FileManager.default.contentsOfDirectory(atPath: work.data + "/assets") {
        try FileManager.default.removeItem(atPath: work.data + "/assets/" + name)
      }
      let (status, document) = try await work.fetched()
      #expect(status == 0 && document.string("verdict") == "warn")
      let finding = try #require(Self.notCompared(document))
      #expect(finding.contains("The sound and the length"), "\(finding)")
      #expect(finding.contains("the audio at \(work.sources)/speech.m4a has changed since it was sent"))
      #expect(try await work.fetched("--strict").status == ExitStatus.failedCheck.rawValue)
      let none = try await work.fetched("--journal", "none")
      #expect(Self.notCompared(none.document)?.contains("no journal was kept") == true)
      #expect(none.document.string("verdict") == "warn")
      let named = try await work.fetched("--audio", Tool.speech)
      #expect(!named.document.rules("verify.findings").contains("result.not-compared"))
    }
  }

  @Test("The result of another job is no pass, by fetch and by wait --notify")
  func foreign() async throws {
    try await Self.withWork { work in
      let folder = work.data + "/results"
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".mp4") {
        try Data(contentsOf: URL(fileURLWithPath: Tool.clip)).write(
          to: URL(fileURLWithPath: folder + "/" + name))
      }
      let (status, document) = try await work.fetched()
      #expect(status == ExitStatus.failedCheck.rawValue && document.string("verdict") == "fail")
      let origin = try Origin()
      defer { origin.stop() }
      let bodies = Mutex<[JSON]>([])
      origin.serve("/hook") { request in
        JSON(parsing: request.body).map { event in bodies.withLock { $0.append(event) } }
        return OriginReply(status: 204)
      }
      let waited = try await work.tool("wait", work.id, "--notify", origin.url("/hook"))
      #expect(waited.status == ExitStatus.failedCheck.rawValue, "\(waited.err)")
      let event = bodies.withLock { $0.first }
      #expect(event?["event"]?.stringValue == "generated_lip_sync_video_failed")
    }
  }

  private static func notCompared(_ document: Document) -> String? {
    (document["verify.findings"] as? [[String: Any]])?.first {
      $0["rule"] as? String == "result.not-compared"
    }?["message"] as? String
  }
}
