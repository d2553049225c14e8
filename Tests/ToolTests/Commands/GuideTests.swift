import ArgumentParser
import Foundation
import LipSync
import Testing

@testable import lipflight

/// What every command's help has, beyond what the parser makes of its options.
@Suite("Help of every command", .timeLimit(.minutes(3)))
struct GuideTests {
  @Test("Each command has examples that can be typed, its environment and its exit codes")
  func guides() async throws {
    for words in try await DistTests.commands() {
      let name = words.joined(separator: " ")
      guard let guide = Guide.of(words) else {
        Issue.record("'\(name)' has no guide: add a row to Guide.all")
        continue
      }
      #expect(!guide.examples.isEmpty && !guide.environment.isEmpty, "\(name)")
      #expect(guide.exits.first == .passed && guide.exits.contains(.usage), "\(name)")
      #expect(guide.exits == guide.exits.sorted { $0.rawValue < $1.rawValue }, "\(name)")
      for example in guide.examples {
        let typed = Self.typed(example.line)
        #expect(CommandTree.command(typed).words.starts(with: words), "\(example.line)")
        #expect(throws: Never.self, "\(example.line)") { _ = try Lipflight.parseAsRoot(typed) }
      }
    }
  }

  /// The words of an example, without what is a shell's.
  private static func typed(_ line: String) -> [String] {
    var text = line
    if text.hasPrefix("id=$("), text.hasSuffix(")") { text = String(text.dropFirst(5).dropLast()) }
    let words = text.split(separator: " ").map(String.init)
    return Array(words.drop { $0 != "lipflight" }.dropFirst().prefix { $0 != ">" })
  }

  @Test(
    "Help ends in them, however it is asked for",
    arguments: [["check", "--help"], ["help", "check"], ["check", "-h"]])
  func end(_ words: [String]) async throws {
    let outcome = try await Tool.run(program: Tool.path, words)
    #expect(outcome.status == 0 && outcome.out.hasPrefix("OVERVIEW: Check a pair"))
    let order = [
      "USAGE: ", "--playback-type", "EXAMPLES:\n  lipflight check ", "ENVIRONMENT:\n  JOGG_API_KEY ",
      "EXIT CODES:\n  0 ",
    ]
    let places = order.compactMap { outcome.out.range(of: $0)?.lowerBound }
    #expect(places.count == order.count && places == places.sorted(), "\(outcome.out)")
    #expect(!outcome.out.contains("lipflight run"))
  }

  @Test("Help is as wide as COLUMNS says", arguments: [80, 120])
  func width(_ columns: Int) async throws {
    let outcome = try await Tool.run(
      program: Tool.path, ["wait", "--help"], environment: ["COLUMNS": "\(columns)"])
    let about = outcome.out.split(separator: "\n").filter {
      !$0.hasPrefix("  lipflight") && !$0.hasPrefix("USAGE")
    }
    let widest = about.map(\.count).max() ?? 0
    #expect(widest <= columns && widest > columns - 20, "\(widest)")
  }

  @Test("The tool's own help lists commands, and groups have theirs")
  func groups() async throws {
    for words in [["--help"], [], ["batch", "--help"], ["batch"]] {
      let outcome = try await Tool.run(program: Tool.path, words)
      #expect(
        outcome.status == 0 && outcome.out.contains("SUBCOMMANDS:") && outcome.out.contains("EXIT CODES:"),
        "\(words)")
    }
  }

  @Test("Manual pages have the same sections")
  func manual() async throws {
    try await withTemporaryDirectory { folder in
      _ = try await Tool.run(
        program: "/usr/bin/env",
        ["python3", Tool.root.appendingPathComponent("scripts/manpages.py").path, Tool.path, folder])
      for words in try await DistTests.commands() {
        let name = (["lipflight"] + words).joined(separator: "-")
        let page = try String(contentsOfFile: "\(folder)/\(name).1", encoding: .utf8)
        for section in ["EXAMPLES", "ENVIRONMENT", "EXIT STATUS"] {
          #expect(page.contains(".SH \(section)\n"), "\(name)")
        }
      }
    }
  }
}
