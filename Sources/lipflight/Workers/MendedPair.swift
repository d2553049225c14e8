internal import LipSync

/// The sources of a pair, mended first if that was asked for.
struct MendedPair: Sendable {
  var video: Source
  var audio: Source

  init(video: String, audio: String) { (self.video, self.audio) = (Source(video), Source(audio)) }

  /// The same, with what was mended in the place of what it was mended from. What cannot be mended stays: the check says why.
  ///
  /// - Parameter directory: where new files go; nil to mend nothing.
  func mended(into directory: String?, inspector: Inspector, _ console: Console) async throws -> MendedPair {
    guard let directory else { return self }
    let progress = Progress(console)
    defer { progress.clear() }
    let inputs = [video, audio].compactMap { if case .file(let path) = $0 { path } else { nil } }
    var copy = self
    try await Destination.with(directory) {
      let bench = MendBench(
        inspector: inspector, wishes: MendWishes(), directory: directory, inputs: inputs, progress: progress)
      copy.video = try await Self.mended(video, .video, bench, progress, console)
      copy.audio = try await Self.mended(audio, .audio, bench, progress, console)
    }
    return copy
  }

  private static func mended(
    _ source: Source, _ subject: Subject, _ bench: MendBench, _ progress: Progress, _ console: Console
  ) async throws -> Source {
    let report = try await bench.mend(source, as: subject)
    guard let output = report.output else {
      if report.state == .failed { progress.say(MendText.report(report, console.noteStyle)) }
      return source
    }
    progress.say(MendText.report(report, console.noteStyle))
    return .file(path: output)
  }

  func request(
    _ playback: PlaybackOptions, _ judgement: JudgementOptions, ceiling: Credits?
  ) -> CheckRequest {
    CheckRequest(
      video: video, audio: audio, playbackType: playback.chosen, strict: judgement.strict,
      ignoredRules: judgement.ignored, ceiling: ceiling)
  }
}
