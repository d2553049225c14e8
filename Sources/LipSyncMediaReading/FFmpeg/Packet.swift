package import CFFmpeg

/// An owned `AVPacket`: one piece of one stream, still coded.
///
/// A class, so that an absent packet (the end of a stream) can be passed as nil.
package final class Packet {
  package let raw: UnsafeMutablePointer<AVPacket>

  private init(adopting raw: UnsafeMutablePointer<AVPacket>) { self.raw = raw }

  package static func allocate(_ faults: FaultLog) throws(MediaError) -> Packet {
    Packet(adopting: try faults.allocated(av_packet_alloc(), "av_packet_alloc"))
  }

  deinit {
    var raw: UnsafeMutablePointer<AVPacket>? = raw
    av_packet_free(&raw)
  }

  /// Gives the payload back; the packet can be filled again.
  func clear() { av_packet_unref(raw) }

  /// A packet of its own that shares this one's (reference counted) payload.
  func share(_ faults: FaultLog) throws(MediaError) -> Packet {
    let copy = try Packet.allocate(faults)
    try faults.check(av_packet_ref(copy.raw, raw), "av_packet_ref")
    return copy
  }

  package var stream: Int { Int(raw.pointee.stream_index) }
  var pts: Int64? { raw.pointee.pts == cffmpeg_NO_PTS ? nil : raw.pointee.pts }
  /// Nil also where it is out of range: nothing is shown by it.
  var dts: Int64? { TickBounds.hold(raw.pointee.dts) ? raw.pointee.dts : nil }
  /// 0 where unknown.
  var duration: Int64 { TickBounds.length(raw.pointee.duration) }
  var size: Int { Int(raw.pointee.size) }
  /// Offset in the source; nil where unknown.
  var offset: Int64? { raw.pointee.pos < 0 ? nil : raw.pointee.pos }
  var isKey: Bool { raw.pointee.flags & AV_PKT_FLAG_KEY != 0 }
  var isCorrupt: Bool { raw.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }
  /// Whether it is decoded only for what follows and never shown, as edit lists ask.
  var isDiscarded: Bool { raw.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }

  /// The payload, borrowed: valid as long as the packet is not cleared.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: raw.pointee.data, count: size) }

  /// Decoded samples to leave out at the packet's start and at its end (`AV_PKT_DATA_SKIP_SAMPLES`).
  var skippedSamples: (start: Int64, end: Int64) {
    var size = 0
    guard let data = av_packet_get_side_data(raw, AV_PKT_DATA_SKIP_SAMPLES, &size), size >= 8 else {
      return (0, 0)
    }
    let number = { (offset: Int) in (0..<4).reduce(Int64(0)) { $0 | Int64(data[offset + $1]) << ($1 * 8) } }
    return (number(0), number(4))
  }

  func hasSideData(_ type: AVPacketSideDataType) -> Bool { av_packet_get_side_data(raw, type, nil) != nil }
}
