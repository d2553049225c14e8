public import LipSyncMedia

/// What was proved about a result.
public struct VerifyReport: Sendable {
  /// The cover, as it was found.
  public struct Cover: Sendable {
    /// The path or URL it came from, signatures shortened.
    public var source: String
    /// Its path; nil if it was not kept.
    public var path: String?
    /// Width in pixels; nil if it does not decode.
    public var width: Int?
    /// Height in pixels; nil if it does not decode.
    public var height: Int?
    /// The moment of the result whose picture is nearest.
    public var moment: MediaTime?
    /// How alike the two are: correlation of luma, 0 to 1.
    public var similarity: Double?
  }

  /// The length, three ways.
  public struct Lengths: Sendable, Equatable {
    /// What the service stated.
    public var reported: MediaTime?
    /// What a full decode gave.
    public var measured: MediaTime?
    /// What the playback plan gives, over all that the service leaves open.
    public var expected: ClosedRange<MediaTime>?
  }

  /// How the picture was played.
  public struct Playback: Sendable, Equatable {
    /// The type that was asked for.
    public var requested: PlaybackType?
    /// The type whose plan the result follows; nil if it follows none.
    public var detected: PlaybackType?
    /// What the service did in cases that its documentation leaves open, as far as this result shows it.
    public var models: [PlaybackModel]
    /// When the picture changes direction, on the result's clock.
    public var reversals: [MediaTime]
    /// The schedule recovered from the pictures, corner by corner.
    public var trace: [PlaybackTrace.Corner]
    /// How far the pictures are from those they were traced to: rms of luma.
    public var distance: Double?
    /// How much later than its schedule the picture runs; nil if it follows none.
    var lag: MediaTime?
    /// What this result shows of what the service's documentation leaves open, in words; nil if it shows nothing.
    public var undocumented: String? { PlaybackModel.words(models) }
  }

  /// The sum of the findings.
  public var verdict: Verdict { Verdict(findings) }
  /// The path or URL of the result, signatures shortened.
  public var source: String
  /// The result's path; nil if it was not kept.
  public var path: String?
  /// Its length in bytes.
  public var bytes: Int64?
  /// Its SHA-256 in lower-case hex.
  public var sha256: String?
  /// Against what the download was checked; nil for a file that was not downloaded.
  public var verifiedBy: String?
  /// What is in it.
  public var media: MediaInfo?
  /// The cover; nil if none was named.
  public var cover: Cover?
  /// The length, three ways.
  public var lengths = Lengths()
  /// The sound against the audio sent; nil if it was not compared.
  public var audio: AudioMatch?
  /// The picture against the video sent; nil if it was not compared.
  public var playback: Playback?
  /// Where the picture was changed; nil if it was not compared.
  public var difference: PictureDifference?
  /// How far the lips are from the sound; nil if that was not judged, for which `lipsUnjudged` says why.
  public var lips: LipOffset?
  /// Why lips were not held against the sound; nil if they were, or nothing was decoded.
  public var lipsUnjudged: LipOffset.Absence?
  /// The page of this report; nil if none was written.
  package var page: String?
  /// What such a page shows besides the figures.
  var exhibits: Exhibits?
  /// What was found.
  public var findings: [Finding] = []
  /// What was checked, and what came of each: passed, warned of, failed, or not compared and why.
  public internal(set) var checks: [ProofCheck] = []
  /// What the checks tell besides.
  var measured = Measured()

  /// An empty report.
  init(source: String) { self.source = source }
}
