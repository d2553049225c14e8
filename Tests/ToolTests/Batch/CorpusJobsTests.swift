import Foundation
import Testing

/// Whole jobs on real talking heads and speech that nobody here made.
@Suite("Jobs on the corpus", .timeLimit(.minutes(15)))
struct CorpusJobsTests {
  static let root = ProcessInfo.processInfo.environment["LIPFLIGHT_CORPUS"]

  struct Pair: Sendable, CustomTestStringConvertible {
    var video: String
    var audio: String
    var type: String
    var testDescription: String {
      [video, audio].map { URL(fileURLWithPath: $0).lastPathComponent }.joined(separator: " + ") + ", " + type
    }
  }

  /// All pairs; the playback types take turns, so that each type meets each video and each audio.
  static let pairs: [Pair] = {
    guard let root, let table = try? String(contentsOfFile: root + "/truth.tsv", encoding: .utf8) else {
      return []
    }
    let rows = table.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    .filter { $0.count > 5 && $0[0].hasPrefix("lipsync/") && !$0[0].contains("result") }
    let paths = { (kind: Substring) in rows.filter { $0[5] == kind }.map { root + "/" + $0[0] } }
    let types = ["normal", "normal_reverse", "normal_reverse_by_audio"]
    return paths("video+audio").enumerated().flatMap { row, video in
      paths("audio").enumerated().map { column, audio in
        Pair(video: video, audio: audio, type: types[(row + column) % types.count])
      }
    }
  }()

  @Test(
    "every pair comes home proved", .enabled(if: !pairs.isEmpty, "LIPFLIGHT_CORPUS names no folder"),
    arguments: pairs)
  func job(_ pair: Pair) async throws {
    try await withTemporaryDirectory { directory in
      let outcome = try await Tool.run(
        "run", pair.video, pair.audio, "--sandbox", "--playback-type", pair.type, "-o", directory + "/out",
        "--json", "--quiet")
      #expect(outcome.status == 0, "\(outcome.out)\n\(outcome.err)")
      let document = try outcome.document()
      #expect(document.rules("verify.findings").isEmpty, "\(outcome.out)")
      #expect(document.string("verify.playback.detected") == pair.type)
      #expect((document.number("verify.audio.similarity") ?? 0) > 0.95)
      #expect(abs(document.number("verify.audio.offset_ms") ?? 1000) <= 20)
      #expect((document.number("verify.cover.similarity") ?? 0) > 0.95)
      let measured = try #require(document.number("verify.duration.measured_seconds"))
      let low = try #require(document.number("verify.duration.expected_seconds.low"))
      let high = try #require(document.number("verify.duration.expected_seconds.high"))
      #expect(measured >= low - 0.05 && measured <= high + 0.05, "\(measured) in \(low)...\(high)")
    }
  }
}
