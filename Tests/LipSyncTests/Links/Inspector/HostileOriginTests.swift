import LipSyncMedia
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// What hosts do to those who fetch from them: each misbehaviour by name, with its verdict, its cost, and its end.
@Suite("Hostile origin", .serialized)
struct HostileOriginTests {
  /// The most that any of them may cost, in bytes as the host counts them.
  static let ceiling: Int64 = 8 << 20

  /// 25 MB of sound, grown from a short one by its header's lengths.
  static let largeSound = Result {
    var bytes = try Fixtures.audio(seconds: MediaTime(1), sampleRate: 44_100)
    let data = try #require(bytes.firstRange(of: Array("data".utf8))).upperBound
    let block = (0..<(64 << 10)).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    for _ in 0..<400 { bytes += block }
    bytes.replaceSubrange(4..<8, with: littleEndian(bytes.count - 8))
    bytes.replaceSubrange(data..<data + 4, with: littleEndian(bytes.count - data - 4))
    return bytes
  }

  private static func littleEndian(_ value: Int) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static let longClip = Result {
    try Fixtures.video(
      seconds: MediaTime(30), audio: .speech(), options: [("movflags", "faststart")])
  }

  /// What comes before the first fragment: a header, and no sample.
  static let firstSegment = Result {
    let bytes = try Fixtures.video(
      seconds: MediaTime(1), audio: .speech(), options: [("movflags", "frag_keyframe+empty_moov")])
    return Array(bytes[..<(try #require(bytes.firstRange(of: Array("moof".utf8))).lowerBound - 4)])
  }

  static func bytes(of file: Hostility.File) throws -> [UInt8] {
    switch file {
    case .clip: return try InspectorTests.clip.get()
    case .longClip: return try longClip.get()
    case .sound: return try InspectorTests.long.get()
    case .largeSound: return try largeSound.get()
    case .largeClip: return try longClip.get() + box("free", [UInt8](repeating: 7, count: 25 << 20))
    case .indexLast:
      // The front of a file whose pictures come first; its index is out of reach.
      return box("ftyp", Array("isom\0\0\u{2}\0isommp41".utf8))
        + box("mdat", [UInt8](repeating: 7, count: 25 << 20))
        + box("moov", [UInt8](repeating: 0, count: 8))
    case .nothing: return []
    }
  }

  private static func box(_ type: String, _ payload: [UInt8]) -> [UInt8] {
    let size = payload.count + 8
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } + Array(type.utf8) + payload
  }

  @Test("each has its verdict, ends by itself, and costs less than 8 MB", arguments: Hostility.all)
  func misbehaviour(_ row: Hostility) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    switch row.resource {
    case .file(let file, let type, let faults):
      origin.serve("/a", try Self.bytes(of: file), type: type, faults: faults)
    case .moody(let file, let moods): origin.serve("/a", try Self.bytes(of: file), moods: moods)
    case .reply(let reply): origin.serve("/a") { _ in reply }
    case .raw(let answer): origin.serve("/a", raw: answer)
    }
    let inspector = InspectorTests.inspector(timeout: row.isEndless ? .seconds(1) : .seconds(60))
    let inspection = await inspector.examine(.url(origin.url("/a")), as: .video, deep: false)
    #expect(inspection.findings.map(\.rule.rawValue) == row.rules, "\(inspection.findings.map(\.message))")
    #expect((inspection.failure != nil) == row.isRefused)
    if let first = inspection.findings.first { #expect(first.message.contains(row.says), "\(first.message)") }
    for finding in inspection.findings {
      #expect(RemedyCheck.faults(finding.remedy, message: finding.message) == [])
    }
    #expect(ReadBack.loss(of: ProbeDocument.Entry(inspection)) == nil)
    #expect(origin.wireBytes <= Self.ceiling)
    #expect(origin.requests.allSatisfy { $0.method == "GET" })
    // Every request is told of, those of redirects that lead nowhere too.
    let told = inspection.link?.requests ?? 0
    // A host that goes on behind the length it stated, and closes then, may never read what came on that connection.
    let isExact = !row.goesOnAndCloses
    // Where the first look fails, the other client's is called back, and its host may still have it to read.
    if isExact { #expect(try await onBlockingThread { origin.hasRead(requests: told) }) }
    #expect(isExact ? told == origin.requests.count : told >= origin.requests.count)
  }

  @Test("there are more than fifty of them, and no two of a name")
  func table() {
    #expect(Hostility.all.count >= 50)
    #expect(Set(Hostility.all.map(\.name)).count == Hostility.all.count)
  }
}
