import Foundation
import LipSync
import LipSyncLedger
import Synchronization
import Testing

@testable import lipflight

/// The live table of a batch, as a terminal shows it.
@Suite("The table of a batch", .timeLimit(.minutes(3)))
struct BatchBoardTests {
  private static func lines(_ ids: [String]) -> [BatchBoard.Line] {
    ids.map { BatchBoard.Line(id: $0, phase: "downloading result", fraction: 0.5, since: .now) }
  }

  @Test(
    "It is no wider and no higher than the terminal, whatever jobs are called",
    arguments: [(200, 50), (79, 24), (39, 10), (20, 6), (9, 3), (1, 3)])
  func size(width: Int, height: Int) {
    let ids = [
      "plain", String(repeating: "long-", count: 40), "日本語の仕事", "한국어", "👩‍💻-emoji", "e\u{301}", "\u{1b}[2J",
      "می\u{200c}خواهم", "ﾊﾝｶｸ",
    ]
    let table = BatchBoard.table(
      Self.lines(ids), nil, elapsed: .seconds(5), now: .now, width: width, height: height)
    #expect(table.allSatisfy { TerminalText.width($0) <= width }, "\(table)")
    #expect(table.count < height && !table.joined().contains("\u{1b}"))
    if width == 200 {
      #expect(table.count == ids.count && table.allSatisfy { $0.hasSuffix("50 %") })
      #expect(Set(table.map { TerminalText.width($0) }).count == 1, "figures stand below each other")
    }
    if height == 6 { #expect(table.last?.hasPrefix("  and 5 more") == true, "\(table)") }
  }

  @Test("Columns of text, and rows that lines take where the terminal was made narrower")
  func measures() {
    #expect(TerminalText.width("日本") == 4 && TerminalText.width("e\u{301}a") == 2)
    #expect(TerminalText.width("👩‍💻") == 2 && TerminalText.width("") == 0)
    #expect(TerminalText.clipped("日本語", to: 5) == "日本" && TerminalText.clipped("abc", to: 3) == "abc")
    #expect(TerminalText.rows(of: [79, 40, 0], columns: 80) == 3)
    #expect(TerminalText.rows(of: [79, 40, 0], columns: 40) == 4)
  }

  /// Runs a batch of four jobs in an embedded sandbox on a terminal.
  private func run(
    columns: Int, rows: Int, environment: [String: String] = [:], more: [String] = [],
    drawing: @escaping @Sendable (_ soFar: String, _ process: Int32, Terminal) -> Void = { _, _, _ in }
  ) async throws -> (status: Int32, drawn: String) {
    try await withTemporaryDirectory { directory in
      let manifest = try await BatchBench(directory: directory).manifest(
        videos: 2, audios: 2, more: ["日本語,\(Tool.page),\(directory)/a0.wav,l0"])
      let terminal = try Terminal()
      terminal.resize(columns: columns, rows: rows)
      return try await terminal.run(
        ["batch", "run", manifest, "-o", directory + "/out", "--sandbox"] + BatchBench.quick + more,
        environment: environment
      ) { drawing(String(decoding: $0, as: UTF8.self), $1, terminal) }
    }
  }

  @Test(
    "It leaves nothing behind but what was said",
    arguments: [(100, 30, [:]), (44, 6, ["NO_COLOR": "1"]), (30, 24, ["LC_ALL": "C", "LANG": "C"])])
  func leavesNothing(columns: Int, rows: Int, environment: [String: String]) async throws {
    let (status, drawn) = try await run(columns: columns, rows: rows, environment: environment)
    #expect(status == ExitStatus.failedCheck.rawValue, "\(drawn)")
    #expect(drawn.contains("of 5 jobs") && drawn.contains("\u{1b}[J"), "a table was drawn")
    #expect(drawn.contains("\u{1b}[1m") == (environment["NO_COLOR"] == nil))
    var screen = Screen(columns: columns, rows: rows)
    screen.show(drawn)
    #expect(screen.faults.isEmpty, "\(screen.faults)")
    // No bar and no job in hand is left of it; each job's end is.
    let text = screen.text
    #expect(!text.contains { $0.hasPrefix("[") || $0.hasPrefix("  ") }, "\(text)")
    for name in ["l0-v0", "l0-v1", "l1-v0", "l1-v1"] {
      #expect(text.count { $0 == "\(name): verified" } == 1, "\(text)")
    }
    #expect(text.joined().contains("日本語: set aside: link.html-page"))
  }

  @Test("A terminal that is made narrower meanwhile, and wider again, is left as clean")
  func resized() async throws {
    let counter = Counter(step: 0)
    let (_, drawn) = try await run(columns: 90, rows: 24) { soFar, _, terminal in
      // With each table that is drawn the terminal is another.
      let tables = soFar.count(of: "of 5 jobs")
      guard counter.isNew(tables) else { return }
      terminal.resize(columns: tables.isMultiple(of: 2) ? 90 : 34, rows: 24)
    }
    // What a terminal breaks, or breaks no more, is its own affair; the tool only has to take away all that it may have
    // drawn, and to leave no code half written.
    let wide = drawn.ranges(of: /\u{1b}\[(\d+)A\u{1b}\[J/)
    #expect(!wide.isEmpty)
    var screen = Screen(columns: 90, rows: 24)
    screen.show(drawn)
    #expect(screen.faults.isEmpty)
    #expect(!screen.text.contains { $0.hasPrefix("[#") }, "\(screen.text)")
  }

  @Test("A terminal that can nothing, and a log in JSON, are given lines", arguments: [true, false])
  func plain(isDumb: Bool) async throws {
    let (status, drawn) = try await run(
      columns: 80, rows: 24, environment: isDumb ? ["TERM": "dumb"] : [:],
      more: isDumb ? [] : ["--log-format", "json"])
    #expect(status == ExitStatus.failedCheck.rawValue)
    #expect(!drawn.contains("\u{1b}") && drawn.contains("l0-v0"))
    if !isDumb {
      for line in drawn.split(separator: "\r\n") where !line.hasPrefix("error") && !line.hasPrefix("  ") {
        _ = try Document(String(line), of: .batchLog)
      }
    }
  }

  @Test("Ctrl-C takes the table away, shows the cursor, and says how to go on; a second one leaves at once")
  func interrupted() async throws {
    for signals in [1, 2] {
      let counter = Counter(step: 0)
      let (status, drawn) = try await run(columns: 80, rows: 24) { soFar, process, _ in
        // As soon as the table is there.
        guard process > 0, soFar.contains("of 5 jobs"), counter.isNew(1) else { return }
        for _ in 0..<signals { kill(process, SIGINT) }
      }
      #expect(status == ExitStatus.interrupted.rawValue, "\(drawn)")
      #expect(!drawn.contains("?25l"), "the cursor was never hidden")
      var screen = Screen(columns: 80, rows: 24)
      screen.show(drawn)
      #expect(screen.faults.isEmpty)
      guard signals == 1 else { continue }
      #expect(screen.text.joined().contains("Resume with: lipflight batch run"), "\(screen.text)")
      #expect(!screen.text.contains { $0.hasPrefix("[#") || $0.hasPrefix("[-") }, "\(screen.text)")
    }
  }

  /// Tells what is new.
  private final class Counter: Sendable {
    private let last: Mutex<Int>
    init(step: Int) { last = Mutex(step) }
    func isNew(_ number: Int) -> Bool {
      last.withLock { last in
        guard number > last else { return false }
        last = number
        return true
      }
    }
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
