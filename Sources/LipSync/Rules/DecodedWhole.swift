internal import LipSyncMedia

/// Media of which everything was decoded, beside what its index says (`media.damaged`).
struct DecodedWhole: Sendable {
  /// What the index says.
  let listed: MediaInfo
  /// What a decode plays.
  let found: MediaInfo
  /// Packets that a decoder refused, and pictures and samples that it had to guess at.
  let faults: Int

  /// What differs; nil if both agree.
  var contradiction: Seen? {
    guard !listed.isImage, !listed.isTruncated, faults > 0 || !differences.isEmpty else { return nil }
    let plays = differences.isEmpty ? "" : "Decoded, it plays " + differences.joined(separator: ", ") + ". "
    return Seen(
      plays
        + (faults == 0 ? "The rest is missing." : "Decoders refused or guessed at \(faults) of its packets."),
      [
        ("frames", .optional(found.video?.frames)), ("listed_frames", .optional(listed.video?.frames)),
        ("duration_seconds", .seconds(found.duration)), ("listed_seconds", .seconds(listed.duration)),
        ("faults", .int(faults)),
      ])
  }

  private var differences: [String] {
    var differences: [String] = []
    if let index = listed.video?.frames, let played = found.video?.frames, index != played {
      differences.append("\(played) of \(index) pictures")
    }
    let lengths = [
      ("picture", listed.video?.duration, found.video?.duration),
      ("sound", listed.audio?.duration, found.audio?.duration),
    ]
    let tolerance = max(listed.frame ?? .zero, Limits.headerTolerance)
    for (name, index, played) in lengths {
      guard let index, (index - (played ?? .zero)).magnitude > tolerance else { continue }
      differences.append("\((played ?? .zero).short) of \(index.short) of \(name)")
    }
    return differences
  }
}
