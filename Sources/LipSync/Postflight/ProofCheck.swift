internal import LipSyncMedia

/// One thing that is looked at in a result, and what came of it: a pass says what it proved.
public struct ProofCheck: Sendable, Equatable {
  /// What came of it.
  public enum Outcome: String, Sendable, CaseIterable {
    /// Compared, and found right.
    case pass
    /// Compared, and warned of.
    case warn
    /// Compared, and wrong.
    case fail
    /// Not looked at; `why` says why.
    case notCompared = "not_compared"
  }

  /// What is looked at.
  public enum Kind: String, Sendable, CaseIterable {
    case decodes
    case length
    case sound
    case words
    case sync
    case complete
    case quality
    case ends
    case picture
    case schedule
    case moments
    case movement
    case frame
    case detail
    case face
    case lips
    case cover
  }

  /// What was looked at.
  public var kind: Kind
  /// What came of it.
  public var outcome: Outcome
  /// What was measured, in words; nil if nothing was.
  public var figure: String?
  /// Beyond which it is a finding; nil if there is no one figure.
  public var limit: String?
  /// Why it was not compared; nil if it was.
  public var why: String?
}

extension ProofCheck.Kind {
  /// What it asks, in a few words.
  package var title: String { row.title }

  /// Beyond which it is a finding.
  var limit: String? { row.limit }

  /// The rules that answer it.
  var rules: [Rule] { row.rules }

  /// What it takes besides the result.
  enum Need: Sendable { case nothing, audio, video, both }
  var need: Need { row.need }

  private struct Row {
    var title: String
    var rules: [Rule]
    var need: Need
    var limit: String?
  }

  private var row: Row {
    switch self {
    case .decodes:
      Row(title: "decodes to its end", rules: [.resultIncomplete, .resultUnreadable], need: .nothing)
    case .length:
      Row(
        title: "as long as planned", rules: [.resultDurationMismatch], need: .nothing,
        limit: "off by \(Limits.resultLength.milliseconds) or two frames")
    case .sound: Row(title: "has sound", rules: [.resultNoSound], need: .nothing)
    case .words:
      Row(
        title: "says what was sent", rules: [.resultAudioMismatch, .resultAudioForeign], need: .audio,
        limit: "1 s of other words")
    case .sync:
      Row(
        title: "sound in sync", rules: [.resultAudioOffset, .resultAudioDrift, .resultAudioJump],
        need: .audio,
        limit: "\(figure(Limits.audioOffsetWarning, 0)) ms; jumps of \(figure(Limits.audioJump, 0)) ms")
    case .complete:
      Row(
        title: "nothing missing in the sound", rules: [.resultAudioCut, .resultAudioDropout], need: .audio,
        limit: "\(figure(Limits.audioCut, 0)) ms at either end, 100 ms within")
    case .quality:
      Row(
        title: "sound clean", rules: [.resultAudioAltered], need: .audio,
        limit: "a similarity of \(figure(Limits.audioPurity, 2))")
    case .ends:
      Row(
        title: "picture and sound end together", rules: [.resultAVUneven], need: .nothing,
        limit: Limits.resultLength.milliseconds)
    case .picture:
      Row(
        title: "shows the video that was sent", rules: [.resultPictureMismatch], need: .video,
        limit: "\(figure(Limits.pictureDistance, 0)) levels of 255")
    case .schedule:
      Row(
        title: "played as asked", rules: [.resultPlaybackMismatch, .resultPictureOffset], need: .both,
        limit: "\(Limits.pictureOffset.milliseconds) late or early")
    case .moments:
      Row(
        title: "every picture in place",
        rules: [.resultPictureBlank, .resultPictureForeign, .resultFaceCovered], need: .video,
        limit: "one picture")
    case .movement:
      Row(
        title: "moves as the video does", rules: [.resultTailFrozen, .resultFrozen, .resultLowRate],
        need: .video,
        limit: "a freeze of \(figure(Limits.frozen.seconds, 2)) s")
    case .frame:
      Row(
        title: "shape, size and edges", rules: [.resultShape, .resultSmaller, .resultCropped], need: .video,
        limit: "\(figure(Limits.shape * 100, 0)) % squeezed, \(figure(Limits.size, 1)) of a side")
    case .detail:
      Row(
        title: "colours and detail", rules: [.resultLevels, .resultSofter, .resultColourShifted],
        need: .video,
        limit: "\(figure(Limits.sharpness * 100, 0)) % of the detail")
    case .face:
      Row(
        title: "face worked on", rules: [.resultUnedited, .resultStillMouth, .resultFaceUnedited],
        need: .video)
    case .lips:
      Row(
        title: "lips follow the sound", rules: [.resultLipsOffset], need: .nothing,
        limit: "\(figure(Limits.lipOffset, 0)) ms, at a confidence of \(figure(Limits.lipConfidence, 1))")
    case .cover:
      Row(
        title: "cover is of it", rules: Rule.coverRules, need: .nothing,
        limit: "a similarity of \(figure(Limits.coverSimilarity, 1))")
    }
  }
}
