internal import LipSyncMedia

extension VerifyReport.Lengths {
  /// How far a measured length may be from the plan: two frames, or the quarter of a second that models of the
  /// field are seen to drop at the end of a last, partial batch.
  static func tolerance(frame: MediaTime?) -> MediaTime {
    max(Defaults.resultLengthTolerance, (frame ?? .zero) * 2)
  }

  /// How far a stated length may be from the measured one: a whole number may be rounded either way.
  static func statementTolerance(_ stated: MediaTime, frame: MediaTime?) -> MediaTime {
    stated.denominator == 1 ? MediaTime(1) : tolerance(frame: frame)
  }

  /// What the playback plan makes of the inputs, over everything that the service leaves open; over all types where
  /// the one asked for is not known.
  static func expected(_ type: PlaybackType?, video: MediaTime, audio: MediaTime) -> ClosedRange<MediaTime>? {
    let lengths = (type.map { [$0] } ?? PlaybackType.allCases).flatMap { type in
      PlaybackModel.all.map { PlaybackPlan.make(type, video: video, audio: audio, model: $0).output }
    }
    guard let low = lengths.min(), let high = lengths.max() else { return nil }
    return low...high
  }

  /// The disagreements. A length that is not known disagrees with nothing.
  func findings(frame: MediaTime?) -> [Finding] {
    guard let measured else { return [] }
    var found: [Finding] = []
    let evidence: [JSON.Member] = [
      ("reported_seconds", .seconds(reported)), ("measured_seconds", .seconds(measured)),
      ("expected_low_seconds", .seconds(expected?.lowerBound)),
      ("expected_high_seconds", .seconds(expected?.upperBound)),
    ]
    if let reported {
      let off = (reported - measured).magnitude
      if off > Self.statementTolerance(reported, frame: frame) {
        found.append(
          Finding(
            .resultDurationMismatch, about: .result,
            "The service states \(text(reported)) but the file plays \(text(measured)): \(text(off)) apart.",
            remedy: "Download the result again; if the length stays, report the task to the service.",
            evidence: evidence))
      }
    }
    if let expected {
      let slack = Self.tolerance(frame: frame)
      let off = max(expected.lowerBound - measured, measured - expected.upperBound)
      if off > slack {
        let plan =
          expected.lowerBound == expected.upperBound
          ? text(expected.lowerBound) : "\(text(expected.lowerBound)) to \(text(expected.upperBound))"
        found.append(
          Finding(
            .resultDurationMismatch, about: .result,
            "The file plays \(text(measured)) where the inputs and the playback type give \(plan): "
              + "\(text(off)) too \(measured < expected.lowerBound ? "short" : "long").",
            evidence: evidence))
      }
    }
    return found
  }

  private func text(_ time: MediaTime) -> String { figure(time.seconds, 3) + " s" }
}
