/// What packets of AMR say of themselves (RFC 4867 § 5.3): frames one behind the other, each of 20 ms.
enum AMRFrame {
  /// Bytes of a frame of speech by its type, its first byte counted.
  private static let narrow = [13, 14, 16, 18, 20, 21, 27, 32]
  private static let wide = [18, 24, 33, 37, 41, 47, 51, 59, 61]

  /// How many samples a packet of one channel decodes to; nil where a frame in it is not whole, marked as damaged, or no
  /// speech: what comes of those is the decoder's to say.
  static func samples(_ bytes: UnsafeBufferPointer<UInt8>, isWide: Bool) -> Int? {
    let lengths = isWide ? wide : narrow
    var (place, count) = (0, 0)
    while place < bytes.count {
      let (type, isGood) = (Int(bytes[place] >> 3 & 15), bytes[place] & 4 != 0)
      guard isGood, type < lengths.count, bytes.count - place >= lengths[type] else { return nil }
      place += lengths[type]
      count += isWide ? 320 : 160
    }
    return count > 0 ? count : nil
  }
}
