import LipSyncMediaReading
import Testing

@testable import lipflight

@Suite("Formats and versions")
struct FormatsTests {
  @Test("What is opened is printed with its reason, by kind, and as a document")
  func formats() async throws {
    let text = try await Tool.run("formats").out
    for row in AcceptedMedia.rows { #expect(text.contains(row.reason)) }
    let document = try await Tool.run("formats", "--json").document()
    let count = document.count("formats")
    #expect(count == AcceptedMedia.rows.count)
    #expect(document.string("formats.0.kind") == "container")
  }

  @Test("The libraries are named with their versions, and what this FFmpeg is known for")
  func versions() async throws {
    let plain = try await Tool.run("--version")
    #expect(plain.status == 0 && !plain.out.contains("FFmpeg"))
    let outcome = try await Tool.run("--version", "--verbose")
    #expect(outcome.status == 0)
    for name in ["FFmpeg", "libcurl", "crypto", "SQLite", "libpq", "schemas"] {
      #expect(outcome.out.contains("\n\(name) "), "\(name)")
    }
    for advisory in FFmpegVersion.loaded.concerns { #expect(outcome.out.contains(advisory.id)) }
  }
}
