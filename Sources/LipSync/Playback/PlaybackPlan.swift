public import LipSyncMedia

/// The schedule, output time to source time, that a playback type gives for a video and an audio.
public struct PlaybackPlan: Sendable, Equatable {
  /// The playback type that was asked for.
  public let type: PlaybackType
  /// Stretches of the video in the order in which they are shown; `from` is before `to` even if a stretch is
  /// shown in reverse. A hold starts at the video's end and lasts for `to - from`.
  public let passes: [Pass]
  /// The length of the output: the sum of all passes.
  public let output: MediaTime
  /// The moments of the output at which the direction changes.
  public let reversals: [MediaTime]

  /// Plans the output for a video and an audio of these lengths; a length of zero or less gives an empty plan.
  public static func make(
    _ type: PlaybackType, video: MediaTime, audio: MediaTime, model: PlaybackModel
  ) -> PlaybackPlan {
    guard video > .zero, audio > .zero else { return PlaybackPlan(type, []) }
    guard video < audio else {
      return PlaybackPlan(type, [forward(to: model.whenLong == .trim ? audio : video)])
    }
    switch type {
    case .normal:
      switch model.whenShort {
      case .cut: return PlaybackPlan(type, [forward(to: video)])
      case .hold:
        let hold = Pass(from: video, to: audio, direction: .hold)
        return PlaybackPlan(type, [forward(to: video), hold])
      case .loop: return PlaybackPlan(type, filled(video, until: audio, alternating: false))
      }
    case .normalReverse:
      let end = model.whenUneven == .cut ? audio : video * wholePasses(video, for: audio).count
      return PlaybackPlan(type, filled(video, until: end, alternating: true))
    case .normalReverseByAudio:
      return PlaybackPlan(type, filled(video, until: audio, alternating: true))
    }
  }

  /// The moment of the video that is shown at a moment of the output; nil outside of the output.
  public func sourceTime(at moment: MediaTime) -> MediaTime? {
    guard !moment.isNegative else { return nil }
    var start = MediaTime.zero
    for pass in passes {
      let end = start + pass.to - pass.from
      if moment < end {
        switch pass.direction {
        case .forward: return pass.from + moment - start
        case .reverse: return pass.to - (moment - start)
        case .hold: return pass.from
        }
      }
      start = end
    }
    return nil
  }

  /// How many whole passes over a shorter video an audio takes, and whether it ends within
  /// `Defaults.passTolerance` of the last one's end. Never less than 2: one pass is no alternation.
  static func wholePasses(_ video: MediaTime, for audio: MediaTime) -> (count: Int64, isEven: Bool) {
    let below = audio.wholeMultiples(of: video)
    let rest = audio - video * below
    if below >= 2, rest == .zero { return (below, true) }
    if video - rest <= Defaults.passTolerance { return (below + 1, true) }
    return below >= 2 && rest <= Defaults.passTolerance ? (below, true) : (below + 1, false)
  }

  private init(_ type: PlaybackType, _ passes: [Pass]) {
    self.type = type
    self.passes = passes
    var (end, reversals): (MediaTime, [MediaTime]) = (.zero, [])
    for (index, pass) in passes.enumerated() {
      if index > 0, pass.direction != .hold, pass.direction != passes[index - 1].direction {
        reversals.append(end)
      }
      end = end + pass.to - pass.from
    }
    output = end
    self.reversals = reversals
  }

  private static func forward(to end: MediaTime) -> Pass {
    Pass(from: .zero, to: end, direction: .forward)
  }

  private static func filled(
    _ video: MediaTime, until end: MediaTime, alternating: Bool
  ) -> [Pass] {
    let whole = end.wholeMultiples(of: video)
    // A video this short is practically a still, and a schedule of millions of passes is useless.
    guard whole <= 100_000 else { return [Pass(from: .zero, to: end, direction: .hold)] }
    let rest = end - video * whole
    var passes: [Pass] = []
    for index in 0...whole where index < whole || rest > .zero {
      let length = index < whole ? video : rest
      let isReverse = alternating && index % 2 == 1
      passes.append(
        isReverse
          ? Pass(from: video - length, to: video, direction: .reverse)
          : Pass(from: .zero, to: length, direction: .forward))
    }
    return passes
  }
}

extension MediaTime {
  /// How often `part`, which is longer than zero, goes into this length.
  func wholeMultiples(of part: MediaTime) -> Int64 {
    let a = Int128(numerator) * Int128(part.denominator)
    let b = Int128(part.numerator) * Int128(denominator)
    return Int64(clamping: a / b)
  }
}
