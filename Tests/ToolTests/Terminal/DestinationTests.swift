import Foundation
import LipSync
import Testing

@testable import lipflight

@Suite("Where results go", .timeLimit(.minutes(2)))
struct DestinationTests {
  /// Paths that nobody can write to, root included.
  @Test(
    "A directory that cannot be used is refused before the service is asked",
    arguments: ["file", "file/inside", "/proc/out", "/dev/null", ""], ["run", "fetch", "verify"])
  func unusable(_ path: String, _ command: String) async throws {
    try await withTemporaryDirectory { directory in
      try Data("x".utf8).write(to: URL(fileURLWithPath: directory + "/file"))
      let subject =
        switch command {
        case "run": [Tool.clip, Tool.speech]
        case "fetch": ["some-task"]
        default: [Tool.clip]
        }
      // Asking the service would end in 3: nobody listens there.
      let outcome = try await Tool.run(
        program: Tool.path, [command] + subject + ["-o", path, "--allow-private", "--json"],
        environment: ["JOGG_BASE_URL": "http://127.0.0.1:\(try closedPort())", "JOGG_API_KEY": "any"],
        in: directory)
      #expect(outcome.status == ExitStatus.usage.rawValue, "\(outcome.err)")
      #expect(outcome.err.contains("of -o cannot be used") && outcome.err.contains("remedy: "))
      #expect(!outcome.err.contains("Cocoa"))
      _ = try outcome.document()
    }
  }

  @Test("A directory that nothing came of leaves no trace", arguments: ["out", "a/b/c", "a/b/c/", "x/../y"])
  func unused(_ path: String) async throws {
    try await withTemporaryDirectory { directory in
      let full = directory + "/" + path
      try await Destination.with(full) {
        #expect(FileManager.default.fileExists(atPath: full))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
    }
  }

  @Test("A directory that was there, or holds something, stays", arguments: ["there", "new/inner"])
  func used(_ path: String) async throws {
    try await withTemporaryDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory + "/there", withIntermediateDirectories: true)
      let full = directory + "/" + path
      try await Destination.with(full) {
        if path != "there" { try Data("x".utf8).write(to: URL(fileURLWithPath: full + "/result")) }
      }
      let kept = try FileManager.default.contentsOfDirectory(atPath: full)
      #expect(kept == (path == "there" ? [] : ["result"]))
    }
  }

  @Test("What Foundation says of files is put in words, and is no fault of ours")
  func fileErrors() throws {
    let thrown = #expect(throws: (any Error).self) {
      try Data("x".utf8).write(to: URL(fileURLWithPath: "/dev/null/inside"), options: .atomic)
    }
    let failure = Failure(try #require(thrown), interrupted: false)
    #expect(failure.status == .usage)
    #expect(failure.message.contains("cannot be read or written") && failure.remedy?.contains("-o") == true)
  }
}
