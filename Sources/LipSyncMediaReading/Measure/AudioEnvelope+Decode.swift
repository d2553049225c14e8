extension AudioEnvelope {
  /// Decodes a source's audio to its envelope. Blocks; 720 kB of memory an hour.
  ///
  /// - Throws: `MediaError` with code `.noSuchStream` where there is no audio, `.unsupported` for sample rates
  ///   outside 1,000...768,000 Hz, and what
  ///   `MediaInfo.probeBlocking(_:readLimit:deadline:)` throws.
  package static func decode(_ source: any ByteSource, deadline: Deadline = .none) throws(MediaError)
    -> AudioEnvelope
  {
    let decoded = try DecodedMedia.decode(
      source, options: .init(signatures: false, envelope: true, video: false), deadline: deadline)
    guard let envelope = decoded.envelope else {
      throw MediaError(
        .noSuchStream, operation: "decode", subject: source.name,
        message: "has no audio stream; give a file with sound")
    }
    return envelope
  }
}
