import Foundation
import LipSync
import LipSyncMedia
import LipSyncTransfer
import Testing

/// Many jobs at once through one sandbox with four workers.
@Suite("A sandbox under load", .timeLimit(.minutes(30)))
struct LoadTests {
  private static let isSoak = ProcessInfo.processInfo.environment["LIPFLIGHT_SOAK"] == "1"

  @Test("None is lost, and each goes from pending to success in order")
  func load() async throws {
    let count = Self.isSoak ? 200 : 12
    let sandbox = try await RunningSandbox.start(["--workers", "4"])
    let service = Self.service(sandbox)
    let video = try await service.upload(path: Tool.clip)
    let audio = try await service.upload(path: Tool.speech)
    let ids = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<count {
        group.addTask {
          try await service.create(videoURL: video, audioURL: audio, playbackType: .normalReverseByAudio).id
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(ids.count == count)
    // On a thread of its own: what is measured is the sandbox, not the tests that run beside this one.
    let watch = try await onBlockingThread {
      var watch = Watch(ids)
      while !watch.left.isEmpty {
        for id in watch.left { try watch.look(id, at: sandbox.baseURL) }
        watch.memory.append(sandbox.residentKilobytes)
        Thread.sleep(forTimeInterval: 0.2)
      }
      return watch
    }
    _ = await sandbox.stop()
    for (id, seen) in watch.seen {
      let order = ["pending", "processing", "success"]
      #expect(seen.last == "success" && seen == order.filter(seen.contains), "\(id): \(seen)")
    }
    #expect(watch.seen.count == count)
    let sorted = watch.latencies.sorted()
    let (early, late) = (watch.memory[watch.memory.count / 4], watch.memory.last ?? 0)
    print(
      "load: \(count) jobs, \(sorted.count) status answers, median \(sorted[sorted.count / 2]),",
      "99 % \(sorted[sorted.count * 99 / 100]), worst \(sorted.last ?? .zero),",
      "resident \(early) kB after a quarter, \(late) kB at the end, \(watch.memory.max() ?? 0) kB at most")
    if Self.isSoak { #expect(late < early * 3 / 2 + 50_000) }
  }

  /// More workers than cores, none of which goes on: were they to block the threads that answer, nothing would be answered.
  @Test("While every worker is busy, all else is answered")
  func busy() async throws {
    try await withTemporaryDirectory { directory in
      let workers = min(64, ProcessInfo.processInfo.activeProcessorCount + 2)
      let sandbox = try await RunningSandbox.start([
        "--workers", String(workers), "--engine",
        "until [ -e '\(directory)/go' ]; do sleep 0.1; done; exit 7; :",
      ])
      let service = Self.service(sandbox)
      let video = try await service.upload(path: Tool.clip)
      let audio = try await service.upload(path: Tool.speech)
      func create() async throws -> String {
        try await service.create(videoURL: video, audioURL: audio, playbackType: .normal).id
      }
      var held: [String] = []
      for _ in 0..<workers { held.append(try await create()) }
      let schedule = PollSchedule(interval: .milliseconds(100))
      for id in held {
        for try await task in service.states(of: id, schedule: schedule) where task.status == .processing {
          break
        }
      }
      let next = try await create()
      for _ in 0..<20 {
        let statuses = try await (service.status(taskID: held[0]).status, service.status(taskID: next).status)
        #expect(statuses == (.processing, .pending))
      }
      _ = try await service.remainingQuota()
      try Data().write(to: URL(fileURLWithPath: directory + "/go"))
      for id in held + [next] {
        let task = try await service.wait(taskID: id, schedule: schedule)
        #expect(task.errorMessage == "engine: exit code 7")
      }
      _ = await sandbox.stop()
    }
  }

  private static func service(_ sandbox: RunningSandbox) -> ServiceClient {
    ServiceClient(
      ServiceConfiguration(baseURL: sandbox.baseURL, apiKey: Redacted("any")),
      client: HTTPClient(policy: .privateAllowed))
  }
}

/// What is seen of tasks until each of them is over.
private struct Watch: Sendable {
  private let client = HTTPClient(policy: .privateAllowed)
  var left: Set<String>
  /// The words of each task's status, a word that follows itself once.
  var seen: [String: [String]] = [:]
  var latencies: [Duration] = []
  var memory: [Int] = []

  init(_ ids: Set<String>) { left = ids }

  /// Asks for a task's status. Blocks.
  mutating func look(_ id: String, at baseURL: String) throws {
    let start = ContinuousClock.now
    let answer = try client.sendBlocking(
      Request(url: baseURL + "/v2/lip_sync_video/" + id, headers: [("X-Api-Key", "any")]))
    latencies.append(.now - start)
    let word = try #require(JSON(parsing: answer.body)?["data"]?["status"]?.stringValue)
    if seen[id]?.last != word { seen[id, default: []].append(word) }
    if word == "success" || word == "failed" { left.remove(id) }
  }
}
