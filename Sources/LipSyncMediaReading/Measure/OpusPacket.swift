/// What an Opus packet says of itself (RFC 6716 § 3.1 and 3.2).
enum OpusPacket {
  /// How a packet's sound is coded.
  enum Mode: Equatable {
    /// Linear prediction, resampled by the decoder: what comes out of it may lag behind.
    case silk
    /// The transform codec, alone or with linear prediction below it: as many samples come out as the packet says.
    case transform
  }

  /// Samples a millisecond; Opus always counts at 48 kHz.
  private static let rate = 48
  /// A packet holds no more than 120 ms (§ 3.2.5, requirement R5).
  private static let longest = 120 * rate

  /// The mode of a packet that starts with these bytes; nil for an empty one.
  static func mode(_ bytes: UnsafeBufferPointer<UInt8>) -> Mode? {
    bytes.first.map { $0 >> 3 < 12 ? .silk : .transform }
  }

  /// How many samples of each channel, at 48 kHz, a packet decodes to; nil where it breaks the format.
  static func samples(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let head = bytes.first else { return nil }
    let frames: Int
    switch head & 3 {
    case 0: frames = 1
    case 1, 2: frames = 2
    default:
      guard bytes.count > 1 else { return nil }
      frames = Int(bytes[1] & 0x3F)
    }
    let count = frames * frameLength(Int(head >> 3))
    return count > 0 && count <= longest ? count : nil
  }

  /// Table 2 of RFC 6716, in samples.
  private static func frameLength(_ configuration: Int) -> Int {
    switch configuration {
    case ..<12: [10, 20, 40, 60][configuration & 3] * rate
    case ..<16: [10, 20][configuration & 1] * rate
    default: (5 << (configuration & 3)) * rate / 2
    }
  }
}
