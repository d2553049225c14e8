import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Pictures that metadata turns and mirrors.
@Suite("Orientation") struct OrientationTests {
  /// Where the corner at the upper left and the one at the upper right are shown, by the matrix's four numbers.
  struct Row: Sendable {
    let matrix: [Int32]
    let orientation: Orientation
  }

  static let rows = [
    Row(matrix: [1, 0, 0, 1], orientation: .upright),
    Row(matrix: [0, 1, -1, 0], orientation: Orientation(rotation: 90, isMirrored: false)),
    Row(matrix: [-1, 0, 0, -1], orientation: Orientation(rotation: 180, isMirrored: false)),
    Row(matrix: [0, -1, 1, 0], orientation: Orientation(rotation: 270, isMirrored: false)),
    Row(matrix: [-1, 0, 0, 1], orientation: Orientation(rotation: 0, isMirrored: true)),
    Row(matrix: [1, 0, 0, -1], orientation: Orientation(rotation: 180, isMirrored: true)),
    Row(matrix: [0, 1, 1, 0], orientation: Orientation(rotation: 270, isMirrored: true)),
    Row(matrix: [0, -1, -1, 0], orientation: Orientation(rotation: 90, isMirrored: true)),
  ]

  private static func movie(_ matrix: [Int32]) throws -> [UInt8] {
    var bytes = try Fixtures.video(seconds: MediaTime(1, 5))
    let start = try #require(bytes.firstRange(of: Array("tkhd".utf8))).upperBound + 40
    for (place, value) in zip([0, 4, 12, 16], matrix) {
      let number = UInt32(bitPattern: value * 65_536)
      for byte in 0..<4 {
        bytes[start + place + byte] = UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32(byte)))
      }
    }
    return bytes
  }

  @Test("A display matrix is told as a mirror and a turn, and pictures are seen as it says", arguments: rows)
  func matrix(_ row: Row) throws {
    let upright = try #require(try decode(Self.movie([1, 0, 0, 1])))
    let bytes = try Self.movie(row.matrix)
    let info = try MediaInfo.probeBlocking(MemorySource(bytes, name: "a"))
    #expect(info.video?.rotation == row.orientation.rotation)
    #expect(info.video?.isMirrored == row.orientation.isMirrored)
    // By the matrix itself: a place (x, y) from the middle is shown at (a x + c y, b x + d y).
    let side = FrameSignature.side
    var expected = upright
    for y in 0..<side {
      for x in 0..<side {
        let (p, q) = (2 * x - side + 1, 2 * y - side + 1)
        let (a, b) = (Int(row.matrix[0]), Int(row.matrix[1]))
        let (c, d) = (Int(row.matrix[2]), Int(row.matrix[3]))
        let (tx, ty) = ((a * p + c * q + side - 1) / 2, (b * p + d * q + side - 1) / 2)
        expected.luma[ty * side + tx] = upright.luma[y * side + x]
      }
    }
    let seen = try #require(try decode(bytes))
    #expect(seen.distance(to: expected) < 1)
  }

  private func decode(_ bytes: [UInt8]) throws -> FrameSignature? {
    try DecodedMedia.decode(MemorySource(bytes, name: "a")).frames.first?.signature
  }

  @Test("Cut-out pictures are turned and mirrored alike", arguments: rows)
  func thumbnail(_ row: Row) throws {
    let seen = try #require(try decode(Self.movie(row.matrix)))
    let jpeg = try Thumbnail.jpeg(of: MemorySource(try Self.movie(row.matrix), name: "a"), at: .zero)
    let picture = try Thumbnail.read(MemorySource(jpeg, name: "jpeg"))
    #expect(picture.signature.distance(to: seen) < 3)
    #expect((picture.width < picture.height) == row.orientation.isSideways)
  }
}
