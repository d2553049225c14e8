import Foundation
import LipSync
import LipSyncMedia
import TestSupport
import Testing

/// Clips and speeches of a batch's own, small and all different, and what a sandbox has seen of them.
struct BatchBench: Sendable {
  let directory: String
  var environment: [String: String] = [:]

  /// A manifest of every clip with every speech.
  ///
  /// - Parameter more: further lines.
  func manifest(videos: Int, audios: Int, more: [String] = []) async throws -> String {
    var lines = ["id,video,audio,language"]
    let folder = directory
    try await onBlockingThread {
      for video in 0..<videos {
        try Fixtures.writeVideo(
          to: folder + "/v\(video).mp4", width: 96, height: 64, scene: .numbered(seed: UInt64(video)),
          audio: .tone())
      }
      for audio in 0..<audios {
        let bytes = try Fixtures.audio(seconds: MediaTime(3, 2), seed: UInt64(audio + 1))
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/a\(audio).wav"))
      }
    }
    for audio in 0..<audios {
      for video in 0..<videos {
        lines.append("l\(audio)-v\(video),\(directory)/v\(video).mp4,\(directory)/a\(audio).wav,l\(audio)")
      }
    }
    return try write(lines + more)
  }

  func write(_ lines: [String], as name: String = "manifest.csv") throws -> String {
    let path = directory + "/" + name
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  var ledger: String { directory + "/ledger.sqlite" }
  var out: String { directory + "/out" }

  func tool(_ arguments: String..., more: [String: String] = [:]) async throws -> Tool.Outcome {
    try await tool(arguments, more: more)
  }

  func tool(_ arguments: [String], more: [String: String] = [:]) async throws -> Tool.Outcome {
    try await Tool.run(
      program: Tool.path, ["batch"] + arguments, environment: environment.merging(more) { $1 })
  }

  /// Tasks that the sandbox holds.
  var tasks: Int {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: directory + "/data/tasks").count {
        $0.hasSuffix(".json")
      }
    }
  }

  /// Files that were uploaded to the sandbox, whole.
  var uploads: Int {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: directory + "/data/assets").count {
        $0.hasSuffix(".bin")
      }
    }
  }

  /// A bench with a sandbox in a process of its own.
  static func run(_ faults: String..., body: (BatchBench) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let sandbox = try await RunningSandbox.start(
        ["--data", directory + "/data"] + faults.flatMap { ["--fault", $0] })
      do {
        try await body(
          BatchBench(
            directory: directory,
            environment: ["JOGG_BASE_URL": sandbox.baseURL, "JOGG_API_KEY": "kEy-0f-th3-test"]))
        _ = await sandbox.stop()
      } catch {
        _ = await sandbox.stop()
        throw error
      }
    }
  }

  /// What every command of the bench needs.
  /// A short lease is lost where a machine is busy, which counts as an attempt.
  static let quick = [
    "--allow-private", "--poll-interval", "0.1", "--lease", "2", "--attempts", "100", "--lookup-time", "10",
  ]

  func work(_ first: [String], more: [String: String] = [:]) async throws -> Tool.Outcome {
    try await Tool.run(
      program: Tool.path, ["batch"] + first + ["--ledger", ledger] + Self.quick,
      environment: environment.merging(more) { $1 })
  }
}

@Suite("Batches", .timeLimit(.minutes(5)))
struct BatchTests {
  @Test(
    "From a manifest to verified results: bad rows are set aside, nothing is sent twice, and all of it is told"
  )
  func wholeBatch() async throws {
    try await BatchBench.run { bench in
      let manifest = try await bench.manifest(
        videos: 2, audios: 2, more: ["bad,\(Tool.page),\(bench.directory)/a0.wav,l0"])
      let plan = try await bench.tool("plan", manifest, "--json", "--allow-private")
      #expect(plan.status == ExitStatus.failedCheck.rawValue)
      let planned = try plan.document()
      #expect(planned.number("jobs") == 5 && planned.number("sources") == 5, "\(plan.out)")
      #expect(try bench.tasks == 0 && bench.uploads == 0)

      let metrics = bench.directory + "/metrics.prom"
      let outcome = try await bench.work(["run", manifest, "-o", bench.out, "--json", "--metrics", metrics])
      #expect(outcome.status == ExitStatus.failedCheck.rawValue, "\(outcome.err)")
      let document = try outcome.document()
      #expect(
        document.number("states.verified") == 4 && document.number("states.set_aside") == 1, "\(outcome.out)")
      #expect(document.number("left") == 0 && (document.number("credits.charged") ?? 0) > 0)
      #expect(try bench.tasks == 4, "one create each")
      #expect(try bench.uploads == 4, "one upload for each source")
      let figures = try String(contentsOfFile: metrics, encoding: .utf8)
      #expect(
        figures.contains("state=\"verified\"} 4\n") && figures.contains("# TYPE lipflight_batch_jobs gauge\n")
      )

