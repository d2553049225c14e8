public import LipSyncMedia

/// What one playback type would give for a video and an audio.
public struct PlaybackOption: Sendable, Equatable {
  /// The playback type.
  public let type: PlaybackType
  /// The shortest and the longest output over everything that is not documented.
  public let output: ClosedRange<MediaTime>
  /// What that output costs.
  public let credits: CreditRange
  /// The moments of the output at which the direction changes.
  public let reversals: [MediaTime]
  /// Why it is advised, or why it is not.
  public let note: String
}

/// Which playback type to use for a video and an audio, why, and what each would give and cost.
public struct PlaybackAdvice: Sendable, Equatable {
  /// How the two lengths relate; it alone decides what is advised.
  enum Fit: Equatable {
    /// The video lasts as long as the audio or longer, or falls short by no more than the tolerance.
    case covered
    /// The audio is this many passes over the video, or ends within half a second of them.
    case wholePasses(Int64)
    /// The video is shorter, and the audio ends within a pass.
    case uneven
  }

  /// The playback type that `auto` picks.
  public let recommended: PlaybackType
  /// Why, with the figures.
  public let reason: String
  /// All playback types, in the order of `PlaybackType.allCases`.
  public let options: [PlaybackOption]

  /// Advice for a video and an audio of these lengths.
  ///
  /// - Parameters:
  ///   - video: the video's length.
  ///   - audio: the audio's length.
  ///   - frame: how long one frame of the video lasts, if known.
  public static func make(video: MediaTime, audio: MediaTime, frame: MediaTime?) -> PlaybackAdvice {
    let fit = fit(video: video, audio: audio, frame: frame)
    let lengths = PlaybackLengths(video: video, audio: audio, fit: fit)
    let recommended: PlaybackType =
      switch fit {
      case .covered: .normal
      case .wholePasses: .normalReverse
      case .uneven: .normalReverseByAudio
      }
    let options = PlaybackType.allCases.map { type in
      let plans = PlaybackModel.all.map {
        PlaybackPlan.make(type, video: video, audio: audio, model: $0)
      }
      let outputs = plans.map(\.output)
      let output = (outputs.min() ?? .zero)...(outputs.max() ?? .zero)
      let longest = plans.max { $0.output < $1.output }
      return PlaybackOption(
        type: type, output: output, credits: CreditRange(output: output), reversals: longest?.reversals ?? [],
        note: lengths.advice(on: type, recommended: recommended, output: output))
    }
    return PlaybackAdvice(recommended: recommended, reason: lengths.reason, options: options)
  }

  /// The option of a type.
  public func option(_ type: PlaybackType) -> PlaybackOption? { options.first { $0.type == type } }

  static func fit(video: MediaTime, audio: MediaTime, frame: MediaTime?) -> Fit {
    let shortfall = audio - video
    let tolerance = max(frame ?? .zero, Defaults.lengthTolerance)
    guard shortfall > tolerance, video > .zero else { return .covered }
    let passes = PlaybackPlan.wholePasses(video, for: audio)
    return passes.isEven ? .wholePasses(passes.count) : .uneven
  }
}
