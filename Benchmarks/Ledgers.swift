import Foundation
import LipSync
import LipSyncLedger
import TestSupport

/// A batch of 100,000 jobs on both stores, and the same statements on SQLite's own interface.
enum Ledgers {
  static let jobs = ProcessInfo.processInfo.environment["LIPFLIGHT_BENCH_JOBS"].flatMap { Int($0) } ?? 100_000
  /// Claims one by one, each with its end: two commits that reach the disk.
  private static let singles = 2000
  /// Jobs that are claimed by several workers, 20 at once, and ended one by one.
  private static let crowd = 8000
  private static let workers = 4

  static func run(_ scratch: Scratch) async throws {
    print("ledger: \(jobs) jobs with two labels; every commit reaches the disk; no network between")
    let folder = scratch.folder.appendingPathComponent("ledger")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let raw = try RawSQLite(folder.appendingPathComponent("raw.sqlite").path)
    try await measure("SQLite", folder.appendingPathComponent("ledger.sqlite").path, beside: raw)
    if PostgresServer.isInstalled {
      let server = try PostgresServer(isDurable: true)
      try await measure("PostgreSQL", try server.database())
      withExtendedLifetime(server) {}
    } else {
      print("  PostgreSQL: not installed\n")
    }
  }

  private static func measure(
    _ name: String, _ place: String, beside raw: RawSQLite? = nil
  ) async throws {
    let store = try await LedgerPlace.open(place)
    print("  \(name)")
    let before = memory("VmRSS")
    _ = try await store.begin(id: "b", name: "bench", settings: "{}", budget: nil)
    let rawFill = try raw?.fill(rows())
    show("make", try await seconds { try await store.fill("b", with: rows()) }, jobs, rawFill)
    show("make again (nothing to do)", try await seconds { try await store.fill("b", with: rows()) }, jobs)
    let lease = LedgerDefaults.lease
    // In turn with SQLite's own interface, in short rounds: a disk is not as fast at one time as at another.
    var (own, plain): (Double, Double?) = (0, raw.map { _ in 0 })
    for _ in 0..<20 {
      if let raw { plain = (plain ?? 0) + (try raw.singles(singles / 20)) }
      own += try await seconds {
        for _ in 0..<singles / 20 {
          for claim in try await store.claim("b", worker: "w", limit: 1, lease: lease).claims {
            _ = try await store.finish(claim.lease, BatchNote(.verified, verdict: .pass, output: "o.mp4"))
          }
        }
      }
    }
    show("claim one, end it", own, singles, plain)
    let crowded = try await seconds {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<workers {
          group.addTask {
            let own = try await LedgerPlace.open(place)
            for _ in 0..<crowd / workers / 20 {
              for claim in try await own.claim("b", worker: "w\(number)", limit: 20, lease: lease).claims {
                _ = try await own.finish(claim.lease, BatchNote(.verified, verdict: .pass, output: "o.mp4"))
              }
            }
          }
        }
        try await group.waitForAll()
      }
    }
    show("\(workers) workers claim 20, end each", crowded, crowd)
    var held: [BatchLease] = []
    try await time("claims alone, 20 at once", 200, 20) {
      held = try await store.claim("b", worker: "w", limit: 20, lease: lease).claims.map(\.lease)
    }
    try await time("renew 20", 100) { _ = try await store.renew(held, for: lease) }
    await time("ask the gate", 500) {
      _ = await store.admit("account", limit: 1_000_000, window: .seconds(60))
    }
    try await time("status by state", 10) { _ = try await store.tally("b", by: nil) }
    try await time("status by label", 10) { _ = try await store.tally("b", by: "language") }
    let pages = try await seconds { try await store.eachJob("b") { _ in } }
    show("read all jobs", pages, jobs)
    print("    memory \(before) MB before, \(memory("VmHWM")) MB at most so far\n")
    await store.close()
  }

  private static func rows() -> some Sequence<BatchRow> {
    (1...Int64(jobs)).lazy.map { number in
      BatchRow(
        ordinal: number, id: "video-\(number)", video: "videos/talk-\(number / 30).mp4",
        audio: "https://cdn.example.com/speech/\(number).wav",
        labels: ["language": "l\(number % 30)", "video": "talk-\(number / 30)"])
    }
  }

  static func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    return start.duration(to: .now) / .seconds(1)
  }

  private static func time(_ what: String, _ times: Int, _ each: Int = 1, _ work: () async throws -> Void)
    async rethrows
  {
    let seconds = try await seconds { for _ in 0..<times { try await work() } }
    show(what, seconds, times * each)
  }

  private static func show(_ what: String, _ seconds: Double, _ count: Int, _ raw: Double? = nil) {
    let rate = Double(count) / seconds
    let each = seconds / Double(count) * 1000
    let ratio =
      raw.map { "  \(Rounds.decimal(seconds / $0, 2))x of SQLite's own interface with the same statements" }
      ?? ""
    print(
      "    \(what.padding(toLength: 32, withPad: " ", startingAt: 0)) \(Rounds.decimal(rate, 0))/s"
        + "  \(Rounds.decimal(each, 3)) ms each\(ratio)")
  }

  /// A line of /proc/self/status, in MB.
  private static func memory(_ line: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let text = status.split(separator: "\n").first { $0.hasPrefix(line + ":") } ?? ""
    return (Int(text.filter(\.isNumber)) ?? 0) / 1024
  }
}
