internal import LipSyncMedia

extension LipOffset.Absence {
  fileprivate init(_ absence: FaceFacts.Absence) {
    switch absence {
    case .noNetworks: self = .noNetworks
    case .noEngine: self = .noEngine
    case .failed: self = .failed
    case .notAsked, .noPictures: self = .noFace
    }
  }
}

/// Holds lips against sound.
enum LipProof {
  /// The least share of the pictures in which it has to be seen.
  private static let followed = 0.9
  /// Offsets that are tried, in 1/25 s to either side: a second.
  private static let reach = 25
  /// How much the best offset has to stand out from those 0.24 s and more away.
  private static let margin = 0.05

  /// - Returns: the offset, or why there is none.
  static func judge(_ decoded: DecodedMedia) -> (LipOffset?, LipOffset.Absence?) {
    guard let mouth = decoded.mouth else { return (nil, .init(decoded.mouthUnseen ?? .failed)) }
    guard let sound = decoded.waveform, sound.samples.contains(where: { abs(Int($0)) > 33 }) else {
      return (nil, .noSound)
    }
    let seen = mouth.pictures.count { $0.shape != nil }
    guard Double(seen) >= followed * Double(max(1, mouth.pictures.count)) else { return (nil, .noFace) }
    if mouth.hasSeveral { return (nil, .severalFaces) }
    let looked = mouth.pictures.last?.time ?? .zero
    guard looked >= Limits.lipTime else { return (nil, .tooShort) }
    let count = Int(looked.seconds * Double(LipCurves.rate))
    let length = max(decoded.videoDuration ?? looked, looked)
    return (
      offset(
        LipCurves.predicted(mouth.pictures, count: count),
        LipCurves.level(sound, delay: decoded.soundDelay.seconds, count: count),
        judged: min(1, looked.seconds / max(length.seconds, 1e-9))), nil
    )
  }

  /// Where two rows are most alike.
  static func offset(_ lips: [Double], _ sound: [Double], judged: Double) -> LipOffset {
    let values = (-reach...reach).map { LipCurves.correlation(lips, sound, late: $0) }
    let best = values.indices.max { values[$0] < values[$1] } ?? 0
    let others = values.indices.filter { abs($0 - best) > 5 }.map { values[$0] }.max() ?? 0
    // What is still rising at the end of what was tried is no best offset.
    guard (1..<values.count - 1).contains(best), values[best] - others >= margin else {
      return LipOffset(
        offsetMilliseconds: nil, confidence: max(0, min(values[best] - others, 1)), judged: judged)
    }
    // The top of the parabola through three values.
    let (a, b, c) = (values[best - 1], values[best], values[best + 1])
    let bend = a - 2 * b + c
    let shift = bend < -1e-9 ? max(-0.5, min(0.5, (a - c) / (2 * bend))) : 0
    return LipOffset(
      offsetMilliseconds: (Double(best - reach) + shift) * 1000 / Double(LipCurves.rate),
      confidence: max(0, min(b, 1)), judged: judged)
  }
}
