internal import Platform

extension SoundFacts {
  init(_ envelope: AudioEnvelope, loudness: Double?, peak: Float) {
    let rate = Int64(AudioEnvelope.rate)
    let first = envelope.levels.firstIndex { $0 >= Self.silentLevel }
    let last = envelope.levels.lastIndex { $0 >= Self.silentLevel }
    self.init(
      loudness: loudness, peak: peak > 0 ? 20 * log10(Double(peak)) : nil,
      silentHead: first.map { MediaTime(Int64($0), rate) } ?? envelope.duration,
      silentTail: last.map { max(.zero, envelope.duration - MediaTime(Int64($0) + 1, rate)) } ?? .zero,
      isSilent: first == nil)
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