      let rows = try await bench.tool("export", "--ledger", bench.ledger, "--format", "jsonl")
      for line in rows.out.split(separator: "\n") {
        let row = try Document(String(line))
        #expect(row.string("state") == (row.string("id") == "bad" ? "set_aside" : "verified"))
        if let path = row.string("output") { #expect(FileManager.default.fileExists(atPath: path)) }
        if row.string("id") == "bad" { #expect(row.string("error")?.hasPrefix("link.html-page: ") == true) }
      }
      #expect(FileManager.default.fileExists(atPath: bench.out + "/l1-v0/report.html"))
      let status = try await bench.tool("status", "--ledger", bench.ledger, "--by", "language")
      #expect(status.out.contains("4 verified") && status.out.contains("l1"), "\(status.out)")

      let again = try await bench.work(["run", manifest, "-o", bench.out, "--json"])
      #expect(
        again.status == 1
          && again.out.withoutTimes
            == outcome.out.withoutTimes.replacing("\"workers\":[]", with: "\"workers\":[]")
      )
      let opened = try await bench.tool("retry", "--ledger", bench.ledger, "--json")
      #expect(try opened.document().number("opened") == 1)
      let last = try await bench.work(["run", "--resume", "--json"])
      #expect(last.status == 1, "\(last.err)")
      #expect(try bench.tasks == 4)

      let held = try FileManager.default.contentsOfDirectory(atPath: bench.directory).filter {
        $0.hasPrefix("ledger")
      }
      for name in held {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: bench.directory + "/" + name))
        #expect(bytes.range(of: Data("kEy-0f-th3-test".utf8)) == nil, "\(name)")
      }
      for text in [outcome.out, outcome.err, rows.out, figures] { #expect(!text.contains("kEy-0f-th3-test")) }
    }
  }

  @Test(
    "A signed link stays out of the ledger and all output; a worker without the manifest sets its job aside")
  func signedLinks() async throws {
    try await BatchBench.run { bench in
      let origin = try Origin()
      defer { origin.stop() }
      _ = try await bench.manifest(videos: 1, audios: 1)
      origin.serve(
        "/v.mp4", [UInt8](try Data(contentsOf: URL(fileURLWithPath: bench.directory + "/v0.mp4"))),
        type: "video/mp4")
      let secret = "5eCre7516na7ure"
      let link = origin.url("/v.mp4") + "?X-Goog-Signature=\(secret)&X-Goog-Credential=x"
      let manifest = try bench.write([
        "id,video,audio,allow_private", "s,\(link),\(bench.directory)/a0.wav,yes",
      ])
      let outcome = try await bench.work(
        ["run", manifest, "-o", bench.out, "--json", "--log-format", "json"])
      #expect(outcome.status == 0, "\(outcome.err)")
      for line in outcome.err.split(separator: "\n") {
        _ = try Document(String(line), of: .batchLog)
      }
      let rows = try await bench.tool("export", "--ledger", bench.ledger)
      var seen = [outcome.out, outcome.err, rows.out]
      for name in try FileManager.default.subpathsOfDirectory(atPath: bench.directory)
      where name.hasPrefix("ledger") || name.hasPrefix("out/") && !name.hasSuffix(".mp4") {
        if let bytes = FileManager.default.contents(atPath: bench.directory + "/" + name) {
          seen.append(String(decoding: bytes, as: UTF8.self))
        }
      }
      #expect(!seen.contains { $0.contains(secret) })

      let other = try bench.write(
        ["id,video,audio", "t,\(link)2,\(bench.directory)/a0.wav"], as: "other.csv")
      let killed = try await bench.work(
        ["run", other, "-o", bench.out], more: ["LIPFLIGHT_CRASH_AT": "quota-read"])
      #expect(killed.status == 9)
      let without = try await bench.work(["run", "--resume"])
      #expect(without.status == 1 && without.err.contains("give this worker the manifest"), "\(without.err)")
    }
  }

  /// Where a test's ledger lies.
  enum Store: String, CaseIterable, CustomTestStringConvertible {
    case file, database
    static let all: [Store] = PostgresServer.isInstalled ? allCases : [.file]
    var testDescription: String { rawValue }

    func place(_ bench: BatchBench) throws -> String {
      self == .file ? bench.ledger : try PostgresServer.shared().database()
    }
  }

  @Test("The ceiling is never passed by four workers at once, and a higher one goes on", arguments: Store.all)
  func ceiling(_ store: Store) async throws {
    try await BatchBench.run { bench in
      let manifest = try await bench.manifest(videos: 3, audios: 2)
      let ledger = try store.place(bench)
      func work(_ more: String...) async throws -> Tool.Outcome {
        try await bench.tool(
          ["run"] + more + ["--ledger", ledger, "--json"] + BatchBench.quick)
      }
      // 1.5 s of audio over 1 s of video cost 0.02 at most, each job: two fit into 0.05.
      try await withThrowingTaskGroup(of: Tool.Outcome.self) { group in
        for _ in 0..<4 {
          group.addTask { try await work(manifest, "-o", bench.out, "--max-credits", "0.05") }
        }
        for try await outcome in group {
          #expect(outcome.status == ExitStatus.failedCheck.rawValue, "\(outcome.err)")
          #expect(outcome.err.contains("--max-credits"), "\(outcome.err)")
        }
      }
      let status = try await bench.tool("status", "--ledger", ledger, "--json").document()
      let spent = try #require(status.number("credits.charged")) + (status.number("credits.reserved") ?? 1)
      #expect(spent <= 0.05, "\(spent)")
      #expect(try bench.tasks == 2)
      let last = try await work("--resume", "--max-credits", "10")
      #expect(last.status == 0, "\(last.err)")
      #expect(try bench.tasks == 6)
    }
  }

  @Test(
    "Credits that run out meanwhile stop the run, with what is paid told and nothing lost; more credits go on"
  )
  func quotaRunsOut() async throws {
    try await withTemporaryDirectory { directory in
      let data = directory + "/data"
      // Two jobs of 0.02 at most, and no third.
      var sandbox = try await RunningSandbox.start(["--data", data, "--quota", "0.05"])
      let bench = BatchBench(
        directory: directory, environment: ["JOGG_BASE_URL": sandbox.baseURL, "JOGG_API_KEY": "any"])
      let manifest = try await bench.manifest(videos: 2, audios: 2)
      let outcome = try await bench.work(["run", manifest, "-o", bench.out, "--json"])
      // Whoever finds out by the quota ends with 1, whoever by the create's refusal with 3.
      #expect([1, 3].contains(outcome.status), "\(outcome.err)")
      #expect(outcome.err.contains("lipflight batch run \(manifest)"), "\(outcome.err)")
      let status = try await bench.tool("status", "--ledger", bench.ledger, "--json").document()
      // Tasks for which the credits did not do any more are not given up: they are sent again once there are more.
      #expect(status.number("states.verified") == 2 && status.number("left") == 2, "\(outcome.err)")
      #expect(status.count("workers") == 0 && status.number("credits.reserved") == 0)
      // The service at the same address, with more of them.
      _ = await sandbox.stop()
      let account = data + "/account.json"
      let kept = try String(contentsOfFile: account, encoding: .utf8)
      let more = kept.replacing(/"hundredths":\s*\d+/, with: "\"hundredths\":900")
      #expect(more != kept)
      try Data(more.utf8).write(to: URL(fileURLWithPath: account))
      let port = try #require(sandbox.baseURL.split(separator: ":").last)
      sandbox = try await RunningSandbox.start(["--data", data, "--port", String(port)])
      let last = try await bench.work(["run", manifest, "-o", bench.out])
      _ = await sandbox.stop()
      #expect(last.status == 0, "\(last.err)")
      let end = try await bench.tool("status", "--ledger", bench.ledger, "--json").document()
      #expect(end.number("states.verified") == 4 && end.number("credits.reserved") == 0)
      #expect((end.number("credits.charged") ?? 9) <= 0.08)
    }
  }

  @Test("Ctrl-C hands back what is in hand and says how to go on; going on pays nothing")
  func interrupted() async throws {
    try await BatchBench.run { bench in
      let manifest = try await bench.manifest(videos: 2, audios: 1)
      // The signal comes as soon as the first task is said to be there, and once: a second one would not wait for anything.
      let script = #"""
        mkfifo "$FOLDER/said"; "$0" "$@" 2>"$FOLDER/said" & pid=$!
        while read -r line; do
          echo "$line" >&2; case "$line" in *" created"*) [ "$sent" ] || kill -INT $pid; sent=1;; esac
        done <"$FOLDER/said"
        wait $pid; exit $?
        """#
      let arguments =
        ["batch", "run", manifest, "-o", bench.out, "--ledger", bench.ledger] + BatchBench.quick
      let outcome = try await Tool.run(
        program: "/bin/bash", ["-c", script, Tool.path] + arguments,
        environment: bench.environment.merging(["FOLDER": bench.directory]) { $1 })
      #expect(outcome.status == ExitStatus.interrupted.rawValue, "\(outcome.err)")
      #expect(
        outcome.err.contains("Resume with: lipflight batch run \(manifest) -o \(bench.out)"), "\(outcome.err)"
      )
      let status = try await bench.tool("status", "--ledger", bench.ledger, "--json").document()
      #expect(status.count("workers") == 0, "leases were handed back")
      let last = try await bench.work(["run", manifest, "-o", bench.out])
      #expect(last.status == 0, "\(last.err)")
      #expect(try bench.tasks == 2)
    }
  }

  @Test("A task that failed is told, and paid for again only where that is asked for")
  func failedTask() async throws {
    try await BatchBench.run("task-failed=audio duration fetch failed") { bench in
      let manifest = try await bench.manifest(videos: 1, audios: 1)
      let outcome = try await bench.work(["run", manifest, "-o", bench.out])
      #expect(outcome.status == 1 && outcome.err.contains("could not fetch the audio"), "\(outcome.err)")
      #expect(outcome.err.contains("`lipflight batch retry` reopens jobs"), "\(outcome.err)")
      #expect(try await bench.work(["run", manifest, "-o", bench.out]).status == 1)
      #expect(try bench.tasks == 1)
      #expect(try await bench.tool("retry", "--ledger", bench.ledger).status == 0)
      #expect(try await bench.work(["run", "--resume"]).status == 1)
      #expect(try bench.tasks == 2)
    }
  }

  @Test("A manifest with faults is not begun; another account does not touch a batch")
  func refusals() async throws {
    try await BatchBench.run { bench in
      let bad = try bench.write(["id,video,audio", "a,,x", "a b,v"])
      let outcome = try await bench.work(["run", bad, "-o", bench.out])
      #expect(
        outcome.status == ExitStatus.usage.rawValue && outcome.err.contains("line 2, column 3"),
        "\(outcome.err)")
      #expect(outcome.err.contains("line 3") && !FileManager.default.fileExists(atPath: bench.ledger))
      let good = try await bench.manifest(videos: 1, audios: 1)
      #expect(try await bench.work(["run", good, "-o", bench.out]).status == 0)
      let other = try await bench.work(["work"], more: ["JOGG_API_KEY": "another"])
      #expect(
        other.status == ExitStatus.usage.rawValue && other.err.contains("another account"), "\(other.err)")
      // Who only looks makes no ledger where there is none.
      for command in [["status"], ["export"], ["report"], ["retry"], ["work"], ["run", "--resume"]] {
        let none = try await bench.tool(command + ["--ledger", bench.directory + "/none/x.sqlite"])
        #expect(none.status == 64 && none.err.contains("There is no ledger at"), "\(command): \(none.err)")
      }
      #expect(!FileManager.default.fileExists(atPath: bench.directory + "/none"))
    }
  }
}
