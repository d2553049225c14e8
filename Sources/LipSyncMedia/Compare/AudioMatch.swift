/// How a result's audio relates to the audio that was sent.
public struct AudioMatch: Sendable, Equatable {
  /// 0 (unrelated) to 1 (the same), at the best offset: the correlation of the changes of the two logarithmic
  /// envelopes, which neither gain nor another encoding alters much.
  public var similarity: Double
  /// Positive where the result's audio comes late; with a drift, at the beginning.
  public var offsetMilliseconds: Double
  /// How much slower the result's audio runs than what was sent, in millionths; nil where the two are too short
  /// or too different to tell.
  public var driftPPM: Double?
  /// How much of the beginning, from the first thing that can be heard, the result lacks.
  public var missingHeadMilliseconds: Double
  /// How much of the end, up to the last thing that can be heard, the result lacks.
  public var missingTailMilliseconds: Double
  /// Where, between its beginning and its end, the result is silent and what was sent is not.
  public var dropouts: [Dropout]

  /// A silence that was not sent.
  public struct Dropout: Sendable, Equatable {
    /// When it begins, on the clock of the result's audio.
    public var start: MediaTime
    /// How long it lasts.
    public var duration: MediaTime
  }

  /// States a relation.
  package init(
    similarity: Double, offsetMilliseconds: Double, driftPPM: Double?, missingHeadMilliseconds: Double,
    missingTailMilliseconds: Double, dropouts: [Dropout] = []
  ) {
    self.similarity = similarity
    self.offsetMilliseconds = offsetMilliseconds
    self.driftPPM = driftPPM
    self.missingHeadMilliseconds = missingHeadMilliseconds
    self.missingTailMilliseconds = missingTailMilliseconds
    self.dropouts = dropouts
  }

  /// Looks for what was sent in a result's audio, up to 15 s early or late, and up to 4 % slower or faster.
  ///
  /// - Returns: Nil where what was sent cannot be told from anything else: it is silent, of one loudness, or
  ///   shorter than half a second. A result that is silent where sound was sent has similarity 0.
  package static func compare(result: AudioEnvelope, sent: AudioEnvelope) -> AudioMatch? {
    guard let wanted = LoudnessChanges(sent.levels) else { return nil }
    guard let found = LoudnessChanges(result.levels) else { return .absent(wanted) }
    guard let fit = Fit.best(of: wanted, in: found) else { return .absent(wanted) }
    let missing = MissingEnds.find(fit.wanted, found, lag: fit.match.lag)
    let milliseconds = 1000 / Double(AudioEnvelope.rate)
    return AudioMatch(
      similarity: min(max(fit.match.similarity, 0), 1), offsetMilliseconds: fit.match.lag * milliseconds,
      driftPPM: fit.slope.map { $0 * 1_000_000 },
      missingHeadMilliseconds: Double(missing.head) * milliseconds,
      missingTailMilliseconds: Double(missing.tail) * milliseconds,
      dropouts: Dropouts.find(fit.wanted, found, lag: fit.match.lag))
  }

  /// What was sent, slowed as much as the result runs slower, and where it lies in there.
  private struct Fit {
    var wanted: LoudnessChanges
    var match: Alignment.Match
    /// Nil where it cannot be told.
    var slope: Double?

    /// Stretches of two seconds find a drift however large; the whole, straightened by it, finds the lag; and
    /// stretches of four seconds about that lag find what is left of the drift.
    static func best(of wanted: LoudnessChanges, in found: LoudnessChanges) -> Fit? {
      let (rate, reach) = (AudioEnvelope.rate, 15 * AudioEnvelope.rate)
      let whole = Alignment.best(of: wanted.values, in: found.values, reach: reach)
      var fit = whole.map { Fit(wanted: wanted, match: $0) }
      var coarse = 0.0
      if let drift = Drift.measure(
        wanted.values, found.values, around: 0, reach: reach, stretch: 2 * rate, least: 4),
        abs(drift.slope) * Double(wanted.values.count) > 1
      {
        let slowed = wanted.slowed(by: drift.slope)
        let match = Alignment.best(of: slowed.values, in: found.values, reach: reach)
        if let match, match.similarity > fit?.match.similarity ?? 0 {
          fit = Fit(wanted: slowed, match: match)
          coarse = drift.slope
        }
      }
      guard var fit else { return nil }
      let rest = Drift.measure(
        fit.wanted.values, found.values, around: fit.match.lag, reach: rate / 5, stretch: 4 * rate, least: 5)
      if let rest {
        fit.slope = (1 + coarse) * (1 + rest.slope) - 1
      } else if coarse != 0 {
        fit.slope = coarse
      }
      return fit
    }
  }

  private static func absent(_ wanted: LoudnessChanges) -> AudioMatch {
    let length = wanted.audible.map { Double($0.count) * 1000 / Double(AudioEnvelope.rate) } ?? 0
    return AudioMatch(
      similarity: 0, offsetMilliseconds: 0, driftPPM: nil, missingHeadMilliseconds: length,
      missingTailMilliseconds: length)
  }
}
