internal import LipSyncMedia

/// What the pictures of a result show by themselves.
enum PictureProof {
  /// How long the last picture stands still at the end; zero where the last two differ.
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
    // Where the trace walks on, the source itself stands still; or what stands is no picture of it, black at most.
    let walked = trace.sourceSpan(from: duration - still)
    let whole = walked * 2 < still || trace.isAstray(from: duration - still) ? still : .zero
    let under = trace.standsFrom.map { duration - $0 } ?? .zero
    return whole >= under ? (whole, true) : (under, false)
  }

  static func findings(_ decoded: DecodedMedia, trace: PlaybackTrace?) -> [Finding] {
    var found: [Finding] = []
    if let video = decoded.videoDuration {
      let frozen = frozenTail(decoded, duration: video, trace: trace)
      if frozen.length >= Defaults.frozenTail {
        found.append(
          Finding(
            .resultTailFrozen, about: .result,
            frozen.isWhole
              ? "The last picture stands still for \(seconds(frozen.length)) s."
              : "The video stands still for the last \(seconds(frozen.length)) s, whatever moves in the face.",
            evidence: [("frozen_seconds", .seconds(frozen.length)), ("video_seconds", .seconds(video))]))
      }
      if let audio = decoded.audioDuration {
        let videoEnd = (decoded.videoStart ?? .zero) + video
        let audioEnd = (decoded.audioStart ?? .zero) + audio
        let apart = (videoEnd - audioEnd).magnitude
        if apart > Defaults.resultLengthTolerance {
          found.append(
            Finding(
              .resultAVUneven, about: .result,
              "Picture and sound end \(seconds(apart)) s apart: the picture at \(seconds(videoEnd)) s, "
                + "the sound at \(seconds(audioEnd)) s.",
              evidence: [
                ("video_end_seconds", .seconds(videoEnd)), ("audio_end_seconds", .seconds(audioEnd)),
              ]))
        }
      }
    }
    return found
  }

  private static func seconds(_ time: MediaTime) -> String { figure(time.seconds, 3) }
}
