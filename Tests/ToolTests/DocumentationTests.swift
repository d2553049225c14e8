import Foundation
import LipSync
import LipSyncLedger
import LipSyncTransfer
import Testing

@testable import lipflight

@Suite("What README and docs say is so", .timeLimit(.minutes(20)))
struct DocumentationTests {
  static let readme = read("README.md")

  /// All `sh` blocks in the order in which a reader meets them: README's, then those of its guides as it names them.
  static let blocks: [Block] = (["README.md"] + pages.sorted { place($0) < place($1) }).flatMap { page in
    fenced("sh", in: read(page)).enumerated().map { Block(page: page, number: $0 + 1, text: $1) }
  }

  struct Block: Sendable {
    var page: String
    var number: Int
    var text: String
  }

  private static func place(_ page: String) -> Int {
    readme.range(of: "(\(page)").map { readme.distance(from: readme.startIndex, to: $0.lowerBound) } ?? .max
  }

  @Test(
    "Examples run one after the other in one folder, and once more; a line that ends in `# exit N` ends in N",
    .timeLimit(.minutes(20)))
  func examples() async throws {
    try await withTemporaryDirectory { directory in
      try FileManager.default.createSymbolicLink(
        atPath: directory + "/samples", withDestinationPath: Tool.root.appendingPathComponent("samples").path)
      let tool = URL(fileURLWithPath: Tool.path).deletingLastPathComponent().path
      let path = tool + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
      // A reader's home, which remembers.
      let environment = [
        "PATH": path, "HOME": directory + "/home", "XDG_STATE_HOME": directory + "/home/state",
      ]
      for round in 1...2 {
        for block in Self.blocks {
          let outcome = try await Tool.run(
            program: "/bin/bash", ["-c", Self.script(block.text)], environment: environment, in: directory)
          #expect(
            outcome.status == 0,
            "\(block.page), block \(block.number), time \(round):\n\(block.text)\n\(outcome.out)\n\(outcome.err)"
          )
        }
      }
    }
  }

  @Test("The rules table is the catalogue's, with the tool's words, and stands once; `make docs` writes it")
  func rules() {
    let current =
      "<!-- rules -->\n" + Rule.markdownTable(of: Rule.all.map(\.withToolRemedy)) + "<!-- /rules -->"
    #expect(Self.read("docs/rules.md").contains(current))
    #expect(!Self.readme.contains("| rule | severity"))
  }

  @Test("The exit codes are the library's", arguments: ["README.md", "docs/json.md"])
  func exitCodes(_ page: String) {
    let rows = Self.read(page).split(separator: "\n").filter { $0.hasPrefix("| ") }
      .compactMap {
        $0.split(separator: "|").first.flatMap { Int32($0.trimmingCharacters(in: .whitespaces)) }
      }
    #expect(rows == ExitStatus.allCases.map(\.rawValue))
  }

  @Test("The library's examples are those that are compiled here", arguments: ["Library", "Media"])
  func libraryExample(_ name: String) throws {
    let source = Self.read("Tests/ToolTests/\(name)Example.swift")
    let printed = Self.fenced("swift", in: Self.readme)
    #expect(printed.contains(source))
  }

  @Test(
    "The first example of each catalogue is one that is compiled here",
    arguments: [
      "LipSync", "LipSyncMedia", "LipSyncMediaReading", "LipSyncTransfer", "LipSyncLedger", "LipSyncSandbox",
    ])
  func catalogue(_ module: String) throws {
    let source = Self.read("Tests/ToolTests/FirstExamples.swift")
    let printed = Self.fenced("swift", in: Self.read("Sources/\(module)/\(module).docc/\(module).md"))
    let example = try #require(printed.first)
    let indented = example.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    #expect(source.contains(indented), "\(example)")
    #expect(indented.split(separator: "\n").count == 5)
  }

  @Test("The library's example works")
  func libraryExampleRuns() async throws {
    try await withSandbox { baseURL in
      try await withTemporaryDirectory { directory in
        let service = ServiceConfiguration(baseURL: baseURL, apiKey: Redacted("any"))
        let journal = try await SQLiteLedger.open(directory + "/journal")
        for isReused in [false, true] {
          let report = try await flight(
            video: Tool.clip, audio: Tool.speech, into: directory, service: service, policy: .privateAllowed,
            journal: journal)
          #expect(report?.exit == .passed && report?.isReused == isReused)
        }
        let refused = try await flight(
          video: Tool.page, audio: Tool.speech, into: directory, service: service, policy: .privateAllowed,
          journal: NoJournal())
        #expect(refused == nil)
        try await describe(Tool.clip)
      }
    }
  }

  @Test("Every command has an example in README")
  func everyCommand() {
    for command in [
      "probe", "check", "mend", "join", "estimate", "submit", "wait", "fetch", "verify", "run", "jobs",
      "batch",
      "webhook",
      "sandbox", "rules", "schema", "account",
    ] {
      #expect(Self.readme.contains("lipflight \(command) "), "\(command)")
    }
  }

  @Test("Links between pages lead somewhere")
  func links() throws {
    for page in ["README.md", "CONTRIBUTING.md"] + Self.pages {
      let text = Self.read(page)
      for link in text.matches(of: /\]\(([^)#:]+)[^):]*\)/) {
        let target = Tool.root.appendingPathComponent(page).deletingLastPathComponent()
          .appendingPathComponent(String(link.1)).path
        #expect(FileManager.default.fileExists(atPath: target), "\(page) names \(link.1)")
      }
    }
  }

  private static let pages: [String] = {
    let folder = Tool.root.appendingPathComponent("docs").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
  }()

  private static func read(_ page: String) -> String {
    (try? String(contentsOf: Tool.root.appendingPathComponent(page), encoding: .utf8)) ?? ""
  }

  /// The texts between the fences of a language.
  private static func fenced(_ language: String, in text: String) -> [String] {
    text.components(separatedBy: "```\(language)\n").dropFirst().map { part in
      part.components(separatedBy: "```").first ?? ""
    }
  }

  /// The block with each expected exit code checked, and any other failure ending it.
  private static func script(_ text: String) -> String {
    let lines = text.split(separator: "\n").map { line -> String in
      let parts = line.components(separatedBy: "# exit ")
      guard parts.count == 2, let code = Int(parts[1]) else { return String(line) }
      return "code=0; { \(parts[0]); } || code=$?; [ $code -eq \(code) ]"
    }
    return "set -eu\n" + lines.joined(separator: "\n") + "\n"
  }
}
