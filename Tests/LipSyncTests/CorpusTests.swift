import LipSyncMedia
import LipSyncTransfer
import Platform
import Testing

@testable import LipSync

/// Real files that nobody here made.
@Suite("Corpus")
struct CorpusTests {
  static let root = ProcessInfo.processInfo.environment["LIPFLIGHT_CORPUS"]

  struct Row {
    let path: String
    let kind: String
    let isClean: Bool
  }

  static func rows() throws -> [Row] {
    let root = try #require(root)
    let text = try String(decoding: Data(contentsOf: URL(filePath: root + "/truth.tsv")), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Row(path: root + "/" + fields[0], kind: fields[5], isClean: fields.last == "yes")
    }
  }

  @Test(
    "no file is taken for a page, a playlist or an archive, and clean ones open",
    .enabled(if: root != nil, "LIPFLIGHT_CORPUS names no folder"))
  func everyFile() async throws {
    let inspector = Inspector(client: HTTPClient(policy: .publicOnly), offline: true)
    let rows = try Self.rows()
    #expect(rows.count > 100)
    for row in rows {
      let inspection = await inspector.inspect(.file(path: row.path), as: .pair)
      let wrong = ["link.html-page", "link.playlist", "link.error-document", "link.archive", "link.empty"]
      #expect(!inspection.findings.contains { wrong.contains($0.rule.rawValue) }, "\(row.path)")
      if row.isClean, ["video", "audio", "video+audio"].contains(row.kind) {
        #expect(inspection.media != nil, "\(row.path): \(inspection.findings.map(\.message))")
      }
      for finding in inspection.findings { #expect(finding.rule.isKnown) }
    }
  }

  @Test(
    "every pair of the talking heads and speech passes, with advice and a price",
    .enabled(if: root != nil, "LIPFLIGHT_CORPUS names no folder"))
  func pairs() async throws {
    let inspector = Inspector(client: HTTPClient(policy: .publicOnly), offline: true)
    let rows = try Self.rows().filter { $0.path.contains("/lipsync/") && $0.isClean }
    let videos = rows.filter { $0.kind.hasPrefix("video") }
    let audios = rows.filter { $0.kind == "audio" }
    #expect(!videos.isEmpty && !audios.isEmpty)
    for video in videos {
      for audio in audios {
        let request = CheckRequest(video: .file(path: video.path), audio: .file(path: audio.path))
        let report = await Preflight.check(request, inspector: inspector)
        #expect(report.verdict != .fail, "\(video.path), \(audio.path): \(report.findings.map(\.message))")
        #expect(report.chosen != nil && report.credits != nil)
      }
    }
  }
}
