internal import LipSyncMedia

/// A signature at 16 x 16: nine values of `FrameSignature` averaged into one, enough to order frames.
struct SmallPicture: Sendable {
  static let side = 16
  private let luma: [UInt8]

  /// Takes values as they are, held to 0...255.
  init(_ values: [Float]) { luma = values.map { UInt8(min(max($0.rounded(), 0), 255)) } }

  /// Root mean square difference of luma, 0...255.
  func distance(to other: SmallPicture) -> Double { meanSquare(to: other, limit: 255).squareRoot() }

  /// Mean square difference of luma in which no place counts for more than `Defaults.placeLimit`: a mouth that was
  /// changed, a stamp or a subtitle is a large difference in a few places, another moment a small one in many.
  func dissimilarity(to other: SmallPicture) -> Double { meanSquare(to: other, limit: Defaults.placeLimit) }

  /// Root mean square difference of the four fifths of all places that differ least.
  func backgroundDistance(to other: SmallPicture) -> Double {
    let squares = zip(luma, other.luma).map { (Int($0) - Int($1)) * (Int($0) - Int($1)) }.sorted()
    let most = squares.prefix(squares.count * 4 / 5)
    return most.isEmpty ? 0 : (Double(most.reduce(0, +)) / Double(most.count)).squareRoot()
  }

  /// Standard deviation of luma.
  var contrast: Double {
    let count = Double(max(luma.count, 1))
    let mean = Double(luma.reduce(0) { $0 + Int($1) }) / count
    let squares = Double(luma.reduce(0) { $0 + Int($1) * Int($1) }) / count
    return max(0, squares - mean * mean).squareRoot()
  }

  private func meanSquare(to other: SmallPicture, limit: Int32) -> Double {
    guard luma.count == other.luma.count, !luma.isEmpty else { return 0 }
    return luma.withUnsafeBufferPointer { a in
      other.luma.withUnsafeBufferPointer { b in
        var sum: Int32 = 0
        for index in a.indices {
          let difference = min(max(Int32(a[index]) - Int32(b[index]), -limit), limit)
          sum &+= difference &* difference
        }
        return Double(sum) / Double(a.count)
      }
    }
  }
}

extension PictureFit {
  /// A picture of the result, small.
  var shown: @Sendable (FrameSignature) -> SmallPicture {
    let sampler = PartSampler(result, side: SmallPicture.side)
    return { SmallPicture(sampler.values($0)) }
  }

  /// A picture of the source, small, with the result's brightness and contrast.
  var sent: @Sendable (FrameSignature) -> SmallPicture {
    let sampler = PartSampler(source, side: SmallPicture.side)
    return { [gain, bias] in SmallPicture(Levels.apply(sampler.values($0), gain, bias)) }
  }
}
