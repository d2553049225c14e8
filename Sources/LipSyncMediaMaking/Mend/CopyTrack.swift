internal import CFFmpeg
internal import LipSyncMediaReading
internal import Platform

/// Streams whose packets are written as they are, at their times from the recipe's zero on.
final class CopyTrack: MendTrack {
  private let pieces: [MediaRecipe.Piece]
  private let origins: [MediaTime]
  private let kinds: [AVMediaType]
  private let faults: FaultLog
  private var place = 0
  private var demuxer: Demuxer
  /// The streams of the piece that are copied, in the order of `targets`.
  private var indices: [Int]
  private var targets: [UnsafeMutablePointer<AVStream>] = []
  /// What each stream's packets hold.
  private(set) var hashes: [PacketHash] = []
  /// When each stream's last packet is to be decoded.
  private var last: [Int64?] = []
  private let packet: Packet
  /// The first packet is there already.
  private var isPrimed = false
  /// When the piece begins that is read.
  private var start = MediaTime.zero
  private(set) var position = MediaTime.zero
  private(set) var packets = 0

  /// - Parameter samples: how many samples a FLAC header is to state; nil to leave it.
  init(
    _ pieces: [MediaRecipe.Piece], origins: [MediaTime], kinds: [AVMediaType], samples: Int64?,
    muxer: borrowing Muxer, faults: FaultLog
  ) throws(MediaError) {
    (self.pieces, self.origins, self.kinds, self.faults) = (pieces, origins, kinds, faults)
    (demuxer, indices) = try Self.open(pieces[0], kinds, faults)
    packet = try Packet.allocate(faults)
    for index in indices {
      let source = demuxer.stream(index)
      let target = try faults.allocated(avformat_new_stream(muxer.raw, nil), "avformat_new_stream")
      try faults.check(
        avcodec_parameters_copy(target.pointee.codecpar, source.pointee.codecpar), "avcodec_parameters_copy")
      target.pointee.codecpar.pointee.codec_tag = 0
      target.pointee.time_base = source.pointee.time_base
      target.pointee.sample_aspect_ratio = source.pointee.sample_aspect_ratio
      target.pointee.avg_frame_rate = source.pointee.avg_frame_rate
      try faults.check(cffmpeg_copy_side_data(target, source), "av_stream_new_side_data")
      if let samples { Self.state(samples, in: target.pointee.codecpar) }
      targets.append(target)
      last.append(nil)
      hashes.append(PacketHash(of: source.pointee.codecpar.pointee))
    }
    isPrimed = try demuxer.read(into: packet)
    if isPrimed { statePriming() }
  }

  /// The kinds of a piece's streams have to be there.
  private static func open(
    _ piece: MediaRecipe.Piece, _ kinds: [AVMediaType], _ faults: FaultLog
  ) throws(MediaError) -> (Demuxer, [Int]) {
    let demuxer = try Demuxer.open(try piece.open(), deadline: faults.deadline)
    var indices: [Int] = []
    for kind in kinds {
      guard let index = demuxer.best(kind) else {
        throw MediaError(
          .noSuchStream, operation: "av_find_best_stream", subject: piece.path,
          message: "a stream that is to be copied is not there")
      }
      indices.append(index)
    }
    demuxer.keep(indices)
    return (demuxer, indices)
  }

  /// Writes a number of samples into FLAC's STREAMINFO: the last 36 bits before its digest.
  private static func state(_ samples: Int64, in parameters: UnsafeMutablePointer<AVCodecParameters>) {
    guard parameters.pointee.codec_id == AV_CODEC_ID_FLAC, parameters.pointee.extradata_size >= 34,
      let header = parameters.pointee.extradata, (0..<(1 << 36)).contains(samples)
    else { return }
    header[13] = header[13] & 0xF0 | UInt8(truncatingIfNeeded: samples >> 32)
    for byte in 0..<4 { header[14 + byte] = UInt8(truncatingIfNeeded: samples >> (24 - 8 * byte)) }
  }

  /// MP3's muxer writes into its header how many samples to leave out at the start, if it is told.
  private func statePriming() {
    guard let place = indices.firstIndex(of: packet.stream),
      targets[place].pointee.codecpar.pointee.codec_id == AV_CODEC_ID_MP3
    else { return }
    var size = 0
    guard let data = av_packet_get_side_data(packet.raw, AV_PKT_DATA_SKIP_SAMPLES, &size), size >= 4 else {
      return
    }
    let skipped = (0..<4).reduce(CInt(0)) { $0 | CInt(data[$1]) << CInt($1 * 8) }
    targets[place].pointee.codecpar.pointee.initial_padding = skipped
  }

  /// A container states once for all packets of a stream how they are decoded: what follows has to be of the first piece's form.
  private func holdForms() throws(MediaError) {
    for (index, target) in zip(indices, targets) {
      guard let own = demuxer.stream(index).pointee.codecpar?.pointee,
        let first = target.pointee.codecpar?.pointee
      else { continue }
      let isSame =
        own.codec_id == first.codec_id && own.width == first.width && own.height == first.height
        && own.extradata_size == first.extradata_size
        && (own.extradata_size == 0
          || memcmp(own.extradata, first.extradata, Int(own.extradata_size)) == 0)
      guard isSame else {
        throw MediaError(
          .unsupported, operation: "CopyTrack", subject: pieces[place].path,
          message: "it was encoded in another way than what comes before it, so its packets cannot follow")
      }
    }
  }

  /// No container has packets whose clock goes back, as that of a second recording in the same file does; few have two of one time.
  private func step(to time: Int64, _ stream: Int, _ muxer: borrowing Muxer) throws(MediaError) {
    guard time != cffmpeg_NO_PTS else { return }
    let mayRepeat = muxer.raw.pointee.oformat.pointee.flags & AVFMT_TS_NONSTRICT != 0
    if let last = last[stream], mayRepeat ? time < last : time <= last {
      throw MediaError(
        .malformed, operation: "CopyTrack", subject: pieces[place].path,
        message: "its clock goes back or stands still in the middle, so its packets cannot be copied")
    }
    last[stream] = time
  }

  func advance(_ muxer: borrowing Muxer) throws(MediaError) -> Bool {
    if !isPrimed, try !demuxer.read(into: packet) {
      guard place + 1 < pieces.count, let length = pieces[place].length else { return false }
      start = start + length
      place += 1
      (demuxer, indices) = try Self.open(pieces[place], kinds, faults)
      try holdForms()
      return true
    }
    isPrimed = false
    guard let stream = indices.firstIndex(of: packet.stream) else { return true }
    try faults.checkDeadline("CopyTrack")
    hashes[stream].take(packet)
    let tick = demuxer.tick(of: indices[stream])
    let shift = (start - origins[place]).count(of: tick)
    let raw = packet.raw
    if raw.pointee.pts != cffmpeg_NO_PTS { raw.pointee.pts += shift }
    if raw.pointee.dts != cffmpeg_NO_PTS {
      raw.pointee.dts += shift
      position = max(position, tick * raw.pointee.dts)
    }
    av_packet_rescale_ts(
      raw, demuxer.stream(indices[stream]).pointee.time_base, targets[stream].pointee.time_base)
    try step(to: raw.pointee.dts, stream, muxer)
    raw.pointee.stream_index = targets[stream].pointee.index
    raw.pointee.pos = -1
    packets += 1
    try muxer.write(packet)
    return true
  }
}
