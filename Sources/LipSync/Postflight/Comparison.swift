internal import LipSyncMedia

extension ResultComparison {
  /// What a proof could not hold the result against. A result that lacks a part which was sent fails by other rules.
  ///
  /// - Parameters:
  ///   - named: what was to be compared with.
  ///   - sent: what of it could be decoded.
  ///   - report: the proof so far.
  init(_ named: SentMedia, _ sent: References, _ report: VerifyReport) {
    let noVideo: String? =
      if sent.video == nil {
        named.video == nil
          ? named.videoTrouble ?? "the video that was sent is not known"
          : "the video that was sent cannot be read, or has no picture"
      } else {
        report.playback == nil ? "there are too few pictures" : nil
      }
    let noAudio: String? =
      if sent.envelope == nil {
        named.audio == nil
          ? named.audioTrouble ?? "the audio that was sent is not known"
          : "the audio that was sent cannot be read, or has no sound"
      } else {
        report.isSoundUncompared ? "the audio that was sent is silent, steady or too short" : nil
      }
    self.init(
      video: report.isPictureless ? nil : noVideo, audio: report.isSoundless(sent.envelope) ? nil : noAudio)
  }
}

extension VerifyReport {
  /// Whether it has no picture, which is an error by itself.
  fileprivate var isPictureless: Bool { findings.contains { $0.rule == .resultUnreadable } }

  /// Whether sound was sent and it has none, which is an error by itself.
  fileprivate func isSoundless(_ sent: AudioEnvelope?) -> Bool {
    sent != nil && audio == nil && findings.contains { $0.rule == .resultAudioMismatch }
  }

  fileprivate var isSoundUncompared: Bool {
    audio == nil && findings.contains { $0.rule == .mediaSilentAudio && $0.subject == .audio }
  }

  /// Whether the result was held against neither of what was sent.
  package var isUncompared: Bool { audio == nil && playback == nil && lengths.expected == nil }
}
