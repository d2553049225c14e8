import Foundation
import LipSyncMedia
import TestSupport
import Testing

@testable import LipSync

/// The same bytes are judged alike, from this machine and from a server: every real file that is at hand.
@Suite("Path and link")
struct PathAndLinkTests {
  private static let roots = [
    CorpusTests.root, Cases.root.map { $0 + "/media" }, Cases.root.map { $0 + "/links" },
  ]
  .compactMap(\.self)

  static let files: [String] = roots.flatMap { root in
    (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []).sorted()
      .filter { !$0.hasSuffix(".tsv") && !$0.hasSuffix(".md") }.map { root + "/" + $0 }
  }

  /// What of it has to agree: lengths, frames, and what is wrong with the media.
  private static func digest(_ inspection: SourceInspection) -> [String] {
    let media = inspection.media
    let lengths = [
      "lasts \(media?.duration.map { "\($0)" } ?? "-")", "exact \(media?.isDurationExact ?? false)",
      "video \(media?.video?.duration.map { "\($0)" } ?? "-")", "frames \(media?.video?.frames ?? -1)",
      "audio \(media?.audio?.duration.map { "\($0)" } ?? "-")", "cut \(media?.isTruncated ?? false)",
    ]
    return lengths
      + inspection.findings.filter { $0.rule.rawValue.hasPrefix("media.") }
      .map { "\($0.rule.rawValue) \($0.severity.rawValue)" }.sorted()
  }

  @Test(
    "Length, frames and findings are the same by path and by URL",
    .enabled(if: !roots.isEmpty, "neither LIPFLIGHT_CORPUS nor LIPFLIGHT_CASES names a directory"))
  func alike() async throws {
    #expect(Self.files.count > 40)
    let origin = try Origin()
    defer { origin.stop() }
    let inspector = InspectorTests.inspector()
    for (index, file) in Self.files.enumerated() {
      // Folders are listed, too.
      guard let data = try? Data(contentsOf: URL(fileURLWithPath: file)) else { continue }
      // The name's end tells bare sound.
      let path = "/\(index)." + (file.split(separator: ".").last.map(String.init) ?? "bin")
      origin.serve(path, [UInt8](data), type: "application/octet-stream")
      async let local = inspector.inspect(.file(path: file), as: .pair)
      async let remote = inspector.inspect(.url(origin.url(path)), as: .pair)
      let (here, there) = await (Self.digest(local), Self.digest(remote))
      #expect(here == there, "\(file)")
      #expect(!here.contains("exact true") || !here.contains("cut true"), "\(file) is cut and exact")
    }
  }
}
