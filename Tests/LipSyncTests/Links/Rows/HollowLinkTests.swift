import LipSyncMedia
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// Half of a file is zeros or a page of an error (row A1 of the findings on links): what is said of the file on this machine is said
/// of its link, too.
@Suite("half of a file is something else, by URL")
struct HollowLinkTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let subject: Subject
    var rule = "media.truncated"
    let bytes: @Sendable () throws -> [UInt8]
    var testDescription: String { name }
  }

  private static let sound = Result { try Fixtures.audio(seconds: MediaTime(60), format: "ipod") }

  private static let cases = [
    Case(name: "clip.mp4", subject: .video) { try InspectorTests.clip.get() },
    // All its sound is written before its first picture, so that not one is left.
    Case(name: "long.mp4", subject: .video, rule: "media.unreadable") {
      try HostileOriginTests.longClip.get()
    },
    Case(name: "talk.m4a", subject: .audio) { try sound.get() },
  ]

  private static let fillings: [(name: String, bytes: [UInt8])] = [
    ("zeros", [0]), ("a page", Array("<html><head><title>502 Bad Gateway</title></head></html>\n".utf8)),
  ]

  /// The second half of the samples; an index in front of them or behind them stays.
  private static func hollow(_ bytes: [UInt8], _ filling: [UInt8]) throws -> [UInt8] {
    let start = try #require(bytes.firstRange(of: Array("mdat".utf8))).upperBound
    let end = bytes[start...].firstRange(of: Array("moov".utf8)).map { $0.lowerBound - 4 } ?? bytes.count
    var hollow = bytes
    for place in (start + end) / 2..<end { hollow[place] = filling[place % filling.count] }
    return hollow
  }

  @Test(
    "an error, and no exact length, with ranges and without, at a glance and in full", arguments: cases,
    ["zeros", "a page"])
  func hollow(_ file: Case, filling name: String) async throws {
    let filling = try #require(Self.fillings.first { $0.name == name }).bytes
    let bytes = try Self.hollow(file.bytes(), filling)
    let directory = try TemporaryDirectory()
    let path = try directory.write(bytes, as: file.name)
    let origin = try Origin()
    defer { origin.stop() }
    let type = file.subject == .audio ? "audio/mp4" : "video/mp4"
    origin.serve("/ranges/" + file.name, bytes, type: type)
    origin.serve("/whole/" + file.name, bytes, type: type, faults: [.noRange])
    let inspector = InspectorTests.inspector()
    let local = await inspector.examine(.file(path: path), as: file.subject, deep: false)
    #expect(InspectorTests.errors(local) == [file.rule], "\(local.findings.map(\.message))")
    for place in ["/ranges/", "/whole/"] {
      for deep in [false, true] {
        let seen = await inspector.examine(.url(origin.url(place + file.name)), as: file.subject, deep: deep)
        #expect(
          InspectorTests.errors(seen) == [file.rule],
          "\(place) \(deep) \(seen.findings.map(\.message))")
        #expect(seen.media?.isDurationExact != true)
        #expect(file.rule != "media.truncated" || seen.media?.isTruncated == true)
        #expect(seen.media?.duration == local.media?.duration, "\(place) \(deep)")
      }
    }
  }
}
