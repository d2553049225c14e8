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
    _ decoded: DecodedMedia, duration: MediaTime, moments: PictureMoments?
  ) -> (length: MediaTime, isWhole: Bool) {
    guard let moments else { return (frozenTail(decoded.frames, duration: duration), true) }
    guard let last = moments.frozen.last, last.isLast else { return (.zero, true) }
    return (last.end - last.start, last.isWhole)
  }

  /// Stretches in which a result stands still, whatever its source does.
  static func still(_ frames: [DecodedMedia.Frame]) -> [ClosedRange<MediaTime>] {
    var (stretches, start): ([ClosedRange<MediaTime>], Int) = ([], 0)
    while start < frames.count {
      guard let first = frames[start].signature else { return stretches }
      var end = start
      while end + 1 < frames.count, let next = frames[end + 1].signature,
        first.distance(to: next) <= Defaults.stillDistance
      {
        end += 1
      }
      if frames[end].time - frames[start].time >= Limits.frozen {
        stretches.append(frames[start].time...frames[end].time)
      }
      start = end + 1
    }
    return stretches
  }

  /// When picture and sound end; nil without either.
  static func ends(_ decoded: DecodedMedia) -> (video: MediaTime, audio: MediaTime)? {
    guard let video = decoded.videoDuration, let audio = decoded.audioDuration else { return nil }
    return ((decoded.videoStart ?? .zero) + video, (decoded.audioStart ?? .zero) + audio)
  }

  /// What the end of a result shows.
  static func findings(_ decoded: DecodedMedia, moments: PictureMoments?) -> [Finding] {
    guard let video = decoded.videoDuration else { return [] }
    let frozen = frozenTail(decoded, duration: video, moments: moments)
    return Rule.findings(
      on: ResultEnd(video: video, frozen: frozen.length, isWhole: frozen.isWhole, ends: ends(decoded)),
      about: .result)
  }
}
