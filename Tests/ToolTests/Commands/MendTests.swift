import Foundation
import LipSyncMedia
import TestSupport
import Testing

@Suite("lipflight mend", .timeLimit(.minutes(5)))
struct MendCommandTests {
  @Test("A dry run says what would be done and what it costs, and writes nothing")
  func dryRun() async throws {
    try await withTemporaryDirectory { directory in
      let input = directory + "/a.wav"
      try Data(try Fixtures.audio(seconds: .init(2), sampleRate: 8000)).write(to: URL(fileURLWithPath: input))
      let outcome = try await Tool.run("mend", input, Tool.clip, "--dry-run", "--json")
      #expect(outcome.status == 0, "\(outcome.err)")
      let document = try outcome.document()
      #expect(document.string("sources.0.state") == "planned")
      #expect(document.string("sources.0.steps.0.step") == "resample")
      #expect(document.string("sources.1.state") == "sound")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["a.wav"])
    }
  }

  @Test("A worker mends, the source stays, and a second source of the same name gets another")
  func mends() async throws {
    try await withTemporaryDirectory { directory in
      let bytes = Data(try Fixtures.audio(seconds: .init(2), sampleRate: 8000))
      try FileManager.default.createDirectory(atPath: directory + "/b", withIntermediateDirectories: true)
      for name in ["a.wav", "b/a.wav"] { try bytes.write(to: URL(fileURLWithPath: directory + "/" + name)) }
      let outcome = try await Tool.run(
        "mend", directory + "/a.wav", directory + "/b/a.wav", "-o", directory + "/out", "--json")
      #expect(outcome.status == 0, "\(outcome.out) \(outcome.err)")
      let document = try outcome.document()
      #expect(document.string("sources.0.state") == "mended")
      #expect(document.number("sources.0.sound.offset_samples") == 0)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: directory + "/out").sorted()
          == ["a-mended-2.wav", "a-mended.wav"])
      #expect(try Data(contentsOf: URL(fileURLWithPath: directory + "/a.wav")) == bytes)
    }
  }

  @Test("What cannot be mended is said, with exit code 1; wrong usage is 64")
  func refuses() async throws {
    try await withTemporaryDirectory { directory in
      let outcome = try await Tool.run("mend", Tool.page, "-o", directory + "/out", "--json")
      #expect(outcome.status == 1)
      #expect(try outcome.document().string("sources.0.state") == "hopeless")
      #expect(!FileManager.default.fileExists(atPath: directory + "/out"))
      #expect(try await Tool.run("mend", Tool.clip).status == 64)
      #expect(try await Tool.run("mend", Tool.clip, "--dry-run", "--background", "red").status == 64)
    }
  }
}
