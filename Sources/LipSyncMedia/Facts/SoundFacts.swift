/// What is heard in a source: all of it decoded.
public struct SoundFacts: Sendable, Equatable {
  /// Audio softer than this root mean square over 5 ms is silence: -60 dB of full scale.
  package static let silentLevel: Float = 0.001

  /// Integrated loudness in LUFS (EBU R 128, ITU-R BS.1770-4); nil where nothing is louder than -70 LUFS or it lasts
  /// less than 0.4 s.
  public var loudness: Double?
  /// The largest sample in dB of full scale; nil where all are zero.
  public var peak: Double?
  /// Silence before the first sound; all of it where there is none.
  public var silentHead: MediaTime
  /// Silence behind the last sound; zero where there is none.
  public var silentTail: MediaTime
  /// Whether nothing is louder than silence.
  public var isSilent: Bool

  /// Facts as measured.
  package init(
    loudness: Double?, peak: Double?, silentHead: MediaTime, silentTail: MediaTime, isSilent: Bool
  ) {
    self.loudness = loudness
    self.peak = peak
    self.silentHead = silentHead
    self.silentTail = silentTail
    self.isSilent = isSilent
  }
}
