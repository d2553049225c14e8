import Foundation
import LipSync
import Testing

@testable import lipflight

@Suite("What a terminal is given", .timeLimit(.minutes(2)))
struct TerminalTests {
  @Test("A task's id stays on the terminal, on a line of its own")
  func taskLine() async throws {
    try await withTemporaryDirectory { directory in
      let (status, drawn) = try await Terminal().run([
        "run", Tool.clip, Tool.speech, "--sandbox", "-o", directory + "/out",
      ])
      #expect(status == 0, "\(drawn)")
      let created = /\r\u{1b}\[Ktask [0-9a-f-]+ created\r\n/
      #expect(drawn.firstMatch(of: created) != nil, "\(drawn.debugDescription)")
    }
  }

  @Test("A paid task's id is said also where all else is quiet")
  func quietTask() async throws {
    try await withSandbox { baseURL in
      let outcome = try await Tool.run(
        "submit", Tool.clip, Tool.speech, "--allow-private", "--quiet",
        environment: ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any"])
      #expect(outcome.status == 0)
      let id = outcome.out.trimmingCharacters(in: .newlines)
      #expect(outcome.err == "task \(id) created\n")
    }
  }

  @Test(
    "Characters that a terminal obeys are written out",
    arguments: [
      ("a\u{1b}[2Jb", "a\\u{1b}[2Jb"), ("a\rb", "a\\u{d}b"), ("\u{9b}2J", "\\u{9b}2J"), ("\u{7}", "\\u{7}"),
      ("a\u{202e}4pm", "a\\u{202e}4pm"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
      ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"), ("a\r\nb", "a\\u{d}\nb"), ("\u{7f}", "\\u{7f}"),
    ])
  func obeyed(_ text: String, _ shown: String) {
    #expect(Printable.text(text, keepingStyles: false) == shown)
    #expect(Printable.text(text, keepingStyles: true) == shown)
  }

  @Test(
    "What people write stays as it is",
    arguments: ["two\nlines\tand a tab", "žluťoučký", "می\u{200c}خواهم", "👩\u{200d}💻", "日本語.mp4"])
  func kept(_ text: String) { #expect(Printable.text(text, keepingStyles: false) == text) }

  @Test("Our own styles are kept where they are used, and no other code")
  func styles() {
    let text = Style(isColoured: true).verdict(.fail)
    #expect(Printable.text(text, keepingStyles: true) == text)
    #expect(!Printable.text(text, keepingStyles: false).contains("\u{1b}"))
    #expect(Printable.text("\u{1b}[8mhidden", keepingStyles: true) == "\\u{1b}[8mhidden")
  }

  @Test("A document that shows marks of direction is the same document with them escaped")
  func documents() throws {
    let text = "a\u{202e}b\u{9b}c\u{e0041}d"
    let document = Printable.json(JSON.object([("name", .string(text))]).text)
    #expect(document.utf8.count == document.unicodeScalars.count, "nothing beyond ASCII")
    #expect(try Document(foreign: document).string("name") == text)
  }

  @Test("A source's name cannot take the terminal over", arguments: ["check", "probe"])
  func hostileName(_ command: String) async throws {
    try await withTemporaryDirectory { directory in
      let name = directory + "/\u{1b}[2J\u{202e}.mp4"
      let outcome = try await Tool.run(
        program: Tool.path, [command, name] + (command == "check" ? [Tool.speech] : []))
      #expect(outcome.status == ExitStatus.failedCheck.rawValue)
      #expect(outcome.out.contains("\\u{1b}[2J\\u{202e}.mp4"))
      #expect(!outcome.out.contains("\u{1b}") && !outcome.out.contains("\u{202e}"))
    }
  }
}

@Suite("Output that is not taken", .timeLimit(.minutes(1)))
struct LostOutputTests {
  private func shell(_ command: String) async throws -> Tool.Outcome {
    try await Tool.run(program: "/bin/bash", ["-c", command, Tool.path])
  }

  @Test("A full disk is said, and ends in 75", arguments: ["rules", "rules --json"])
  func full(_ arguments: String) async throws {
    try #require(FileManager.default.fileExists(atPath: "/dev/full"))
    let outcome = try await shell("\"$0\" \(arguments) > /dev/full")
    #expect(outcome.status == ExitStatus.tryAgain.rawValue)
    #expect(outcome.err.contains("its disk is full") && outcome.err.contains("remedy: "), "\(outcome.err)")
  }

  @Test("Standard output that is closed is said")
  func closed() async throws {
    let outcome = try await shell("\"$0\" rules >&-")
    #expect(outcome.status == ExitStatus.fault.rawValue)
    #expect(outcome.err.contains("Standard output could not be written"), "\(outcome.err)")
  }

  @Test("A reader that has gone away is no error")
  func closedPipe() async throws {
    let outcome = try await shell("\"$0\" rules | true; exit ${PIPESTATUS[0]}")
    #expect(outcome.status == 0)
    #expect(outcome.err.isEmpty)
  }
}
