import Foundation
import LipSync
import LipSyncMedia
import TestSupport
import Testing

/// The key and the signatures of links are in nothing that a job leaves behind.
@Suite("Secrets stay secret", .timeLimit(.minutes(20)))
struct SecretTests {
  private static let key = "sk-4711-not-to-be-seen"
  private static let signature = "f00dfacef00dface"
  private static let webhook = "whsec-0815-not-to-be-seen"

  @Test(
    "In no output, log, journal or report of a job, however it ends",
    arguments: [
      [], ["task-failed"], ["no-lookup", "lost-create-answer"],
    ])
  func job(faults: [String]) async throws {
    try await withTemporaryDirectory { directory in
      let origin = try Origin()
      defer { origin.stop() }
      let (clip, speech) = try await onBlockingThread {
        (
          try Fixtures.video(width: 96, height: 64, audio: .tone()), try Fixtures.audio(seconds: MediaTime(2))
        )
      }
      origin.serve("/v.mp4", clip, type: "video/mp4")
      origin.serve("/a.wav", speech, type: "audio/wav")
      origin.serve("/hook") { _ in OriginReply(status: 204) }
      let query =
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20991231T000000Z&X-Amz-Expires=600"
        + "&X-Amz-SignedHeaders=host&X-Amz-Credential=AKIA&X-Amz-Signature=" + Self.signature
      let sandbox = try await RunningSandbox.start(
        ["--api-key", Self.key, "--data", directory + "/sandbox"] + faults.flatMap { ["--fault", $0] },
        log: directory + "/sandbox.log")
      let environment = [
        "JOGG_BASE_URL": sandbox.baseURL, "JOGG_API_KEY": Self.key, "XDG_STATE_HOME": directory + "/state",
        "LIPFLIGHT_WEBHOOK_SECRET": Self.webhook,
      ]
      let (video, audio) = (origin.url("/v.mp4") + query, origin.url("/a.wav") + query)
      let links = ["--allow-private", "--ignore", "link.expired", "--ignore", "link.expires-soon"]
      var said = ""
      // The first is killed: it leaves the journal's write-ahead log as it is.
      for (step, key) in [("waited", Self.key), ("", Self.key), ("", Self.key), ("", Self.key + "-wrong")] {
        let outcome = try await Tool.run(
          program: Tool.path,
          ["run", video, audio, "-o", directory + "/out", "--poll-interval", "0.1", "--json"] + links,
          environment: environment.merging(["JOGG_API_KEY": key, "LIPFLIGHT_CRASH_AT": step]) { $1 })
        said += outcome.out + outcome.err
        let state = directory + "/state/lipflight"
        try FileManager.default.copyItem(atPath: state, toPath: directory + "/state-\(UUID().uuidString)")
      }
      let jobs = try await Tool.run("jobs", "--json", environment: environment)
      let document = try jobs.document()
      #expect(document.count("jobs") ?? 0 > 0, "\(jobs.out) \(said)")
      said += jobs.out + jobs.err
      let page = directory + "/check.html"
      var more = [
        ["check", video, audio, "--report", page] + links, ["probe", video, audio, "--allow-private"],
      ]
      more += [["jobs", "show", document.string("jobs.0.id") ?? ""]]
      if let task = document.string("jobs.0.task_id") {
        more += [
          ["wait", task, "--allow-private", "--poll-interval", "0.1", "--notify", origin.url("/hook")],
          ["fetch", task, "-o", directory + "/fetched", "--allow-private", "--poll-interval", "0.1"],
        ]
      }
      for arguments in more {
        let outcome = try await Tool.run(program: Tool.path, arguments, environment: environment)
        said += outcome.out + outcome.err
      }
      #expect(FileManager.default.fileExists(atPath: page), "\(said)")
      _ = await sandbox.stop()
      for secret in [Self.key, Self.signature, Self.webhook] {
        #expect(!said.contains(secret), "\(said)")
        let files = FileManager.default.enumerator(atPath: directory)
        for case let name as String in files ?? FileManager.DirectoryEnumerator() {
          // The service's own records: the links are what it fetches from.
          if secret == Self.signature, name.hasPrefix("sandbox/tasks/") { continue }
          let bytes = (try? Data(contentsOf: URL(fileURLWithPath: directory + "/" + name))) ?? Data()
          #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
        }
      }
    }
  }

