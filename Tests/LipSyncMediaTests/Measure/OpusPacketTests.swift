import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

struct OpusPacketTests {
  /// Rows of RFC 6716's table 2 (configuration, frame count code, frames where the code is 3), and samples.
  private static let rows: [(configuration: UInt8, code: UInt8, frames: UInt8, samples: Int)] = [
    (0, 0, 0, 480), (3, 0, 0, 2880), (9, 0, 0, 960), (12, 0, 0, 480), (15, 0, 0, 960), (16, 0, 0, 120),
    (17, 0, 0, 240), (31, 0, 0, 960), (31, 1, 0, 1920), (31, 2, 0, 1920), (31, 3, 6, 5760), (16, 3, 48, 5760),
  ]

  @Test(arguments: rows.indices)
  func samples(_ index: Int) {
    let row = Self.rows[index]
    let bytes = [row.configuration << 3 | row.code, row.frames]
    #expect(bytes.withUnsafeBufferPointer(OpusPacket.samples) == row.samples)
  }

  @Test("Nothing, no frame count, no frames, and more than 120 ms are no packets")
  func malformed() {
    let head: UInt8 = 31 << 3 | 3
    for bytes: [UInt8] in [[], [head], [head, 0], [head, 7], [3 << 3 | 3, 3]] {
      #expect(bytes.withUnsafeBufferPointer(OpusPacket.samples) == nil, "\(bytes)")
    }
  }

  @Test func modes() {
    #expect([UInt8(11 << 3)].withUnsafeBufferPointer(OpusPacket.mode) == .silk)
    #expect([UInt8(12 << 3)].withUnsafeBufferPointer(OpusPacket.mode) == .transform)
  }
}

struct PayloadGapsTests {
  private let gaps = PayloadGaps(payload: 100..<1000, keeping: [500..<600, 100..<120, 110..<150])

  @Test(
    "Close ranges are one, and each read ends where it changes from read to left out",
    arguments: [
      (0, 64, PayloadGaps.Stretch.bytes(64)), (90, 64, .bytes(10)), (100, 64, .bytes(50)),
      (150, 64, .gap(64)),
      (480, 64, .gap(20)), (599, 64, .bytes(1)), (600, 4096, .gap(400)), (1000, 64, .bytes(64)),
    ])
  func stretches(_ offset: Int64, _ count: Int, _ stretch: PayloadGaps.Stretch) {
    #expect(gaps.stretch(at: offset, count: count) == stretch)
  }

  @Test func leavesOut() {
    #expect(!gaps.leavesOut(100..<150))
    #expect(gaps.leavesOut(100..<151))
    #expect(gaps.leavesOut(700..<701))
    #expect(!gaps.leavesOut(700..<700))
  }
}
