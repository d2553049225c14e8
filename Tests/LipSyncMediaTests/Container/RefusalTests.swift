import LipSyncMediaReading
import TestSupport
import Testing

/// Not media, malformed, truncated, encrypted and unsupported are different answers.
@Suite struct RefusalTests {
  private func error(_ bytes: [UInt8]) throws -> MediaError {
    try #require(throws: MediaError.self) {
      _ = try MediaInfo.probeBlocking(MemorySource(bytes, name: "clip.mp4"), deadline: .after(.seconds(20)))
    }
  }

  @Test(
    arguments: [
      [UInt8](), Fixtures.page(), Array("version https://git-lfs.github.com/spec/v1\n".utf8),
      Array("{\"error\":\"AccessDenied\"}".utf8), [UInt8](repeating: 0, count: 5000),
      Array("1\n00:00:00,000 --> 00:00:01,000\n".utf8),
    ])
  func notMedia(_ bytes: [UInt8]) throws {
    let found = try error(bytes)
    #expect(found.code == .notMedia)
    #expect(bytes.isEmpty == found.message.contains("empty"))
  }

  @Test func indexCutOff() throws {
    let bytes = try Fixtures.video()
    let index = try #require(find("moov", in: bytes))
    #expect(try error(Array(bytes[..<(index + 40)])).code == .truncated)
  }

  @Test func pictureDataCutOff() throws {
    let bytes = try Fixtures.video(audio: .speech())
    let info = try MediaInfo.probeBlocking(MemorySource(Array(bytes.dropLast(bytes.count / 3)), name: "cut"))
    #expect(info.isTruncated)
    #expect(!info.isDurationExact)
    #expect(try !MediaInfo.probeBlocking(MemorySource(bytes, name: "whole")).isTruncated)
  }

  @Test func wavCutOff() throws {
    let bytes = try Fixtures.audio(seconds: MediaTime(4))
    let info = try MediaInfo.probeBlocking(MemorySource(Array(bytes.dropLast(bytes.count / 2)), name: "cut"))
    #expect(info.isTruncated)
  }

  @Test func encrypted() throws {
    var bytes = try Fixtures.video()
    let entry = try #require(find("avc1", in: bytes, after: find("stsd", in: bytes)))
    bytes.replaceSubrange(entry..<entry + 4, with: "encv".utf8)
    #expect(try error(bytes).code == .encrypted)
  }

  @Test("A picture whose header asks for gigabytes is not drawn")
  func enormousPicture() throws {
    var bytes = try Fixtures.image(codec: "png")
    // Width and height of IHDR (PNG § 11.2.2).
    let header = try #require(find("IHDR", in: bytes)) + 4
    bytes.replaceSubrange(header..<header + 8, with: [0, 0, 0xF0, 0, 0, 0, 0xF0, 0])
    let info = try MediaInfo.probeBlocking(MemorySource(bytes, name: "bomb"))
    #expect(!info.isDurationExact)
    #expect(info.video?.frames == 0)
  }

  @Test func unknownCodec() throws {
    var bytes = try Fixtures.video(audio: .speech())
    let entry = try #require(find("avc1", in: bytes, after: find("stsd", in: bytes)))
    bytes.replaceSubrange(entry..<entry + 4, with: "zzzz".utf8)
    let info = try MediaInfo.probeBlocking(MemorySource(bytes, name: "odd"))
    #expect(info.video?.codec == "unknown")
    #expect(!info.isDurationExact)
    #expect(info.audio?.codec == "aac")
  }

  @Test("Every cut of a small file ends in an answer")
  func everyCut() throws {
    let bytes = try Fixtures.video(seconds: MediaTime(1, 5), audio: .speech())
    for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 150)) {
      let source = MemorySource(Array(bytes[..<length]), name: "cut")
      if let info = try? MediaInfo.probeBlocking(source, deadline: .after(.seconds(20))) {
        #expect(!info.isDurationExact, "\(length) of \(bytes.count) bytes")
      }
    }
  }

  @Test("Every kind of damage ends in an answer")
  func damage() throws {
    let bytes = try Fixtures.video(seconds: MediaTime(1, 5), audio: .speech())
    for index in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 150)) {
      var damaged = bytes
      damaged[index] ^= 0xFF
      _ = try? MediaInfo.probeBlocking(MemorySource(damaged, name: "damaged"), deadline: .after(.seconds(20)))
    }
  }

  private func find(_ word: String, in bytes: [UInt8], after start: Int? = nil) -> Int? {
    let word = Array(word.utf8)
    return ((start ?? 0)..<(bytes.count - word.count)).first {
      bytes[$0..<$0 + word.count].elementsEqual(word)
    }
  }
}
