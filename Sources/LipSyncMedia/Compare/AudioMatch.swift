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

  /// Where the result's sound skips or pauses: from there on it is early or late by another measure.
  public var jumps: [Jump]
  /// Where something is heard that is not what was sent there.
  public var foreign: [Stretch]
  /// The share of the seconds with sound that were found by their waveform; nil where waveforms were not compared.
  public var found: Double?
  /// The correlation of waveforms, 0 to 1, of the second in the middle of all; nil where they were not compared.
  public var waveform: Double?
  /// The same of the least alike second.
  public var leastWaveform: Double?

  /// By how much the sound is late from second to second; empty where waveforms were not compared.
  public var offsets: [Offset]

  /// Where a second of what was sent was found.
  public struct Offset: Sendable, Equatable {
    /// When it begins, on the clock of the result's audio.
    public var at: MediaTime
    /// By how much it is late; negative where it is early.
    public var milliseconds: Double
  }

  /// A change of the offset.
  public struct Jump: Sendable, Equatable {
    /// When it happens, on the clock of the result's audio.
    public var at: MediaTime
    /// The offset before it, positive where the sound comes late.
    public var beforeMilliseconds: Double
    /// The offset from it on.
    public var afterMilliseconds: Double
  }

  /// A part of the result's sound.
  public struct Stretch: Sendable, Equatable {
    /// When it begins, on the clock of the result's audio.
    public var start: MediaTime
    /// How long it lasts.
    public var duration: MediaTime
  }

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
    missingTailMilliseconds: Double, dropouts: [Dropout] = [], jumps: [Jump] = [], foreign: [Stretch] = [],
    found: Double? = nil, waveform: Double? = nil, leastWaveform: Double? = nil, offsets: [Offset] = []
  ) {
    self.similarity = similarity
    self.offsetMilliseconds = offsetMilliseconds
    self.driftPPM = driftPPM
    self.missingHeadMilliseconds = missingHeadMilliseconds
    self.missingTailMilliseconds = missingTailMilliseconds
    self.dropouts = dropouts
    self.jumps = jumps
    self.foreign = foreign
    self.found = found
    self.waveform = waveform
    self.leastWaveform = leastWaveform
    self.offsets = offsets
  }

  /// Looks for what was sent in a result's audio, up to 15 s early or late, and up to 4 % slower or faster.
  ///
  /// - Parameter waves: the samples of both, by which single words are found; without them that is not told.
  /// - Returns: Nil where what was sent cannot be told from anything else: it is silent, of one loudness, or
  ///   shorter than half a second. A result that is silent where sound was sent has similarity 0.
  package static func compare(
    result: AudioEnvelope, sent: AudioEnvelope, waves: (result: Waveform, sent: Waveform)? = nil
  ) -> AudioMatch? {
    guard let whole = LoudnessChanges(sent.levels) else { return nil }
    guard let found = LoudnessChanges(result.levels) else { return .absent(whole) }
    guard let fit = Fit.best(of: whole, in: found) else { return .absent(whole) }
    let wave = waves.flatMap { waves in
      WaveVerdict.best(waves, around: fit.match.lag / Double(AudioEnvelope.rate), slope: fit.slope)
    }
    let ratio = Double(AudioEnvelope.rate) / Double(Waveform.rate)
    // If the sound jumps, each part of it has its own place.
    let jumps = wave?.jumps ?? []
    func lag(_ index: Int) -> Double {
      guard !jumps.isEmpty, let lag = wave?.lag(at: Int(Double(index) / ratio)) else { return fit.match.lag }
      return Double(lag) * ratio
    }
    let wanted = jumps.isEmpty ? fit.wanted : whole
    let missing = (
      head: MissingEnds.find(wanted, found, lag: lag(0)).head,
      tail: MissingEnds.find(wanted, found, lag: lag(wanted.depths.count)).tail
    )
    let milliseconds = 1000 / Double(AudioEnvelope.rate)
    var match = AudioMatch(
      similarity: min(max(fit.match.similarity, 0), 1), offsetMilliseconds: lag(0) * milliseconds,
      driftPPM: jumps.isEmpty ? fit.slope.map { $0 * 1_000_000 } : nil,
      missingHeadMilliseconds: Double(missing.head) * milliseconds,
      missingTailMilliseconds: Double(missing.tail) * milliseconds,
      dropouts: Dropouts.find(wanted, found, lag: lag))
    match.add(wave)
    return match
  }

  /// Of longer sound every second, third, ... one is kept.
  private static let mostOffsets = 500

  private mutating func add(_ wave: WaveVerdict?) {
    guard let wave else { return }
    func time(_ sample: Int) -> MediaTime { MediaTime(Int64(sample), Int64(Waveform.rate)) }
    func milliseconds(_ samples: Int) -> Double { Double(samples) * 1000 / Double(Waveform.rate) }
    (found, waveform, leastWaveform) = (wave.found, wave.usual, wave.least)
    jumps = wave.jumps.map { jump in
      Jump(
        at: time(jump.at + jump.before), beforeMilliseconds: milliseconds(jump.before),
        afterMilliseconds: milliseconds(jump.after))
    }
    foreign = wave.foreign.map { Stretch(start: time($0.lowerBound), duration: time($0.count)) }
    let sure = wave.windows.filter { $0.correlation >= WaveVerdict.found }
    let step = (sure.count + Self.mostOffsets - 1) / Self.mostOffsets
    offsets = stride(from: 0, to: sure.count, by: max(1, step)).map { index in
      Offset(at: time(sure[index].start + sure[index].lag), milliseconds: milliseconds(sure[index].lag))
    }
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

extension AudioMatch {
  /// The same match of a track that starts so much later beside the picture.
  package mutating func shift(by delay: MediaTime) {
    let milliseconds = delay.seconds * 1000
    offsetMilliseconds += milliseconds
    for index in jumps.indices {
      jumps[index].beforeMilliseconds += milliseconds
      jumps[index].afterMilliseconds += milliseconds
    }
  }
}
