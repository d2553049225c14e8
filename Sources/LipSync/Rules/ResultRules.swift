package import LipSyncMedia

extension Limits {
  /// How far a result's length may be from the plan, unless two frames last longer: models of the field are seen to
  /// drop a quarter of a second at the end, with a last, partial batch of frames.
  package static let resultLength = MediaTime(1, 4)

  /// The same of a result whose frames last so long.
  static func resultLength(frame: MediaTime?) -> MediaTime { max(resultLength, (frame ?? .zero) * 2) }
}

/// What the decode of a result found.
struct DecodedResult: Sendable {
  let isImage: Bool
  /// Whether a picture decodes.
  let hasPicture: Bool
  /// Whether bytes are missing that the container describes.
  let isTruncated: Bool
  /// Nil if unknown.
  let bytes: Int64?
  /// How much of it plays.
  let plays: MediaTime
  /// Pieces that do not decode, and what the decoder says of the first ones.
  let errorCount: Int
  let errors: [String]
}

/// The lengths of a result, three ways.
struct ResultLengths: Sendable {
  /// What the service stated; nil if it stated none.
  let reported: MediaTime?
  /// What a full decode gave.
  let measured: MediaTime
  /// What the playback plan gives, over all that the service leaves open; nil if unknown.
  let expected: ClosedRange<MediaTime>?
  /// How long one frame lasts; nil if unknown.
  let frame: MediaTime?
}

extension Rule {
  /// What is wrong with a result, in the order in which it is looked at.
  static let resultRules: [Rule] =
    [.resultIncomplete, .resultUnreadable, .resultDurationMismatch] + resultSoundRules + resultLipRules
    + resultPictureRules
    + resultMomentRules + resultShapeRules + [.resultNotCompared]

  /// The result ends before its stated length, or parts of it do not decode.
  public static let resultIncomplete = Rule(
    "result.incomplete", .error, "The result ends before its stated length, or parts of it do not decode.",
    "Fetch it again by the task's id: that costs nothing.", evidence: ["task_id", "bytes", "errors"],
    judges: [
      Judge { (result: DecodedResult) in
        if result.isTruncated {
          return Seen(
            "The container describes bytes that the file does not have: "
              + "\(result.bytes.map(String.init) ?? "an unknown number of") bytes are here, and "
              + "\(figure(result.plays.seconds)) s of it play.", [("bytes", .optional(result.bytes))])
        }
        guard result.errorCount > 0 else { return nil as Seen? }
        return Seen(
          "\(result.errorCount) pieces of the result do not decode; the first: "
            + (result.errors.first ?? "unknown") + ".",
          [("errors", .array(result.errors.prefix(5).map(JSON.string)))])
      }
    ])

  /// The result does not decode as a video.
  public static let resultUnreadable = Rule(
    "result.unreadable", .error, "The result does not decode as a video.",
    "Fetch it again; if it stays so, ask the service's support with the task id.",
    judges: [
      Judge { (result: DecodedResult) in
        if result.isImage { return Seen("The result is a still picture, not a video.") }
        return result.hasPicture ? nil as Seen? : Seen("The result has no picture that decodes.")
      }
    ])

  /// The reported, measured and expected lengths disagree.
  public static let resultDurationMismatch = Rule(
    "result.duration-mismatch", .error,
    "The reported, measured and expected lengths disagree by more than \(Limits.resultLength.milliseconds) or two frames.",
    "Watch the end of the result before you publish it; ask the service's support with the task id.",
    limit: "\(Limits.resultLength.milliseconds) or two frames",
    evidence: ["reported_seconds", "measured_seconds", "expected_low_seconds", "expected_high_seconds"],
    judges: [
      Judge { (lengths: ResultLengths) in
        [statement(lengths), plan(lengths)].compactMap(\.self)
      }
    ])

  private static func statement(_ lengths: ResultLengths) -> Seen? {
    guard let reported = lengths.reported else { return nil }
    let off = (reported - lengths.measured).magnitude
    // A whole number may be rounded either way.
    let limit = reported.denominator == 1 ? MediaTime(1) : Limits.resultLength(frame: lengths.frame)
    guard off > limit else { return nil }
    return Seen(
      "The service states \(text(reported)) but the file plays \(text(lengths.measured)): \(text(off)) apart.",
      evidence(lengths),
      remedy: "Download the result again; if the length stays, report the task to the service.")
  }

  private static func plan(_ lengths: ResultLengths) -> Seen? {
    guard let expected = lengths.expected else { return nil }
    let measured = lengths.measured
    let off = max(expected.lowerBound - measured, measured - expected.upperBound)
    guard off > Limits.resultLength(frame: lengths.frame) else { return nil }
    let plan =
      expected.lowerBound == expected.upperBound
      ? text(expected.lowerBound) : "\(text(expected.lowerBound)) to \(text(expected.upperBound))"
    return Seen(
      "The file plays \(text(measured)) where the inputs and the playback type give \(plan): "
        + "\(text(off)) too \(measured < expected.lowerBound ? "short" : "long").", evidence(lengths))
  }

  private static func evidence(_ lengths: ResultLengths) -> [JSON.Member] {
    [
      ("reported_seconds", .seconds(lengths.reported)), ("measured_seconds", .seconds(lengths.measured)),
      ("expected_low_seconds", .seconds(lengths.expected?.lowerBound)),
      ("expected_high_seconds", .seconds(lengths.expected?.upperBound)),
    ]
  }

  private static func text(_ time: MediaTime) -> String { figure(time.seconds, 3) + " s" }
}
