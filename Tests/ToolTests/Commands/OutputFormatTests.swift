import Foundation
import LipSync
import Testing

@testable import lipflight

/// `--format` of check, verify, batch plan and batch report.
@Suite("Formats for other programs", .timeLimit(.minutes(5)))
struct OutputFormatTests {
  /// A list whose second pair has a page in the video's place: line 3, column 9.
  private static let list =
    "id,video,audio\ngood,\(Tool.clip),\(Tool.speech)\nbad|one,\(Tool.page),\(Tool.speech)\n"

  private static func with<T>(_ list: String = list, _ body: (String) async throws -> T) async throws -> T {
    try await withTemporaryDirectory { directory in
      try list.write(toFile: directory + "/jobs.csv", atomically: true, encoding: .utf8)
      return try await body(directory)
    }
  }

  /// The commands that look at the list, each with what comes before the format.
  static let lists = [["check", "--from", "jobs.csv"], ["batch", "plan", "jobs.csv"]]

  @Test("SARIF has the list's line and column, and the specification's schema takes it", arguments: lists)
  func sarif(_ words: [String]) async throws {
    try await Self.with { directory in
      let outcome = try await Tool.run(program: Tool.path, words + ["--format", "sarif"], in: directory)
      #expect(outcome.status == 1, "\(outcome.err)")
      let log = try Document(foreign: outcome.out)
      let results = try #require(log["runs.0.results"] as? [[String: Any]])
      let page = try #require(results.firstIndex { $0["ruleId"] as? String == "link.html-page" })
      let place = "runs.0.results.\(page).locations.0.physicalLocation"
      #expect(log.string(place + ".artifactLocation.uri") == "jobs.csv")
      #expect(log.number(place + ".region.startLine") == 3 && log.number(place + ".region.startColumn") == 9)
      #expect(log.string("runs.0.results.\(page).level") == "error")
      let rules = try #require(log["runs.0.tool.driver.rules"] as? [[String: Any]]).compactMap {
        $0["id"] as? String
      }
      #expect(Set(rules) == Set(results.compactMap { $0["ruleId"] as? String }))
      #expect(log.number("runs.0.invocations.0.exitCode") == 1)
      try await Self.validate(outcome.out)
    }
  }

  @Test(
    "A list that cannot be used is a result at its line, and exit code 64",
    arguments: ["sarif", "github", "junit"])
  func faults(_ format: String) async throws {
    try await Self.with("id,video,audio\na,b,c\nx,,y\n") { directory in
      let outcome = try await Tool.run("batch", "plan", "jobs.csv", "--format", format, in: directory)
      #expect(outcome.status == 64 && outcome.err.contains("line 3"))
      switch format {
      case "sarif":
        let log = try Document(foreign: outcome.out)
        #expect(log.string("runs.0.results.0.ruleId") == "list.fault")
        #expect(log.number("runs.0.results.0.locations.0.physicalLocation.region.startLine") == 3)
        #expect(log["runs.0.invocations.0.executionSuccessful"] as? Bool == false)
        try await Self.validate(outcome.out)
      case "github":
        #expect(
          outcome.out.hasPrefix("::error file=jobs.csv,line=3,col=3,title=list.fault::"), "\(outcome.out)")
      default:
        #expect(outcome.out.contains(#"errors="1""#) && outcome.out.contains("<error type=\"list.fault\""))
      }
    }
  }

  @Test("JUnit's counts are those of its cases, and other people's readers take it", arguments: lists)
  func junit(_ words: [String]) async throws {
    try await Self.with { directory in
      let outcome = try await Tool.run(program: Tool.path, words + ["--format", "junit"], in: directory)
      #expect(outcome.status == 1)
      try outcome.out.write(toFile: directory + "/report.xml", atomically: true, encoding: .utf8)
      let read = try await Tool.run(
        program: "/usr/bin/env",
        [
          "python3", "-c",
          """
          import sys, xml.etree.ElementTree as tree
          suite = tree.parse(sys.argv[1]).getroot().find("testsuite")
          cases = suite.findall("testcase")
          print(suite.get("tests"), suite.get("failures"), suite.get("errors"), suite.get("skipped"))
          print(len(cases), sum(c.find("failure") is not None for c in cases), [c.get("name") for c in cases], cases[1].get("line"))
          """, directory + "/report.xml",
        ])
      #expect(read.out == "2 1 0 0\n2 1 ['good', 'bad|one'] 3\n", "\(read.out)\(read.err)")
      #expect(outcome.out.contains("<failure type=\"link.html-page\""))
    }
  }

  @Test("Annotations of a workflow name the place, a title, and stay on one line", arguments: lists)
  func github(_ words: [String]) async throws {
    try await Self.with { directory in
      let outcome = try await Tool.run(program: Tool.path, words + ["--format", "github"], in: directory)
      let lines = outcome.out.split(separator: "\n")
      #expect(lines.allSatisfy { $0.hasPrefix("::") })
      #expect(
        lines.contains {
          $0.hasPrefix("::error file=jobs.csv,line=3,col=9,title=link.html-page::bad|one, video: ")
        },
        "\(outcome.out)")
    }
  }

  @Test("Markdown is one table whose cells hold what comes from outside", arguments: lists)
  func markdown(_ words: [String]) async throws {
    try await Self.with { directory in
      let outcome = try await Tool.run(program: Tool.path, words + ["--format", "markdown"], in: directory)
      #expect(
        outcome.out.hasPrefix(
          "### lipflight \(words[0] == "check" ? "check" : "batch plan"): fail\n\n1 pass, 1 fail\n"))
      let rows = outcome.out.split(separator: "\n").filter { $0.hasPrefix("| ") }
      #expect(
        rows.contains { $0.hasPrefix("| error | `link.html-page` | bad\\|one<br>jobs.csv:3:9 | video: ") },
        "\(outcome.out)")
    }
  }

  @Test("JSON lines are documents, one for each finding", arguments: lists)
  func lines(_ words: [String]) async throws {
    try await Self.with { directory in
      let outcome = try await Tool.run(program: Tool.path, words + ["--format", "jsonl"], in: directory)
      let documents = try outcome.out.split(separator: "\n").map { try Document(String($0), of: .finding) }
      let page = try #require(documents.first { $0.string("rule") == "link.html-page" })
      #expect(page.string("case") == "bad|one" && page.number("line") == 3 && page.number("column") == 9)
      #expect(page.string("file") == "jobs.csv" && page.string("source") == Tool.page)
    }
  }

  @Test("--format json is --json, text is what is printed without it")
  func own() async throws {
    let document = try await Tool.run("check", Tool.clip, Tool.page, "--format", "json").document()
    #expect(document.string("verdict") == "fail")
    let text = try await Tool.run("check", Tool.clip, Tool.page, "--format", "text")
    #expect(text.out.hasPrefix("FAIL  "))
    let unknown = try await Tool.run(program: Tool.path, ["check", Tool.clip, Tool.page, "--format", "yaml"])
    #expect(unknown.status == 64)
  }

  @Test("A pair that is named on the command line is judged at its files")
  func pair() async throws {
    let outcome = try await Tool.run(
      program: Tool.path, ["check", Tool.page, Tool.speech, "--format", "sarif"])
    let log = try Document(foreign: outcome.out)
    #expect(
      log.string("runs.0.results.0.locations.0.physicalLocation.artifactLocation.uri") == "file://"
        + Tool.page)
    try await Self.validate(outcome.out)
  }

  @Test("Columns of JSON lines are those of their members")
  func jsonColumns() async throws {
    let line =
      #"{"id":"ä","labels":{"video":"x, \"y\""},"video":"\#(Tool.page)","audio":"\#(Tool.speech)"}"# + "\n"
    try await Self.with(line) { directory in
      let outcome = try await Tool.run("batch", "plan", "jobs.csv", "--format", "jsonl", in: directory)
      let page = try #require(
        try outcome.out.split(separator: "\n").map { try Document(String($0)) }.first {
          $0.string("rule") == "link.html-page"
        })
      let expected =
        line.distance(from: line.startIndex, to: try #require(line.range(of: #""video":"/"#)).lowerBound) + 1
      #expect(page.number("column") == Double(expected))
    }
  }

  @Test("Several results are proved one after the other, and one that is not there does not end it")
  func results() async throws {
    try await withTemporaryDirectory { directory in
      for name in ["a.mp4", "b.mp4"] {
        try FileManager.default.copyItem(atPath: Tool.clip, toPath: directory + "/" + name)
      }
      let both = try await Tool.run("verify", "a.mp4", "b.mp4", "--video", Tool.clip, in: directory)
      #expect(both.status == 0 && both.out.components(separatedBy: "result    ").count == 3, "\(both.out)")
      let lines = try await Tool.run(
        program: Tool.path, ["verify", "a.mp4", "gone.mp4", "b.mp4", "--json"], in: directory)
      #expect(lines.status != 0)
      let documents = try lines.out.split(separator: "\n").map { try Document(String($0), of: .verify) }
      #expect(documents.map { $0.string("verdict") } == ["warn", "fail", "warn"], "\(lines.out)")
      let junit = try await Tool.run(
        program: Tool.path, ["verify", "a.mp4", "gone.mp4", "--format", "junit"], in: directory)
      #expect(junit.out.contains("tests=\"2\""))
      let cover = try await Tool.run(
        program: Tool.path, ["verify", "a.mp4", "b.mp4", "--cover", "c.jpg"], in: directory)
      #expect(cover.status == 64)
    }
  }

  @Test("A batch's report in every format")
  func report() async throws {
    try await Self.with { directory in
      let run = try await Tool.run(
        program: Tool.path,
        ["batch", "run", "jobs.csv", "-o", "out", "--sandbox-data", "sandbox", "--quiet"], in: directory)
      #expect(run.status == 1, "\(run.err)")
      let ledger = ["--ledger", "sandbox/journal.sqlite"]
      for format in ["jsonl", "junit", "sarif", "github", "markdown"] {
        let outcome = try await Tool.run(
          program: Tool.path, ["batch", "report", "--format", format] + ledger, in: directory)
        #expect(
          outcome.status == 0 && outcome.out.contains("link.html-page"),
          "\(format): \(outcome.out)\(outcome.err)")
        if format == "sarif" { try await Self.validate(outcome.out) }
        if format == "junit" { #expect(outcome.out.contains(#"tests="2" failures="1""#)) }
      }
      let file = try await Tool.run(
        program: Tool.path, ["batch", "report", "--format", "junit", "-o", "report.xml"] + ledger,
        in: directory)
      #expect(file.out.isEmpty)
      #expect(try String(contentsOfFile: directory + "/report.xml", encoding: .utf8).contains("<testsuites"))
    }
  }

  @Test("What comes from outside ends no line, no cell and no element")
  func hostile() {
    let entry = FindingSheet.Entry(
      rule: .linkExpired, severity: .error, subject: "video",
      message: "a\n::error::b | <b>&\u{1b}[31m]]>, 100%\r\n",
      remedy: "@here `x`", place: FindingSheet.Place(file: "a:b,c.csv", line: 2, column: 3))
    let owner = FindingSheet.Case(name: "x\"|\n", outcome: .judged(.fail), entries: [entry])
    let sum = FindingSheet.Sum(verdict: .fail, exit: .failedCheck)
    func text(_ format: OutputFormat) -> String {
      var writer = format.writer("lipflight check")
      return (writer?.head ?? "") + (writer?.add(owner) ?? "") + (writer?.tail(sum) ?? "")
    }
    #expect(text(.github).split(separator: "\n").count == 1)
    #expect(
      text(.github).hasPrefix(
        "::error file=a%3Ab%2Cc.csv,line=2,col=3,title=link.expired::x\"|%0A, video: a%0A::error::b"))
    #expect(text(.github).contains("100%25%0D%0A"))
    let rows = text(.markdown).split(separator: "\n").filter { $0.hasPrefix("| error") }
    #expect(
      rows.count == 1 && rows[0].contains("\\| &lt;b&gt;&amp;") && rows[0].contains("&#64;here \\`x\\`"))
    #expect(text(.junit).contains("&lt;b&gt;&amp;\u{fffd}[31m]]&gt;") && !text(.junit).contains("<b>"))
    #expect(SARIFWriter.reference("a:b c.csv") == "a%3Ab%20c.csv")
    #expect(SARIFWriter.reference("/x/\u{e4}.csv") == "file:///x/%C3%A4.csv")
    #expect(SARIFWriter.reference("https://h/p?sig=secret") == "https://h/p")
  }

  /// Holds a log against the schema of the specification, which another project carries.
  private static func validate(_ log: String) async throws {
    let python = Tool.root.appendingPathComponent(".build/python/bin/python").path
    guard FileManager.default.isExecutableFile(atPath: python) else { return }
    try await withTemporaryDirectory { directory in
      try log.write(toFile: directory + "/log.sarif", atomically: true, encoding: .utf8)
      let outcome = try await Tool.run(
        program: python,
        [
          "-c",
          """
          import json, sys
          try:
              from sarif_kit.validate import validation_errors
          except ImportError:
              sys.exit(0)
          faults = validation_errors(json.load(open(sys.argv[1])))
          print("\\n".join(faults))
          sys.exit(1 if faults else 0)
          """, directory + "/log.sarif",
        ])
      #expect(outcome.status == 0, "\(outcome.out)\(outcome.err)")
    }
  }
}
