internal import Media

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
    // Where the trace walks on, the source itself stands still.
    let walked = trace.sourceSpan(from: duration - still)
    let whole = walked * 2 < still ? still : .zero
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

  /// The frame of the result that is nearest to a picture, and how alike the two are.
  static func nearest(
    to picture: FrameSignature, in frames: [DecodedMedia.Frame]
  ) -> (time: MediaTime, similarity: Double)? {
    var best: (time: MediaTime, distance: Double, signature: FrameSignature)?
    for frame in frames {
      guard let signature = frame.signature else { continue }
      let distance = picture.distance(to: signature)
      if best.map({ distance < $0.distance }) ?? true { best = (frame.time, distance, signature) }
    }
    return best.map { ($0.time, correlation(picture, $0.signature)) }
  }

  /// Pearson's correlation of two pictures' luma, negative values as 0; 1 for two equal pictures of one colour.
  static func correlation(_ a: FrameSignature, _ b: FrameSignature) -> Double {
    guard a.luma.count == b.luma.count, !a.luma.isEmpty else { return 0 }
    let n = Double(a.luma.count)
    var (sumA, sumB, sumAA, sumBB, sumAB) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (x, y) in zip(a.luma, b.luma) {
      let (x, y) = (Double(x), Double(y))
      sumA += x
      sumB += y
      sumAA += x * x
      sumBB += y * y
      sumAB += x * y
    }
    let (varA, varB) = (sumAA - sumA * sumA / n, sumBB - sumB * sumB / n)
    guard varA > 0, varB > 0 else { return a == b ? 1 : 0 }
    return max(0, (sumAB - sumA * sumB / n) / (varA * varB).squareRoot())
  }

  /// What a cover's picture means.
  static func coverFindings(
    _ picture: Thumbnail.Picture, similarity: Double?, moment: MediaTime?
  ) -> [Finding] {
    if picture.signature.contrast < Defaults.blankContrast {
      return [
        Finding(
          .coverBlank, about: .cover,
          "The cover is one colour: its luma varies by \(JSON.double(picture.signature.contrast, places: 1).text) "
            + "where \(JSON.double(Defaults.blankContrast, places: 1).text) is the least for a picture.",
          evidence: [("contrast", .double(picture.signature.contrast, places: 2))])
      ]
    }
    guard let similarity, similarity < Defaults.coverSimilarity else { return [] }
    return [
      Finding(
        .coverForeign, about: .cover,
        "The cover is no picture of this result: its nearest frame, at "
          + "\(moment.map(seconds) ?? "?") s, is \(JSON.double(similarity, places: 2).text) alike where "
          + "\(JSON.double(Defaults.coverSimilarity, places: 2).text) is the least.",
        evidence: [("similarity", .double(similarity, places: 4)), ("result_seconds", .seconds(moment))])
    ]
  }

  private static func seconds(_ time: MediaTime) -> String { JSON.double(time.seconds, places: 3).text }
}
