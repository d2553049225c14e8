internal import LipSyncMedia

extension VerifyReport.Lengths {
  /// The output lengths that the playback plan gives, over everything that the service leaves open; over all types if the one
  /// asked for is not known.
  static func expected(_ type: PlaybackType?, video: MediaTime, audio: MediaTime) -> ClosedRange<MediaTime>? {
    let lengths = (type.map { [$0] } ?? PlaybackType.allCases).flatMap { type in
      PlaybackModel.all.map { PlaybackPlan.make(type, video: video, audio: audio, model: $0).output }
    }
    guard let low = lengths.min(), let high = lengths.max() else { return nil }
    return low...high
  }

  /// The disagreements. An unknown length disagrees with nothing.
  func findings(frame: MediaTime?) -> [Finding] {
    guard let measured else { return [] }
    return Rule.findings(
      on: ResultLengths(reported: reported, measured: measured, expected: expected, frame: frame),
      about: .result)
  }
}
