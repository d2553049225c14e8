/// What a frame of MPEG audio, layer III, says of itself (ISO/IEC 11172-3 § 2.4.1 and 13818-3 § 2.4.1).
enum MPEGAudioFrame {
  private static let kilobits = [
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ]
  private static let rates = [44100, 48000, 32000]

  /// How many samples of each channel a packet decodes to; nil where it is not one whole frame of the rate, or its side
  /// information breaks the format. What follows it may be damaged: it is heard, and is no longer or shorter for it.
  static func samples(_ bytes: UnsafeBufferPointer<UInt8>, rate: Int) -> Int? {
    guard bytes.count >= 4, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 else { return nil }
    let version = Int(bytes[1] >> 3 & 3)
    let (bitrate, place) = (Int(bytes[2] >> 4), Int(bytes[2] >> 2 & 3))
    guard version != 1, bytes[1] >> 1 & 3 == 1, 1...14 ~= bitrate, place < 3 else { return nil }
    let isFirst = version == 3
    // MPEG-2 halves the rates of MPEG-1, and 2.5 halves them again.
    guard rates[place] / [4, 1, 2, 1][version] == rate else { return nil }
    let samples = isFirst ? 1152 : 576
    let length = samples / 8 * kilobits[isFirst ? 0 : 1][bitrate - 1] * 1000 / rate + Int(bytes[2] >> 1 & 1)
    let isProtected = bytes[1] & 1 == 0
    var bits = BitReader(bytes, from: isProtected ? 6 : 4)
    guard length == bytes.count, holds(&bits, isFirst: isFirst, channels: bytes[3] >> 6 == 3 ? 1 : 2) else {
      return nil
    }
    return samples
  }

  /// Whether side information (§ 2.4.1.7) is such that a decoder goes on.
  private static func holds(_ bits: inout BitReader, isFirst: Bool, channels: Int) -> Bool {
    // Where the main data begins, private bits, and what scale factors the granules share.
    bits.skip(isFirst ? (channels == 1 ? 9 + 5 + 4 : 9 + 3 + 8) : (channels == 1 ? 8 + 1 : 8 + 2))
    for _ in 0..<(isFirst ? 2 : 1) * channels {
      bits.skip(12)
      guard bits.read(9) <= 288 else { return false }
      bits.skip(isFirst ? 8 + 4 : 8 + 9)
      if bits.read(1) == 1 {
        // Windows that are switched are of a type that is not the normal one.
        guard bits.read(2) != 0 else { return false }
        bits.skip(1 + 10 + 9)
      } else {
        bits.skip(15 + 7)
      }
      bits.skip(isFirst ? 3 : 2)
    }
    return !bits.isPastEnd
  }

  /// Bits from the highest on.
  private struct BitReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
      self.bytes = bytes
      place = start * 8
    }

    var isPastEnd: Bool { place > bytes.count * 8 }

    mutating func skip(_ count: Int) { place += count }

    mutating func read(_ count: Int) -> Int {
      defer { place += count }
      var value = 0
      for bit in place..<place + count {
        let byte = bit >> 3 < bytes.count ? Int(bytes[bit >> 3]) : 0
        value = value << 1 | byte >> (7 - bit & 7) & 1
      }
      return value
    }
  }
}
