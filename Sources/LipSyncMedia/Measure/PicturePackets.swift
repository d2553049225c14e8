internal import CFFmpeg

/// What the packets of a video stream tell of its pictures, none of them decoded.
struct PicturePackets {
  private let demuxer: Demuxer
  private let stream: Int
  /// How a packet is cut into units; nil where it does not say it itself.
  private let chain: NALChain?
  /// Whether packets were cut out of a stream by a parser.
  private let isCut: Bool
  private(set) var count = 0
  private(set) var corrupt = 0
  /// When the pictures are shown.
  private(set) var times = PictureTimes()
  private(set) var untimed = 0
  /// Pictures before the first key picture, or shown before it.
  private(set) var early = 0
  private var broken = 0
  private var firstKey: Int64?
  /// How many pictures come before what was left out of the source; nil where nothing was.
  private(set) var head: Int?

  init(_ demuxer: Demuxer, stream: Int, isCut: Bool) {
    self.demuxer = demuxer
    self.stream = stream
    self.isCut = isCut
    chain = NALChain(demuxer.stream(stream).pointee.codecpar.pointee)
  }

  /// Whether each packet so far is one whole picture with a time of its own.
  var areProof: Bool { untimed + early + broken == 0 }

  mutating func take(_ packet: Packet) {
    count += 1
    if packet.isCorrupt { corrupt += 1 }
    if head == nil, demuxer.io.isBehindSplice(packet) { head = times.starts.count }
    guard !packet.isDiscarded, packet.size > 0, !isHidden(packet) else { return }
    if let chain, !demuxer.io.leavesOut(packet), !chain.holds(packet.bytes) { broken += 1 }
    if isCut, !StartCodes.holdPicture(packet.bytes, codec) { broken += 1 }
    guard let pts = packet.pts else {
      untimed += 1
      return
    }
    if firstKey == nil, packet.isKey { firstKey = pts }
    // A decoder may or may not show it.
    if firstKey.map({ pts < $0 }) ?? true { early += 1 }
    times.add(pts, packet.duration)
  }

  private var codec: AVCodecID { demuxer.stream(stream).pointee.codecpar.pointee.codec_id }

  /// VP8 codes pictures that are only referred to (RFC 6386 § 9.1, `show_frame`).
  private func isHidden(_ packet: Packet) -> Bool {
    codec == AV_CODEC_ID_VP8 && packet.raw.pointee.data.map { $0[0] & 0x10 == 0 } ?? false
  }
}
