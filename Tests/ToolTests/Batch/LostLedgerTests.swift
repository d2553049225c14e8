import Foundation
import LipSync
import Testing

@Suite("A batch whose ledger is deleted under it pays nothing twice", .timeLimit(.minutes(60)))
struct LostLedgerTests {
  @Test(
    "Eight jobs, eight tasks at most, and it is said",
    arguments: [["", "-wal", "-shm"], ["", "-wal", "-shm", "-turns"]])
  func deleted(_ endings: [String]) async throws {
    try await BatchBench.run("slow-answer=300") { bench in
      let manifest = try await bench.manifest(videos: 2, audios: 4)
      let arguments = [
        "run", manifest, "-o", bench.out, "--ledger", bench.ledger, "--in-flight", "2", "--poll-interval",
        "0.2",
        "--allow-private", "--json",
      ]
      // As soon as there are tasks, the files are deleted.
      let deletion = Task {
        while (try? bench.tasks) ?? 0 < 3 { try await Task.sleep(for: .milliseconds(20)) }
        for ending in endings { try? FileManager.default.removeItem(atPath: bench.ledger + ending) }
      }
      let first = try await bench.tool(arguments)
      _ = try? await deletion.value
      #expect(first.status == 64, "\(first.status) \(first.err)")
      // What was paid may have been written to a new file meanwhile.
      #expect(first.err.contains("ed while it was in use"), "\(first.err)")
      let second = try await bench.tool(arguments)
      #expect(second.status == 0, "\(second.err)")
      #expect(try bench.tasks == 8)
    }
  }

  @Test("At any moment, again and again: eight tasks at most, and never in silence")
  func anyMoment() async throws {
    let rounds = ProcessInfo.processInfo.environment["LIPFLIGHT_SOAK"] == "1" ? 30 : 2
    for round in 0..<rounds {
      try await BatchBench.run("slow-answer=50") { bench in
        let manifest = try await bench.manifest(videos: 2, audios: 4)
        let arguments =
          ["run", manifest, "-o", bench.out, "--ledger", bench.ledger] + BatchBench.quick + ["--json"]
        let moment = Duration.milliseconds(Int.random(in: 0...3000))
        let isWhole = Bool.random()
        let deletion = Task {
          try await Task.sleep(for: moment)
          let existed = FileManager.default.fileExists(atPath: bench.ledger)
          for ending in ["", "-wal", "-shm"] + (isWhole ? ["-turns"] : []) {
            try? FileManager.default.removeItem(atPath: bench.ledger + ending)
          }
          return existed
        }
        let first = try await bench.tool(arguments)
        let wasThere = try await deletion.value
        let told = "round \(round), after \(moment), turns too: \(isWhole)"
        // Deleted before it was made, or after all was over, it was not noticed because it was not needed.
        if first.status == 0 { #expect(try bench.tasks == 8 || !wasThere, "\(told)") }
        let second = try await bench.tool(arguments)
        let third = second.status == 0 ? second : try await bench.tool(arguments)
        #expect(try bench.tasks <= 8, "\(told): \(first.err) \(second.err)")
        // Either it goes on, or it says what is to be done.
        #expect(third.status == 0 || third.err.contains("remedy"), "\(told): \(third.err)")
      }
    }
  }

  @Test("What only looks at payments makes no journal")
  func looking() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/none/journal.sqlite"
      for arguments in [["jobs"], ["jobs", "show", "x"], ["batch", "status"]] {
        let named = try await Tool.run(program: Tool.path, arguments + ["--journal", path])
        #expect(named.status == 64 && named.err.contains(path), "\(arguments): \(named.err)")
      }
      let environment = ["XDG_STATE_HOME": directory + "/state"]
      let own = try await Tool.run("jobs", "--json", environment: environment)
      #expect(own.status == 0)
      #expect(try own.document().count("jobs") == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
    }
  }
}

@Suite("A batch's figures add up to the bill", .timeLimit(.minutes(5)))
struct BatchSumTests {
  @Test("Rows that share a pair, one that is set aside, and every place that tells of credits")
  func sums() async throws {
    try await BatchBench.run { bench in
      let pairs = try await bench.manifest(videos: 2, audios: 1)
      let rows = try String(contentsOfFile: pairs, encoding: .utf8).split(separator: "\n").map(String.init)
      let again = (1...3).flatMap { number in
        rows.dropFirst().map { "r\(number)" + $0 }
      }
      let manifest = try bench.write(rows + again + ["bad,\(Tool.page),\(bench.directory)/a0.wav,l0"])
      func left() async throws -> Double {
        let account = try await Tool.run(
          program: Tool.path, ["account", "--json", "--allow-private"], environment: bench.environment)
        return try #require(try account.document().number("credits"), "\(account.err)")
      }
      let before = try await left()
      let metrics = bench.directory + "/metrics.prom"
      let run = try await bench.tool(
        "run", manifest, "-o", bench.out, "--ledger", bench.ledger, "--allow-private", "--poll-interval",
        "0.1",
        "--json", "--metrics", metrics)
      let status = try run.document()
      #expect(status.number("states.verified") == 8 && status.number("states.set_aside") == 1, "\(run.err)")
      let bill = (before - (try await left())) * 100
      let export = try await bench.tool("export", "--ledger", bench.ledger, "--format", "jsonl")
      let sum = try export.out.split(separator: "\n").reduce(0.0) { sum, line in
        sum + (try Document(String(line)).number("credits") ?? 0)
      }
      let figures = try String(contentsOfFile: metrics, encoding: .utf8)
      let metric = try #require(
        figures.split(separator: "\n").first { $0.hasPrefix("lipflight_batch_credits_planned{") }
          .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) })
      for (name, credits) in [
        ("export", sum), ("charged", status.number("credits.charged") ?? -1),
        ("planned", status.number("credits.planned") ?? -1), ("metric", metric),
      ] {
        #expect((credits * 100).rounded() == bill.rounded(), "\(name): \(credits), the bill is \(bill / 100)")
      }
      #expect(try bench.tasks == 2)
    }
  }
}
