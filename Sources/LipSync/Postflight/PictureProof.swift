internal import LipSyncMedia

/// What the pictures of a result show by themselves.
enum PictureProof {
  /// How long the last picture stands still at the end; zero if the last two differ.
  ///
  /// A stretch counts as still while its pictures stay within `Defaults.stillDistance` of the last one. A result
  /// that never moves at all has no frozen tail: it has a frozen source.
  static func frozenTail(_ frames: [DecodedMedia.Frame], duration: MediaTime) -> MediaTime {
    guard let last = frames.last?.signature else { return .zero }
    var start = frames.count - 1
    while start > 0, let before = frames[start - 1].signature,
      before.distance(to: last) <= Defaults.stillDistance
    {
      start -= 1
    }
    return start == 0 || start == frames.count - 1 ? .zero : duration - frames[start].time
  }

  /// A tail that stands still in the result and not in the source: the whole picture, or the video under a mouth that
  /// still moves.
  static func frozenTail(
    _ decoded: DecodedMedia, duration: MediaTime, trace: PlaybackTrace?
  ) -> (length: MediaTime, isWhole: Bool) {
    let still = frozenTail(decoded.frames, duration: duration)
    guard let trace, PlaybackProof.isSame(trace) else { return (still, true) }
    // If the trace moves on, the source itself stands still; or the still picture is not the source's, for example black.
    let walked = trace.sourceSpan(from: duration - still)
    let whole = walked * 2 < still || trace.isAstray(from: duration - still) ? still : .zero
    let under = trace.standsFrom.map { duration - $0 } ?? .zero
    return whole >= under ? (whole, true) : (under, false)
  }

  /// What the end of a result shows.
  static func findings(_ decoded: DecodedMedia, trace: PlaybackTrace?) -> [Finding] {
    guard let video = decoded.videoDuration else { return [] }
    let frozen = frozenTail(decoded, duration: video, trace: trace)
    let ends = decoded.audioDuration.map { audio in
      (video: (decoded.videoStart ?? .zero) + video, audio: (decoded.audioStart ?? .zero) + audio)
    }
    return Rule.findings(
      on: ResultEnd(video: video, frozen: frozen.length, isWhole: frozen.isWhole, ends: ends),
      about: .result)
  }
}
