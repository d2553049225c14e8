internal import LipSyncMedia

/// Which playback type a trace follows, and what that says.
enum PlaybackProof {
  /// What the plans are made of.
  struct Sent: Sendable {
    var video: MediaTime
    var audio: MediaTime
    /// Pictures of the video.
    var pictures: Int
  }

  /// A schedule that a playback type may give.
  private struct Schedule {
    var model: PlaybackModel
    var plan: PlaybackPlan
  }

  /// The trace of a result against the video sent, judged by the plans of all types.
  ///
  /// If all types give the same schedule (the video covers the audio) the one that was asked for is detected;
  /// if the source hardly moves (`sent` is nil) nothing is.
  ///
  /// - Parameter frozen: stretches in which the result stands still: what they are told for is not told as another schedule, too.
  static func playback(
    trace: PlaybackTrace, requested: PlaybackType?, sent: Sent?, result: MediaTime,
    frozen: [ClosedRange<MediaTime>] = []
  ) -> VerifyReport.Playback {
    var playback = VerifyReport.Playback(
      requested: requested, detected: nil, models: [], reversals: trace.reversals, trace: trace.corners,
      distance: trace.distance)
    guard let sent else { return playback }
    let moments = moving(trace, frozen)
    let isAsLong = PlaybackType.allCases.contains { !schedules($0, sent, result: result).isEmpty }
    for way in ways where !(way.ofAnyLength && isAsLong) {
      for type in [requested].compactMap(\.self) + PlaybackType.allCases {
        let fitting = schedules(type, sent, result: way.ofAnyLength ? nil : result).filter { schedule in
          // Behind the end of a plan nothing can be missed.
          guard schedule.plan.output * 5 >= result * 4 else { return false }
          let lags = way.ofAnyLag ? [lag(trace, schedule.plan)].compactMap(\.self) : Defaults.traceLags
          return follows(moments, schedule.plan, lags: lags.filter { $0.magnitude <= mostLag })
        }
        let models = PlaybackModel.all.filter { model in fitting.contains { $0.model == model } }
        guard !models.isEmpty else { continue }
        playback.detected = type
        playback.lag = fitting.first.flatMap { lag(trace, $0.plan) }
        playback.models = models.count < PlaybackModel.all.count && !way.ofAnyLength ? models : []
        return playback
      }
    }
    return playback
  }

  /// A result of the wrong length may follow its schedule as far as it goes, and one that is late may follow it all the same:
  /// both are told by rules of their own.
  private static let ways = [
    (ofAnyLength: false, ofAnyLag: false), (ofAnyLength: true, ofAnyLag: false),
    (ofAnyLength: false, ofAnyLag: true),
  ]
  /// A picture that is later than this follows another schedule.
  private static let mostLag = MediaTime(3, 2)

  /// The moments in which the result moves; all of them if it stands still for most of the time.
  private static func moving(_ trace: PlaybackTrace, _ frozen: [ClosedRange<MediaTime>]) -> [PlaybackTrace
    .Corner]
  {
    let moments = trace.moments.filter { moment in !frozen.contains { $0.contains(moment.result) } }
    return moments.count * 2 >= trace.moments.count ? moments : trace.moments
  }

  /// The trace to judge by: the cheapest one, unless the schedule that was asked for explains the pictures as well.
  /// If little moves, many paths are equally good, and which of them is the cheapest is chance.
  static func settled(
    _ trace: PlaybackTrace, _ pictures: TracePictures, requested: PlaybackType?, sent: Sent,
    result: MediaTime, frozen: [ClosedRange<MediaTime>] = []
  ) -> PlaybackTrace {
    let found = playback(
      trace: trace, requested: requested, sent: sent, result: result, frozen: frozen
    ).detected
    guard isSame(trace), found == nil || found != requested ?? found else { return trace }
    for type in requested.map({ [$0] }) ?? PlaybackType.allCases {
      for plan in distinct(schedules(type, sent, result: result).map(\.plan)) {
        guard let left = pictures.dissimilarity(along: plan.sourceTime, beside: trace) else { continue }
        if left.scheduled <= left.traced * asAlike.factor + asAlike.slack {
          return pictures.trace(along: plan.sourceTime)
        }
      }
    }
    return trace
  }

  /// A schedule explains pictures as well as the cheapest path through them if, in the places in which they differ,
  /// the pictures that it names differ by no more than this from the others, mean squares of luma.
  private static let asAlike = (factor: 1.25, slack: 0.05)

  /// By how many pictures each pass over the video is shorter than the video: if a pass follows another one its first
  /// picture, which the one before ended with, may be left out, at every turn or at every second one.
  private static let seams: [(numerator: Int64, denominator: Int64)] = [(0, 1), (1, 2), (1, 1), (2, 1)]

