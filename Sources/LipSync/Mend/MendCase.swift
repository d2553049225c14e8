package import LipSyncMedia

/// All that decides what is done to a source.
package struct MendCase: Sendable {
  /// What it is for: the video of a pair, or the audio.
  package var subject: Subject
  package var media: MediaInfo
  package var findings: [Finding]
  /// What it is made of: one piece, or the files that were joined in it, each with its length.
  package var pieces: [MediaRecipe.Piece]

  package init(subject: Subject, media: MediaInfo, findings: [Finding], pieces: [MediaRecipe.Piece]) {
    (self.subject, self.media, self.findings, self.pieces) = (subject, media, findings, pieces)
  }

  /// Whether the sound is what it is for.
  var isSound: Bool { subject == .audio }

  /// When the first picture or sample that is used is due on the container's clock: what is made begins there. Nil for
  /// sound that nothing waits for: it begins with its first sample.
  var origin: MediaTime? {
    if isSound {
      // Players wait from where the file's clock begins.
      guard let start = media.facts.audioStart, let wait = media.facts.audioWait, wait > Limits.lateSound
      else { return nil }
      return start - wait
    }
    return [media.facts.videoStart, media.facts.audioStart].compactMap(\.self).min()
  }

  /// How long it lasts from its origin.
  var length: MediaTime? {
    if isSound { return media.audio?.duration }
    guard let pictures = media.pictureLength else { return nil }
    return pictures + ((media.facts.videoStart ?? .zero) - (origin ?? .zero))
  }

  /// How long it is in all, joined files included.
  var wholeLength: MediaTime? {
    guard pieces.count > 1 else { return length }
    let lengths = pieces.map(\.length)
    return lengths.allSatisfy { $0 != nil } ? lengths.compactMap(\.self).reduce(.zero, +) : nil
  }

  /// Whether packets state no times of their own, so that a copy would have none either.
  var isRaw: Bool { !Self.raw.isDisjoint(with: media.container.split(separator: ",").map(String.init)) }

  /// Whether it is nothing but pictures, without a container.
  var isBare: Bool { Self.bare.contains(media.container) }

  private static let bare: Set<String> = ["h264", "hevc", "mpegvideo", "m4v", "obu", "vc1"]
  private static let raw = bare.union(["ivf", "apng", "gif", "rm", "dv", "image2", "avi"])
}
