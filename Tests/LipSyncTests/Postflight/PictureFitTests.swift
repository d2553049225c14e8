import Testing

@testable import LipSync
@testable import LipSyncMedia

/// Parts and levels found between made-up pictures.
@Suite struct PictureFitTests {
  private static let side = FrameSignature.side

  /// A picture that is unlike itself at another moment, as a function of place.
  private static func value(_ x: Double, _ y: Double, _ moment: Int) -> Double {
    let wave = Double((Int(x * 7) * 31 + Int(y * 5) * 17 + moment / 4 * 7) % 23) / 23
    return 40 + 120 * wave + 40 * x * y
  }

  private static func picture(_ moment: Int, _ change: (Double, Double) -> (Double, Double)?)
    -> FrameSignature
  {
    FrameSignature(
      luma: (0..<side * side).map { index in
        let place = change(
          (Double(index % side) + 0.5) / Double(side), (Double(index / side) + 0.5) / Double(side))
        return place.map { UInt8(value($0.0, $0.1, moment)) } ?? 16
      })
  }

  private static let source = (0..<40).map { picture($0) { ($0, $1) } }

  @Test func theSamePicturesFitAsTheyAre() {
    let fit = PictureFit.find(result: Self.source, source: Self.source, aspects: (1.5, 1.5))
    #expect(fit.result == .whole && fit.source == .whole)
    #expect(abs(fit.gain - 1) < 0.05 && abs(fit.bias) < 4)
  }

  @Test func barsAreLeftOut() {
    let boxed = (0..<40).map {
      Self.picture($0) { x, y in (0.25..<0.75).contains(y) ? (x, y * 2 - 0.5) : nil }
    }
    let fit = PictureFit.find(result: boxed, source: Self.source, aspects: (1, 2))
    #expect(abs(fit.result.top - 0.25) < 0.03 && abs(fit.result.bottom - 0.75) < 0.03)
    #expect(fit.result.left < 0.03 && fit.result.right > 0.97)
    // Without the shapes the bars themselves show it.
    let seen = PictureFit.find(result: boxed, source: Self.source, aspects: nil)
    #expect(abs(seen.result.top - 0.25) < 0.05 && abs(seen.result.bottom - 0.75) < 0.05)
  }

  @Test func brightnessAndContrastAreFound() {
    let graded = Self.source.map { FrameSignature(luma: $0.luma.map { UInt8(Double($0) * 0.7 + 50) }) }
    let fit = PictureFit.find(result: graded, source: Self.source, aspects: nil)
    #expect(abs(fit.gain - 0.7) < 0.05 && abs(fit.bias - 50) < 5)
    #expect(fit.source == .whole)
  }

  @Test func nothingIsFoundInNothing() {
    #expect(PictureFit.find(result: [], source: Self.source, aspects: nil) == PictureFit())
  }
}
