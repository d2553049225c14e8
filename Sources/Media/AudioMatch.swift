/// How a result's audio relates to the audio that was sent.
public struct AudioMatch: Sendable, Equatable {
  /// 0 (unrelated) to 1 (the same), at the best offset: the correlation of the changes of the two logarithmic
  /// envelopes, which neither gain nor another encoding alters much.
  public var similarity: Double
  /// Positive where the result's audio comes late.
  public var offsetMilliseconds: Double
  /// How much slower the result's audio runs than what was sent, in millionths; nil where the two are too short
  /// or too different to tell.
  public var driftPPM: Double?
  /// How much of the beginning, from the first thing that can be heard, the result lacks.
  public var missingHeadMilliseconds: Double
  /// How much of the end, up to the last thing that can be heard, the result lacks.
  public var missingTailMilliseconds: Double

  /// States a relation.
  public init(
    similarity: Double, offsetMilliseconds: Double, driftPPM: Double?, missingHeadMilliseconds: Double,
    missingTailMilliseconds: Double
  ) {
    self.similarity = similarity
    self.offsetMilliseconds = offsetMilliseconds
    self.driftPPM = driftPPM
    self.missingHeadMilliseconds = missingHeadMilliseconds
    self.missingTailMilliseconds = missingTailMilliseconds
  }

  /// Looks for what was sent in a result's audio, up to 15 s early or late.
  ///
  /// - Returns: Nil where what was sent cannot be told from anything else: it is silent, of one loudness, or
  ///   shorter than half a second. A result that is silent where sound was sent has similarity 0.
  public static func compare(result: AudioEnvelope, sent: AudioEnvelope) -> AudioMatch? {
    guard let wanted = LoudnessChanges(sent.levels) else { return nil }
    guard let found = LoudnessChanges(result.levels) else { return .absent(wanted) }
    guard let best = Alignment.best(of: wanted.values, in: found.values, reach: 15 * AudioEnvelope.rate)
    else {
      return .absent(wanted)
    }
    let drift = Drift.measure(wanted.values, found.values, around: best.lag)
    var similarity = best.similarity
    if let drift, abs(drift.slope) * Double(wanted.values.count) > 1 {
      // Over a long track a small drift smears the correlation at one lag: compare along the slope.
      similarity = max(similarity, drift.correlation)
    }
    let missing = MissingEnds.find(wanted, found, lag: best.lag)
    let milliseconds = 1000 / Double(AudioEnvelope.rate)
    return AudioMatch(
      similarity: min(max(similarity, 0), 1), offsetMilliseconds: best.lag * milliseconds,
      driftPPM: drift.map { $0.slope * 1_000_000 },
      missingHeadMilliseconds: Double(missing.head) * milliseconds,
      missingTailMilliseconds: Double(missing.tail) * milliseconds)
  }

  private static func absent(_ wanted: LoudnessChanges) -> AudioMatch {
    let length = wanted.audible.map { Double($0.count) * 1000 / Double(AudioEnvelope.rate) } ?? 0
    return AudioMatch(
      similarity: 0, offsetMilliseconds: 0, driftPPM: nil, missingHeadMilliseconds: length,
      missingTailMilliseconds: length)
  }
}
