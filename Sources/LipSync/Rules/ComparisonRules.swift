/// What of a result was held against what was sent: for each source nil, or why there was nothing to hold the result against.
struct ResultComparison: Sendable {
  /// Why the picture was not compared with the video that was sent.
  let video: String?
  /// Why the sound was not compared with the audio that was sent.
  let audio: String?

  /// The parts that were not compared; the length follows from both sources.
  var missing: [String] {
    [video.map { _ in "picture" }, audio.map { _ in "sound" }, (video ?? audio).map { _ in "length" }]
      .compactMap(\.self)
  }

  /// Why, each reason once.
  var reasons: [String] { video == audio ? [video].compactMap(\.self) : [video, audio].compactMap(\.self) }
}

extension Rule {
  /// Parts of the result were not compared with what was sent.
  public static let resultNotCompared = Rule(
    "result.not-compared", .warning, "Parts of the result were not compared with what was sent.",
    "Name the video and the audio that were sent, and verify again.",
    evidence: ["not_compared", "reasons"],
    judges: [
      Judge { (comparison: ResultComparison) in
        let missing = comparison.missing
        guard !missing.isEmpty else { return nil as Seen? }
        let what =
          missing.count == 3
          ? "Nothing was compared with what was sent, so this may be another job's result"
          : "The \(missing.joined(separator: " and the ")) were not compared with what was sent"
        return Seen(
          "\(what): \(comparison.reasons.joined(separator: "; ")).",
          [
            ("not_compared", .array(missing.map(JSON.string))),
            ("reasons", .array(comparison.reasons.map(JSON.string))),
          ])
      }
    ])
}
