import LipSyncMediaMaking
import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Files whose clocks are out of range end in an answer.
@Suite struct HostileClockTests {
  /// A picture's time and stated length, in milliseconds.
  typealias Stamp = (time: UInt64, length: UInt64)

  static let far = UInt64(Int64.max)
  static let clocks: [[Stamp]] = [
    [(10, far - 3), (10, 5), (10, 5), (10, 5)],
    [(10, far - 3), (10, far - 3), (10, far - 3), (20, far - 3)],
    [(far - 30, 40), (far - 30, 40), (far - 30, 40), (far - 20, 40)],
    [(0, 40), (40, 40), (far - 100, 40), (far - 60, 40)],
    [(0, 40), (40, 40), (1 << 61, 40), ((1 << 61) + 40, 40)],
    [(1 << 62, 40), ((1 << 62) + 40, 40)],
  ]

  @Test(arguments: clocks)
  func answers(_ stamps: [Stamp]) throws {
    let source = MemorySource(try Self.matroska(stamps), name: "clock.mkv")
    let directory = try TemporaryDirectory()
    _ = try? MediaInfo.probeBlocking(source, deadline: .after(.seconds(20)))
    _ = try? DecodedMedia.decode(source, deadline: .after(.seconds(20)))
    for time in [MediaTime.zero, MediaTime(1, 10), MediaTime(11), MediaTime(.max)] {
      _ = try? Thumbnail.jpeg(of: source, at: time, deadline: .after(.seconds(20)))
    }
    // So little memory that the pictures have to be spooled to be played backwards.
    var options = Render.Options()
    for memory in [options.pictureMemory, 1] {
      options.pictureMemory = memory
      _ = try? Render.run(
        video: source, audio: nil,
        stretches: [
          Render.Stretch(from: .zero, lasting: MediaTime(1)),
          Render.Stretch(from: MediaTime(1), lasting: MediaTime(1), .reverse),
        ], to: directory.file("out.mp4"), options: options, deadline: .after(.seconds(20)))
    }
  }

  @Test("A clock out of range is malformed for whoever plays by it")
  func refused() throws {
    let source = MemorySource(try Self.matroska([(0, 40), (1 << 61, 40), ((1 << 61) + 40, 40)]), name: "far")
    let directory = try TemporaryDirectory()
    let error = try #require(throws: MediaError.self) {
      _ = try Render.run(
        video: source, audio: nil,
        stretches: [Render.Stretch(from: .zero, lasting: MediaTime(1))],
        to: directory.file("out.mp4"))
    }
    #expect(error.code == .malformed)
    #expect(try !MediaInfo.probeBlocking(source).isDurationExact)
  }

  @Test("An ordinary clock in the same bytes is no trouble")
  func ordinary() throws {
    let source = MemorySource(try Self.matroska((0..<10).map { ($0 * 40, 40) }), name: "plain")
    #expect(try DecodedMedia.decode(source).frames.count == 10)
    #expect(try MediaInfo.probeBlocking(source).duration == MediaTime(2, 5))
  }

  @Test("Counts of units neither overflow nor lose exactness")
  func counts() {
    let odd = MediaTime(.max, 1 << 62)
    #expect(odd.count(of: MediaTime(.max - 1, 3)) == 0)
    #expect(MediaTime(.max).count(of: MediaTime(1, .max)) == .max)
    #expect(MediaTime(.min).wholeCount(of: MediaTime(1, .max)) == .min)
    #expect(MediaTime(1, .max).half.seconds < MediaTime(1, .max - 1).seconds)
    #expect(MediaTime(7, 3).count(of: MediaTime(1, 3)) == 7)
    #expect(MediaTime(-7, 3).wholeCount(of: MediaTime(2, 3)) == -4)
  }

  /// Motion JPEG in Matroska (RFC 9559), a cluster a picture.
  static func matroska(_ stamps: [Stamp]) throws -> [UInt8] {
    let picture = try Fixtures.image(NumberedPicture.make(1, width: 64, height: 64))
    let head =
      element([0x1A, 0x45, 0xDF, 0xA3], element([0x42, 0x82], Array("matroska".utf8)))
    let info = element([0x15, 0x49, 0xA9, 0x66], element([0x2A, 0xD7, 0xB1], number(1_000_000)))
    let size = element([0xE0], element([0xB0], number(64)) + element([0xBA], number(64)))
    let entry = [[0xD7], [0x83]].reduce([UInt8]()) { $0 + element($1, number(1)) }
    let track = element(
      [0x16, 0x54, 0xAE, 0x6B],
      element(
        [0xAE], entry + element([0x73, 0xC5], number(1)) + element([0x86], Array("V_MJPEG".utf8)) + size))
    let clusters = stamps.flatMap { stamp in
      element(
        [0x1F, 0x43, 0xB6, 0x75],
        element([0xE7], number(stamp.time))
          + element(
            [0xA0], element([0xA1], [0x81, 0, 0, 0] + picture) + element([0x9B], number(stamp.length))))
    }
    return head + element([0x18, 0x53, 0x80, 0x67], info + track + clusters)
  }

  private static func element(_ id: [UInt8], _ body: [UInt8]) -> [UInt8] {
    id + number(UInt64(body.count) | 1 << 56) + body
  }

  private static func number(_ value: UInt64) -> [UInt8] {
    (0..<8).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
