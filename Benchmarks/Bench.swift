import Foundation

/// `make bench`: the same work done by us and by the tools that a user would take instead, in turn, in one run.
@main
struct Bench {
  static func main() async throws {
    let names = CommandLine.arguments.dropFirst()
    print("each figure is the median of \(Rounds.count) rounds; the peers run in turn within a round")
    print("machine: \(ProcessInfo.processInfo.activeProcessorCount) cores\n")
    let scratch = try Scratch()
    defer { scratch.remove() }
    for scenario in scenarios where names.isEmpty || names.contains(scenario.name) {
      do {
        try await scenario.run(scratch)
      } catch {
        print("\(scenario.name): skipped, \(error)\n")
      }
    }
  }

  private struct Scenario: Sendable {
    var name: String
    var run: @Sendable (Scratch) async throws -> Void
  }

  private static let scenarios = [
    Scenario(name: "files", run: ProbeFiles.run),
    Scenario(name: "http", run: ProbeOverHTTP.run),
    Scenario(name: "check-list", run: CheckLists.run),
    Scenario(name: "download", run: Downloads.run),
    Scenario(name: "digest", run: Digests.run),
    Scenario(name: "verify", run: Verification.run),
    Scenario(name: "mend", run: Mending.run),
    Scenario(name: "ledger", run: Ledgers.run),
  ]
}
