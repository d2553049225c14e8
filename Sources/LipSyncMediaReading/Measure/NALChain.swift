internal import CFFmpeg

/// How packets of H.264 and HEVC are cut into their units where each is preceded by its length (ISO/IEC 14496-15 § 4.3.3 and
/// 5.3.3).
///
/// Where the lengths do not fill a packet, its place or its size in the index is wrong, and its picture may be lost.
struct NALChain {
  private let width: Int

  /// Nil where units are not preceded by lengths, but by start codes.
  init?(_ stream: AVCodecParameters) {
    let record = UnsafeBufferPointer(start: stream.extradata, count: Int(stream.extradata_size))
    let place: Int
    switch stream.codec_id {
    case AV_CODEC_ID_H264: place = 4
    case AV_CODEC_ID_HEVC: place = 21
    default: return nil
    }
    // Version 1 comes first (§ 5.3.3.1.2 and 8.3.3.1.2).
    guard record.count > place, record[0] == 1 else { return nil }
    width = Int(record[place] & 3) + 1
  }

  /// Whether a sample of `size` bytes may begin so: with a unit that it has room for, whose first bit is none (§ 7.3.1 of
  /// H.264, 7.3.1.2 of H.265).
  func mayBegin(_ head: UnsafeBufferPointer<UInt8>, of size: Int) -> Bool {
    guard head.count > width else { return true }
    let length = head[..<width].reduce(0) { $0 << 8 | Int($1) }
    return 1...max(1, size - width) ~= length && head[width] & 0x80 == 0
  }

  /// Whether the units fill the packet.
  func holds(_ packet: UnsafeBufferPointer<UInt8>) -> Bool {
    var place = 0
    while place + width <= packet.count {
      let length = packet[place..<place + width].reduce(0) { $0 << 8 | Int($1) }
      place += width + length
    }
    return place == packet.count
  }
}
