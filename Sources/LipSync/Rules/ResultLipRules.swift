internal import LipSyncMedia

extension Limits {
  /// The least time that a mouth has to be followed for.
  static let lipTime = MediaTime(4)
  /// From this confidence on an offset of the lips is believed: of 12 clips that reached it, all were within 120 ms of the truth.
  package static let lipConfidence = 0.4
  /// Lips this far off, in milliseconds, are a warning: what the measurement can tell from none.
  static let lipOffset = 160.0
  /// Lips this far off, in milliseconds, are told.
  static let lipOffsetTold = 120.0
}

extension Rule {
  /// What is wrong with a result's lips.
  static let resultLipRules: [Rule] = [.resultLipsOffset]

  /// The lips move earlier or later than the sound.
  public static let resultLipsOffset = Rule(
    "result.lips-offset", .warning,
    "The lips move more than \(figure(Limits.lipOffset, 0)) ms before or after the sound, as far as the mouth can be followed.",
    "Watch the result where it speaks; where the lips are late or early, have it made again.",
    limit: "\(figure(Limits.lipOffset, 0)) ms", evidence: ["offset_ms", "confidence", "judged_share"],
    judges: [
      Judge { (lips: LipOffset) in
        guard let offset = lips.offsetMilliseconds, lips.confidence >= Limits.lipConfidence,
          offset.magnitude >= Limits.lipOffsetTold
        else { return nil as Seen? }
        return Seen(
          "The sound comes \(figure(offset.magnitude, 0)) ms \(offset > 0 ? "after" : "before") the lips, with a confidence of "
            + "\(figure(lips.confidence, 2)) of 1.",
          [
            ("offset_ms", .double(offset, places: 0)), ("confidence", .double(lips.confidence, places: 2)),
            ("judged_share", .double(lips.judged, places: 3)),
          ], severity: offset.magnitude >= Limits.lipOffset ? nil : .info)
      }
    ])
}
