import LipSyncMedia
import LipSyncMediaMaking
import TestSupport
import Testing

@testable import LipSync

/// What a decode of everything finds, held against what the index says.
@Suite("Deep look") struct DeepLookTests {
  private static func damaged() throws -> [UInt8] {
    var bytes = try Fixtures.video(
      seconds: MediaTime(6), audio: .speech(), options: [("movflags", "faststart")])
    let data = try #require(bytes.firstRange(of: Array("mdat".utf8))).upperBound
    // Within samples, behind their heads: units keep their lengths, pictures are lost all the same.
    for place in stride(from: data + (bytes.count - data) / 3, to: bytes.count - 2000, by: 211) {
      bytes[place] ^= 0x5A
    }
    return bytes
  }

  @Test("It says what differs, and the length is no longer exact", arguments: [false, true])
  func damage(isRemote: Bool) async throws {
    let bytes = try Self.damaged()
    let directory = try TemporaryDirectory()
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/a.mp4", bytes)
    let source: Source =
      isRemote ? .url(origin.url("/a.mp4")) : .file(path: try directory.write(bytes, as: "a.mp4"))
    let deep = await InspectorTests.inspector().examine(source, as: .video, deep: true)
    let finding = try #require(deep.findings.first { $0.rule == .mediaDamaged }, "\(deep.findings)")
    #expect(finding.severity == .warning && finding.message.contains("refused or guessed at"))
    #expect(deep.media?.isDurationExact == false)
  }

  @Test("Where both agree nothing is said")
  func whole() async throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(try Fixtures.video(seconds: MediaTime(2), audio: .speech()), as: "a.mp4")
    let deep = await InspectorTests.inspector().examine(.file(path: path), as: .video, deep: true)
    #expect(deep.findings.isEmpty && deep.media?.isDurationExact == true, "\(deep.findings)")
  }
}