  /// The schedules of a type that are as long as the result; of any length for nil.
  private static func schedules(_ type: PlaybackType, _ sent: Sent, result: MediaTime?) -> [Schedule] {
    seams.flatMap { seam -> [Schedule] in
      let left = sent.video.share(seam.numerator, of: Int64(max(sent.pictures, 1)) * seam.denominator)
      guard left < sent.video, seam.numerator == 0 || sent.video < sent.audio else { return [] }
      return PlaybackModel.all.compactMap { model in
        let plan = PlaybackPlan.make(type, video: sent.video - left, audio: sent.audio, model: model)
        let isAsLong = result.map { (plan.output - $0).magnitude <= Limits.resultLength } ?? true
        return isAsLong ? Schedule(model: model, plan: plan) : nil
      }
    }
  }

  private static func distinct(_ plans: [PlaybackPlan]) -> [PlaybackPlan] {
    plans.reduce(into: []) { kept, plan in if !kept.contains(plan) { kept.append(plan) } }
  }

  /// Whether a trace is the plan's schedule, within tolerances: nine tenths of the moments. All of them may be late or
  /// early alike: models hold the first picture for some frames, or drop some.
  static func follows(
    _ moments: [PlaybackTrace.Corner], _ plan: PlaybackPlan, lags: [MediaTime] = Defaults.traceLags
  ) -> Bool {
    !moments.isEmpty
      && lags.contains { lag in
        var misses = 0
        for moment in moments {
          guard let source = plan.sourceTime(at: max(.zero, moment.result - lag)),
            (source - moment.source).magnitude > Defaults.traceTolerance
          else { continue }
          misses += 1
          if misses * 10 > moments.count { return false }
        }
        return true
      }
  }

  /// How much later than a plan's the moments of a trace are, in the middle of them all; nil if the plan stands still.
  private static func lag(_ trace: PlaybackTrace, _ plan: PlaybackPlan) -> MediaTime? {
    let step = MediaTime(1, 100)
    let lags = trace.moments.compactMap { moment -> MediaTime? in
      guard let before = plan.sourceTime(at: max(.zero, moment.result - step)),
        let planned = plan.sourceTime(at: moment.result), before != planned
      else { return nil }
      return before < planned ? planned - moment.source : moment.source - planned
    }.sorted()
    return lags.isEmpty ? nil : lags[lags.count / 2]
  }

  /// Whether the result shows the video sent. If most of a picture is unchanged, the rest may be anything: an
  /// edited face is still the same video.
  static func isSame(_ trace: PlaybackTrace) -> Bool {
    trace.distance <= limit(trace) || trace.backgroundDistance <= Limits.backgroundDistance
  }

  /// Flat pictures never differ much, whatever they show.
  private static func limit(_ trace: PlaybackTrace) -> Double {
    min(Limits.pictureDistance, Limits.pictureDistanceShare * trace.contrast)
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
            + "\(figure(trace.distance)) levels of luma away from the closest path through it, while "
            + "\(figure(limit(trace))) is the most that the same video would give.",
          evidence: evidence)
      ]
    }
    guard judgeable, playback.detected != playback.requested || playback.detected == nil else {
      return offset(playback)
    }
    guard let requested = playback.requested else {
      return playback.detected == nil ? [followsNone(playback, trace)] : offset(playback)
    }
    let seen =
      playback.detected.map { "follows \($0.rawValue)" } ?? "follows none of the three playback types"
    return [
      mismatch(
        playback,
        "\(requested.rawValue) was asked for, but the picture \(seen): it \(PlaybackCourse.words(trace)).")
    ]
  }

  private static func offset(_ playback: VerifyReport.Playback) -> [Finding] {
    guard let lag = playback.lag, lag.magnitude > Limits.pictureOffset else { return [] }
    return [
      Finding(
        .resultPictureOffset, about: .result,
        "The picture runs \(figure(lag.magnitude.seconds)) s \(lag.isNegative ? "ahead of" : "behind") the schedule of "
          + "\(playback.detected?.rawValue ?? "its playback type").",
        evidence: [("picture_late_seconds", .seconds(lag))])
    ]
  }

  /// If the requested type is unknown, the result may still follow none of the types.
  private static func followsNone(_ playback: VerifyReport.Playback, _ trace: PlaybackTrace) -> Finding {
    var finding = mismatch(
      playback, "The picture follows none of the three playback types: it \(PlaybackCourse.words(trace)).")
    finding.severity = .warning
    return finding
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

  /// Whether pictures one second apart differ enough to distinguish schedules.
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
}
