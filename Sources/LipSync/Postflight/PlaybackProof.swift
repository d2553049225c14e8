internal import Media

/// Which playback type a trace follows, and what that says.
enum PlaybackProof {
  /// The trace of a result against the video sent, judged by the plans of all types.
  ///
  /// Where all types give the same schedule (the video covers the audio) the one that was asked for is detected;
  /// where the source hardly moves nothing is.
  static func playback(
    trace: PlaybackTrace, requested: PlaybackType?, video: MediaTime, audio: MediaTime?, result: MediaTime,
    sourceMoves: Bool
  ) -> VerifyReport.Playback {
    var playback = VerifyReport.Playback(
      requested: requested, detected: nil, models: [], reversals: trace.reversals, trace: trace.corners,
      distance: trace.distance)
    guard sourceMoves, let audio else { return playback }
    let order = ([requested].compactMap { $0 } + PlaybackType.allCases)
    for type in order {
      let fitting = PlaybackModel.all.filter { model in
        let plan = PlaybackPlan.make(type, video: video, audio: audio, model: model)
        return follows(trace, plan, result: result)
      }
      guard !fitting.isEmpty else { continue }
      playback.detected = type
      playback.models = fitting.count < PlaybackModel.all.count ? fitting : []
      break
    }
    return playback
  }

  /// Whether a trace is the plan's schedule, within tolerances: the length, and nine tenths of the moments. All of them
  /// may be late or early alike: models hold the first picture for some frames, or drop some.
  static func follows(_ trace: PlaybackTrace, _ plan: PlaybackPlan, result: MediaTime) -> Bool {
    guard (plan.output - result).magnitude <= Defaults.resultLengthTolerance, !trace.moments.isEmpty
    else { return false }
    return Defaults.traceLags.contains { lag in
      let near = trace.moments.filter { moment in
        guard let source = plan.sourceTime(at: max(.zero, moment.result - lag)) else { return true }
        return (source - moment.source).magnitude <= Defaults.traceTolerance
      }
      return near.count * 10 >= trace.moments.count * 9
    }
  }

  /// Whether the result shows the video sent. Where most of a picture is as it was, the rest may be as it will: a
  /// face that was worked on is no other video.
  static func isSame(_ trace: PlaybackTrace) -> Bool {
    trace.distance <= limit(trace) || trace.backgroundDistance <= Defaults.backgroundDistance
  }

  /// Flat pictures are never far apart, whatever they show.
  private static func limit(_ trace: PlaybackTrace) -> Double {
    min(Defaults.pictureDistance, Defaults.pictureDistanceShare * trace.contrast)
  }

  /// What trace and playback mean.
  static func findings(
    _ playback: VerifyReport.Playback, _ trace: PlaybackTrace, judgeable: Bool
  ) -> [Finding] {
    guard isSame(trace) else {
      let evidence: [JSON.Member] = [
        ("distance", .double(trace.distance, places: 2)),
        ("background_distance", .double(trace.backgroundDistance, places: 2)),
        ("contrast", .double(trace.contrast, places: 2)),
      ]
      return [
        Finding(
          .resultPictureMismatch, about: .result,
          "The result does not show the video that was sent: its pictures are "
            + "\(figure(trace.distance)) levels of luma away from the nearest course through it, where "
            + "\(figure(limit(trace))) is the most that the same video gives.",
          evidence: evidence)
      ]
    }
    guard judgeable, playback.detected != playback.requested || playback.detected == nil else { return [] }
    guard let requested = playback.requested else {
      return playback.detected == nil ? [followsNone(playback)] : []
    }
    let seen =
      playback.detected.map { "follows \($0.rawValue)" } ?? "follows none of the three playback types"
    return [
      mismatch(
        playback, "\(requested.rawValue) was asked for, but the picture \(seen); it \(turning(playback)).")
    ]
  }

  /// Where nobody says what was asked for, the result may still be none of what can be asked for.
  private static func followsNone(_ playback: VerifyReport.Playback) -> Finding {
    var finding = mismatch(
      playback, "The picture follows none of the three playback types; it \(turning(playback)).")
    finding.severity = .warning
    return finding
  }

  private static func turning(_ playback: VerifyReport.Playback) -> String {
    let turns = playback.reversals.map { figure($0.seconds) + " s" }.joined(separator: ", ")
    return "turns round " + (turns.isEmpty ? "nowhere" : "at \(turns)")
  }

  private static func mismatch(_ playback: VerifyReport.Playback, _ message: String) -> Finding {
    Finding(
      .resultPlaybackMismatch, about: .result, message,
      evidence: [
        ("requested", .optional(playback.requested?.rawValue)),
        ("detected", .optional(playback.detected?.rawValue)),
        ("reversals", .array(playback.reversals.map(JSON.seconds))),
      ])
  }

  /// Whether pictures one second apart differ enough for a schedule to be told from another.
  static func moves(_ frames: [DecodedMedia.Frame]) -> Bool {
    guard let first = frames.first else { return false }
    var distances: [Double] = []
    var last = first
    for frame in frames where frame.time - last.time >= MediaTime(1, 2) {
      if let a = last.signature, let b = frame.signature { distances.append(a.distance(to: b)) }
      last = frame
    }
    guard !distances.isEmpty else { return false }
    return distances.reduce(0, +) / Double(distances.count) >= Defaults.tellingMotion
  }

  private static func figure(_ value: Double) -> String { JSON.double(value, places: 2).text }
}
