internal import ArgumentParser
internal import LipSync

/// The two sources of a job.
struct PairArguments: ParsableArguments {
  @Argument(help: "The video: a path or URL.", completion: .file())
  var video: String

  @Argument(help: "The audio: a path or URL.", completion: .file())
  var audio: String

  /// The pair as the library takes it.
  func request(
    _ playback: PlaybackOptions, _ judgement: JudgementOptions, quota: Credits? = nil,
    ceiling: Credits? = nil
  ) -> CheckRequest {
    CheckRequest(
      video: Source(video), audio: Source(audio), playbackType: playback.chosen, strict: judgement.strict,
      ignoredRules: judgement.ignored, quota: quota, ceiling: ceiling)
  }
}
