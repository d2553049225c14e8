internal import Platform

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

  init(_ envelope: AudioEnvelope, loudness: Double?, peak: Float) {
    let rate = Int64(AudioEnvelope.rate)
    let first = envelope.levels.firstIndex { $0 >= Self.silentLevel }
    let last = envelope.levels.lastIndex { $0 >= Self.silentLevel }
    isSilent = first == nil
    silentHead = first.map { MediaTime(Int64($0), rate) } ?? envelope.duration
    silentTail = last.map { max(.zero, envelope.duration - MediaTime(Int64($0) + 1, rate)) } ?? .zero
    self.loudness = loudness
    self.peak = peak > 0 ? 20 * log10(Double(peak)) : nil
  }

  /// Decodes a source's audio and measures it. Blocks.
  ///
  /// - Throws: what `AudioEnvelope.decode` throws.
  public static func measure(_ source: any ByteSource, deadline: Deadline = .none) throws(MediaError)
    -> SoundFacts
  {
    let options = DecodedMedia.Options(signatures: false, envelope: true, video: false, content: true)
    let decoded = try DecodedMedia.decode(source, options: options, deadline: deadline)
    guard let facts = decoded.info.facts.sound else {
      throw MediaError(
        .noSuchStream, operation: "decode", subject: source.name,
        message: "has no audio stream; give a file with sound")
    }
    return facts
  }
}
