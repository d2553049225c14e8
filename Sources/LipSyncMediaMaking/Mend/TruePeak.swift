/// The height that a signal reaches between its samples: the polyphase filter of ITU-R BS.1770-4, annex 2, at four times the rate.
struct TruePeak {
  /// Coefficients of the first two phases; the others are the same backwards.
  private static let first: [Float] = [
    0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000, -0.0594482421875, 0.1373291015625,
    0.9721679687500, -0.1022949218750, 0.0476074218750, -0.0266113281250, 0.0148925781250, -0.0083007812500,
  ]
  private static let second: [Float] = [
    -0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250, -0.1665039062500, 0.4650878906250,
    0.7797851562500, -0.2003173828125, 0.1015625000000, -0.0582275390625, 0.0330810546875, -0.0189208984375,
  ]
  private static let phases = [first, second, second.reversed(), first.reversed()].map { Array($0) }
  /// Samples by which the filter looks back.
  static let reach = first.count - 1

  private var history = [Float](repeating: 0, count: Self.reach)

  /// The largest height among samples of one channel that follow those before.
  mutating func highest(of samples: [Float]) -> Float {
    let line = history + samples
    var highest = samples.reduce(Float(0)) { max($0, $1.magnitude) }
    // Where nothing is near the top, what lies between cannot be: all coefficients of a phase add up to less than 2.2.
    guard line.contains(where: { $0.magnitude > 0.1 }) else {
      history = Array(line.suffix(Self.reach))
      return highest
    }
    line.withUnsafeBufferPointer { line in
      for phase in Self.phases {
        phase.withUnsafeBufferPointer { taps in
          for end in Self.reach..<line.count {
            var sum: Float = 0
            for tap in 0..<taps.count { sum += taps[tap] * line[end - tap] }
            highest = max(highest, sum.magnitude)
          }
        }
      }
    }
    history = Array(line.suffix(Self.reach))
    return highest
  }
}