  @Test("In no output, log, figures, ledger, export or report of a batch, on a file")
  func batch() async throws {
    try await withTemporaryDirectory { directory in
      try await Self.batch(directory, ledger: directory + "/ledger.sqlite") { "" }
    }
  }

  @Test(
    "Nor on PostgreSQL, whose password is none of their business either",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
  func batchInDatabase() async throws {
    let server = try PostgresServer.shared()
    let database = try server.database()
    try await withTemporaryDirectory { directory in
      let ledger = database.replacingOccurrences(of: "not-a-secret", with: Self.password)
      #expect(ledger != database)
      try await Self.batch(directory, ledger: ledger) { try server.dump(database) }
    }
  }

  private static let password = "pw-1234-not-to-be-seen"

  /// Runs a batch of signed links, a good one and a dead one, and looks through all that it leaves behind.
  private static func batch(_ directory: String, ledger: String, dump: () throws -> String) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let (clip, speech) = try await onBlockingThread {
      (try Fixtures.video(width: 96, height: 64, audio: .tone()), try Fixtures.audio(seconds: MediaTime(2)))
    }
    origin.serve("/v.mp4", clip, type: "video/mp4")
    origin.serve("/a.wav", speech, type: "audio/wav")
    let query = "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=" + signature
    let audio = origin.url("/a.wav") + query
    let lines = [
      "id,video,audio,allow_private", "good," + origin.url("/v.mp4") + query + "," + audio + ",yes",
      "dead," + origin.url("/gone") + query + "," + audio + ",yes",
    ]
    let manifest = directory + "/manifest.csv"
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: manifest))
    let sandbox = try await RunningSandbox.start(
      ["--api-key", key, "--data", directory + "/sandbox"], log: directory + "/sandbox.log")
    let environment = ["JOGG_BASE_URL": sandbox.baseURL, "JOGG_API_KEY": key]
    let place = ["--ledger", ledger]
    var said = ""
    func tool(_ arguments: [String], _ more: [String: String] = [:]) async throws -> Tool.Outcome {
      let outcome = try await Tool.run(
        program: Tool.path, ["batch"] + arguments, environment: environment.merging(more) { $1 })
      said += outcome.out + outcome.err
      return outcome
    }
    let run =
      ["run", manifest, "-o", directory + "/out", "--json", "--log-format", "json", "--allow-private"]
      + [
        "--poll-interval", "0.1", "--lease", "2", "--attempts", "100", "--metrics",
        directory + "/figures.prom",
      ] + place
    // The first dies with the payment just noted; the last has a wrong key and nothing to do.
    _ = try await tool(run, ["LIPFLIGHT_CRASH_AT": "task-noted"])
    let outcome = try await tool(run)
    #expect(try outcome.document().number("states.verified") == 1, "\(said)")
    _ = try await tool(run, ["JOGG_API_KEY": key + "-wrong"])
    _ = try await tool(["status", "--json"] + place)
    for format in ["jsonl", "csv", "junit"] { _ = try await tool(["export", "--format", format] + place) }
    _ = try await tool(["report", "-o", directory + "/batch.html"] + place)
    let jobs = try await Tool.run(program: Tool.path, ["jobs", "--json"] + place)
    #expect(try jobs.document().count("jobs") == 1)
    _ = await sandbox.stop()
    said += try dump() + jobs.out + jobs.err
    for secret in [key, signature, password] {
      #expect(!said.contains(secret), "\(said)")
      let files = FileManager.default.enumerator(atPath: directory)
      for case let name as String in files ?? FileManager.DirectoryEnumerator() {
        // The manifest has the links, and so have the service's own records.
        if secret == signature, name.hasPrefix("sandbox/tasks/") || name == "manifest.csv" { continue }
        let bytes = (try? Data(contentsOf: URL(fileURLWithPath: directory + "/" + name))) ?? Data()
        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
      }
    }
  }
}
