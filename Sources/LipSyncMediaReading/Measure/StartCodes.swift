internal import CFFmpeg

/// Units of H.264 and HEVC where start codes precede them, as in transport streams (ITU-T H.264 and H.265, annex B).
enum StartCodes {
  /// Whether a packet holds a slice of a picture, and not just what may stand before one: then a decoder gives no picture.
  static func holdPicture(_ packet: UnsafeBufferPointer<UInt8>, _ codec: AVCodecID) -> Bool {
    var place = 2
    while place + 1 < packet.count {
      // Of three bytes the last one tells how far the next code may be.
      if packet[place] > 1 {
        place += 3
      } else if packet[place] == 1, packet[place - 1] == 0, packet[place - 2] == 0 {
        if isSlice(packet[place + 1], codec) { return true }
        place += 3
      } else {
        place += 1
      }
    }
    return false
  }

  /// By the first byte of a unit (H.264 table 7-1, H.265 table 7-1).
  private static func isSlice(_ head: UInt8, _ codec: AVCodecID) -> Bool {
    codec == AV_CODEC_ID_HEVC ? head >> 1 & 0x3F < 32 : [1, 2, 5].contains(head & 0x1F)
  }
}
