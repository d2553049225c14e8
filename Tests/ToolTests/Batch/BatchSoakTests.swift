import Foundation
import LipSync
import Synchronization
import TestSupport
import Testing

/// Workers that die by `kill -9`, again and again, and a database that goes away under them: every job is done, and each is
/// paid for once. With LIPFLIGHT_SOAK=1 at full size.
@Suite("Batches outlive their workers", .timeLimit(.minutes(60)))
struct BatchSoakTests {
  private static let isSoak = ProcessInfo.processInfo.environment["LIPFLIGHT_SOAK"] == "1"

  /// Steps of `CrashPoint` at which workers die, each in its turn.
  private static let steps = [
    "quota-read", "checked", "upload-sent", "intent-noted", "create-answered", "task-noted", "waited",
    "proved",
  ]

  @Test("Two workers on a file, killed at step after step")
  func file() async throws {
    try await BatchBench.run { bench in
      let (videos, audios, workers) = Self.isSoak ? (10, 30, 4) : (3, 4, 2)
      try await Self.soak(bench, bench.ledger, videos: videos, audios: audios, workers: workers) {}
    }
  }

  @Test(
    "Two workers on PostgreSQL, which crashes and comes back",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
  func database() async throws {
    try await BatchBench.run { bench in
      let server = try PostgresServer(isDurable: true)
      let (videos, audios, workers) = Self.isSoak ? (10, 30, 4) : (3, 2, 2)
      try await Self.soak(
        bench, try server.database(), videos: videos, audios: audios, workers: workers
      ) { try server.crash() }
    }
  }

  /// - Parameter disturb: called after the first death, while workers are at work, and after the fourth.
  private static func soak(
    _ bench: BatchBench, _ ledger: String, videos: Int, audios: Int, workers: Int,
    disturb: @escaping @Sendable () throws -> Void
  ) async throws {
    let start = ContinuousClock.now
    let manifest = try await bench.manifest(videos: videos, audios: audios)
    let jobs = videos * audios
    let deaths = Deaths()
    let arguments =
      ["batch", "run", manifest, "-o", bench.out, "--ledger", ledger] + BatchBench.quick
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<workers {
        group.addTask {
          // Each dies at every other step, or one of two such: the others' jobs are in hand meanwhile.
          for step in steps.enumerated().filter({ $0.offset % workers == worker }).map(\.element) {
            let died = try await Tool.run(
              program: Tool.path, arguments,
              environment: bench.environment.merging(["LIPFLIGHT_CRASH_AT": step]) { $1 })
            // A worker that never came to its step has seen the batch to its end.
            guard died.status == 9 else { break }
            let count = deaths.add()
            if count == 1 || count == 4 { try disturb() }
          }
          if isSoak { try await killed(arguments, bench, deaths) }
          let last = try await Tool.run(program: Tool.path, arguments, environment: bench.environment)
          #expect(last.status == 0, "\(last.err)")
        }
      }
      try await group.waitForAll()
    }
    let rows = try await bench.tool("export", "--ledger", ledger, "--format", "jsonl").out.split(
      separator: "\n")
    let documents = try rows.map { try Document(String($0)) }
    #expect(documents.count == jobs && documents.allSatisfy { $0.string("state") == "verified" })
    #expect(Set(documents.map { $0.string("task_id") }).count == jobs)
    #expect(try bench.tasks == jobs, "one create each")
    #expect(try bench.uploads == videos + audios, "one upload each")
    // Where one worker is quick, the other finds nothing left to die at.
    #expect(deaths.count >= 1, "nobody died")
    let seconds = (ContinuousClock.now - start).components.seconds
    print("\(jobs) jobs, \(workers) workers, \(deaths.count) deaths: \(seconds) s")
  }

  private final class Deaths: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock { $0 } }

    func add() -> Int {
      number.withLock { number in
        number += 1
        return number
      }
    }
  }

  /// Kills a worker at any moment, again and again.
  private static func killed(_ arguments: [String], _ bench: BatchBench, _ deaths: Deaths)
    async throws
  {
    for _ in 0..<8 {
      let script = #""$0" "$@" & pid=$!; sleep $MOMENT; kill -9 $pid 2>/dev/null; wait $pid; exit $?"#
      let outcome = try await Tool.run(
        program: "/bin/bash", ["-c", script, Tool.path] + arguments,
        environment: bench.environment.merging(["MOMENT": String(Double.random(in: 1...12))]) { $1 })
      if outcome.status == 137 { _ = deaths.add() } else { return }
    }
  }
}
