import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

@Suite struct FrameRateTests {
  private let millisecond = MediaTime(1, 1000)

  @Test(
    arguments: zip(
      [
        [0, 33, 67, 100, 133], [133, 0, 67, 33, 100], [0, 40, 80, 160, 200], [0, 40], [],
        [.min + 1, 0, .max],
      ]
        as [[Int64]], [false, false, true, false, false, false]))
  func variation(_ starts: [Int64], isVariable: Bool) {
    #expect(FrameRate(starts: starts).isVariable(tick: millisecond) == isVariable)
  }

  @Test func average() throws {
    #expect(FrameRate(starts: [0, 40, 80]).average(tick: millisecond) == 25)
    #expect(FrameRate(starts: [7]).average(tick: millisecond) == nil)
    #expect(FrameRate(starts: [7, 7]).average(tick: millisecond) == nil)
  }
}
