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
  private(set) var times: PictureTimes
  private(set) var untimed = 0
  /// Pictures before the first key picture, or shown before it.
  private(set) var early = 0
  private var broken = 0
  /// How often the clock went back from one packet to the next in the order of decoding: something else begins there.
  private(set) var setbacks = 0
  private var clock: Int64?
  private var latest: Int64?
  /// Whether what stands in a packet's place can be told from one.
  private let isTelling: Bool
  /// Where the first packet lies that is none of its codec's; nil where none was seen.
  private(set) var foreign: Int64?
  private var firstKey: Int64?
  /// How many pictures come before what was left out of the source; nil where nothing was.
  private(set) var head: Int?

  init(_ demuxer: Demuxer, stream: Int, isCut: Bool) {
    self.demuxer = demuxer
    self.stream = stream
    self.isCut = isCut
    isTelling = ForeignBytes.canBeTold(
      demuxer.stream(stream).pointee.codecpar.pointee.codec_id, in: demuxer.formatName)
    times = PictureTimes(areListed: demuxer.formatName.hasPrefix("mov"))
    chain = NALChain(demuxer.stream(stream).pointee.codecpar.pointee)
  }

  /// Whether each packet so far is one whole picture with a time of its own.
  var areProof: Bool { untimed + early + broken == 0 }

  mutating func take(_ packet: Packet) {
    count += 1
    if packet.isCorrupt { corrupt += 1 }
    watchClock(packet)
    if head == nil, demuxer.io.isBehindSplice(packet) { head = times.starts.count }
    guard !packet.isDiscarded, packet.size > 0, !isHidden(packet) else { return }
    if !demuxer.io.leavesOut(packet) {
      if let chain, !chain.holds(packet.bytes) { broken += 1 }
      if foreign == nil, isTelling, ForeignBytes.areSeen(packet.bytes) {
        foreign = packet.offset
      }
    }
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

  /// Packets are stamped with when they are decoded, or not; and all that comes before a key picture is shown before it.
  private mutating func watchClock(_ packet: Packet) {
    if let dts = packet.dts {
      if let clock, dts < clock { setbacks += 1 }
      clock = dts
    }
    guard let pts = packet.pts, !packet.isDiscarded else { return }
    if packet.isKey, let latest, pts < latest { setbacks += 1 }
    latest = max(latest ?? pts, pts)
  }

  private var codec: AVCodecID { demuxer.stream(stream).pointee.codecpar.pointee.codec_id }

  /// VP8 codes pictures that are only referred to (RFC 6386 § 9.1, `show_frame`).
  private func isHidden(_ packet: Packet) -> Bool {
    codec == AV_CODEC_ID_VP8 && packet.raw.pointee.data.map { $0[0] & 0x10 == 0 } ?? false
  }
}
