import Foundation
import LipSync
import Testing
import Transfer

/// Many jobs at once through one sandbox with four workers.
@Suite("A sandbox under load", .timeLimit(.minutes(30)))
struct LoadTests {
  @Test("None is lost, status answers stay quick, memory stays flat")
  func load() async throws {
    let isSoak = ProcessInfo.processInfo.environment["LIPFLIGHT_SOAK"] == "1"
    let count = isSoak ? 200 : 12
    let sandbox = try await RunningSandbox.start(["--workers", "4"])
    let service = ServiceClient(
      ServiceConfiguration(baseURL: sandbox.baseURL, apiKey: Redacted("any")),
      client: HTTPClient(policy: .privateAllowed))
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
    var latencies: [Duration] = []
    var memory: [Int] = []
    var left = ids
    while !left.isEmpty {
      for id in left {
        let start = ContinuousClock.now
        let task = try await service.status(taskID: id)
        latencies.append(.now - start)
        guard task.status.isTerminal else { continue }
        #expect(task.status == .success, "\(task.errorMessage ?? "")")
        left.remove(id)
      }
      memory.append(sandbox.residentKilobytes)
      try await Task.sleep(for: .milliseconds(200))
    }
    _ = await sandbox.stop()
    let sorted = latencies.sorted()
    let (median, most) = (sorted[sorted.count / 2], sorted[sorted.count * 99 / 100])
    #expect(most < .seconds(2), "the 99th percentile of \(sorted.count) status answers took \(most)")
    let (early, late) = (memory[memory.count / 4], memory.last ?? 0)
    print(
      "load: \(count) jobs, status median \(median), 99 % \(most), worst \(sorted.last ?? .zero),",
      "resident \(early) kB after a quarter, \(late) kB at the end, \(memory.max() ?? 0) kB at most")
    if isSoak { #expect(late < early * 3 / 2 + 50_000) }
  }
}
