package import CFFmpeg
internal import Platform

/// An opened container: an owned `AVFormatContext` over a byte source.
///
/// It reaches nothing but that source: the protocol whitelist is "none", no URL is given to FFmpeg, and whatever
/// a demuxer asks to open besides is refused.
package final class Demuxer {
  let context: UnsafeMutablePointer<AVFormatContext>
  let io: SourceIO
  package let faults: FaultLog
  /// Whether an ISO file's samples may be listed in fragments behind its index.
  private(set) var isFragmented = false
  /// Whether an ISO file's header states that its length is not known.
  private(set) var isLengthOpen = false
  /// Whether the file lists its samples in an index that FFmpeg holds.
  lazy var hasSampleTables = formatName.hasPrefix("mov")
  /// By stream: where in its index the packet stands that came last.
  var tablePlaces: [Int: CInt] = [:]
  /// By stream: how long its last sample lasts by the file's own tables; nil where they are of no use.
  var lastLengths: [Int: Int64?] = [:]
  /// Whether the last read came to an end.
  private var hasEnded = false
  /// Whether FFmpeg read ahead for what the header leaves open.
  private(set) var isAnalysed = false

  private init(adopting context: UnsafeMutablePointer<AVFormatContext>, io: SourceIO) {
    self.context = context
    self.io = io
    self.faults = io.faults
  }

  deinit {
    var context: UnsafeMutablePointer<AVFormatContext>? = context
    avformat_close_input(&context)
  }

  /// How far FFmpeg reads ahead for what the header leaves open.
  package enum Analysis {
    /// Not at all.
    case none
    /// Where streams, or what they are made of, are not all in the header.
    case asNeeded
    /// Until every stream's parameters are known, by decoding where need be.
    case full
  }

  /// Opens a source.
  ///
  /// - Parameters:
  ///   - readLimit: what is announced to the source in advance stays within so many bytes.
  ///   - isArriving: whether to do without what stands at the end.
  package static func open(
    _ source: any ByteSource, deadline: Deadline, analysis: Analysis = .full, readLimit: Int64? = nil,
    isArriving: Bool? = nil
  ) throws(MediaError) -> Demuxer {
    let faults = FaultLog(subject: source.name, deadline: deadline)
    let io = try SourceIO.open(source, readLimit: readLimit, faults: faults)
    let format = try Sniffing.format(of: io)
    let isMovie = String(cString: format.pointee.name).hasPrefix("mov")
    let index = isMovie ? try MovieIndex.examine(io) : MovieIndex.Traits()
    let demuxer: Demuxer
    do {
      demuxer = try open(io, as: format, isArriving: isArriving ?? source.isArriving)
    } catch {
      throw StatedBytes.cause(of: error, io)
    }
    demuxer.settleSampleWidth()
    (demuxer.isFragmented, demuxer.isLengthOpen) = (index.isFragmented, index.isLengthOpen)
    switch analysis {
    case .none: break
    case .asNeeded: if !demuxer.describesItself { try demuxer.analyse() }
    case .full: try demuxer.analyse()
    }
    return demuxer
  }

  /// Demuxers that play to the end without the lists at the end that they would look for first: of fragments, of cues.
  private static let inOrder = ["mov,", "matroska"]

  /// Opens with a demuxer that has been chosen.
  static func open(
    _ io: SourceIO, as format: UnsafePointer<AVInputFormat>, isArriving: Bool = false
  ) throws(MediaError) -> Demuxer {
    let faults = io.faults
    var context = avformat_alloc_context()
    let raw = try faults.allocated(context, "avformat_alloc_context")
    raw.pointee.opaque = faults.opaque
    raw.pointee.pb = io.context
    raw.pointee.interrupt_callback = io.interrupt
    raw.pointee.protocol_whitelist = av_strdup("none")
    raw.pointee.format_whitelist = av_strdup(AcceptedMedia.demuxerList)
    raw.pointee.codec_whitelist = av_strdup(AcceptedMedia.decoderList)
    raw.pointee.io_open = { _, _, _, _, _ in cffmpeg_error(EPERM) }
    raw.pointee.skip_estimate_duration_from_pts = 1
    raw.pointee.max_streams = CInt(ErrorCodes.tracks)
    // Sound that calls itself PCM may be DTS or AC-3, which FFmpeg looks for in so many packets of 4 KiB with all its
    // demuxers: four times as many cost more than all else that is done with the file.
    if ["wav", "w64"].contains(String(cString: format.pointee.name)) { raw.pointee.max_probe_packets = 8 }
    if isArriving, inOrder.contains(where: String(cString: format.pointee.name).hasPrefix) {
      raw.pointee.flags |= AVFMT_FLAG_IGNIDX
    }
    guard raw.pointee.protocol_whitelist != nil, raw.pointee.format_whitelist != nil,
      raw.pointee.codec_whitelist != nil
    else {
      avformat_free_context(raw)
      throw faults.outOfMemory("av_strdup")
    }
    // On failure FFmpeg frees the context.
    let opened = Log.collecting(in: faults) { avformat_open_input(&context, nil, format, nil) }
    guard opened >= 0, let context else {
      try faults.check(opened < 0 ? opened : cffmpeg_error(ENOMEM), "avformat_open_input")
      throw faults.outOfMemory("avformat_open_input")
    }
    let demuxer = Demuxer(adopting: context, io: io)
    try faults.check(0, "avformat_open_input")
    return demuxer
  }

  /// Containers whose header names every stream, with all that a decoder has to be told.
  private static let describing = ["mov,", "matroska", "wav", "w64", "aiff", "caf", "au"]

  /// Whether the header alone says what there is: analysis costs more than the rest of a probe. Of several streams
  /// of a kind the best is known by decoding some of each, so those are analysed.
  private var describesItself: Bool {
    guard Self.describing.contains(where: formatName.hasPrefix), streamCount > 0 else { return false }
    var kinds: Set<Int32> = []
    return (0..<streamCount).allSatisfy { index in
      guard let parameters = stream(index).pointee.codecpar?.pointee else { return false }
      switch parameters.codec_type {
      case AVMEDIA_TYPE_VIDEO:
        if isAttachedPicture(index) { return true }
        // How long a picture is shown is measured where Matroska's header does not say it.
        if formatName.hasPrefix("matroska"), stream(index).pointee.avg_frame_rate.num == 0 { return false }
        return parameters.codec_id != AV_CODEC_ID_NONE && parameters.width > 0 && parameters.height > 0
          && kinds.insert(parameters.codec_type.rawValue).inserted
      case AVMEDIA_TYPE_AUDIO:
        // What calls itself PCM in WAV may be something else, which FFmpeg looks for before it gives the first packet.
        if parameters.codec_id == AV_CODEC_ID_PCM_S16LE, ["wav", "w64"].contains(formatName) { return false }
        // Matroska's demuxer trims the start of Opus by what the analysis finds.
        if parameters.codec_id == AV_CODEC_ID_OPUS, formatName.hasPrefix("matroska") { return false }
        return parameters.codec_id != AV_CODEC_ID_NONE && parameters.sample_rate > 0
          && parameters.ch_layout.nb_channels > 0 && kinds.insert(parameters.codec_type.rawValue).inserted
      default: return true
      }
    }
  }

  /// This, or, where fragments were taken as they came and the header knew of the first alone, opened again.
  func whole() throws(MediaError) -> Demuxer {
    guard io.source.isArriving, isFragmented else { return self }
    return try Demuxer.open(io.source, deadline: faults.deadline, isArriving: false)
  }

  /// Options of the decoders that FFmpeg makes while it analyses streams. Nobody looks at their pictures.
  private static let analysisLimits = [
    "max_pixels": String(Frame.maximumPixels), "skip_loop_filter": "all",
  ]

  /// Reads ahead until stream parameters are known (`avformat_find_stream_info`).
  func analyse() throws(MediaError) {
    isAnalysed = true
    // One set of options a stream.
    var options = [OpaquePointer?](repeating: nil, count: streamCount)
    for (key, value) in Self.analysisLimits {
      for index in options.indices { av_dict_set(&options[index], key, value, 0) }
    }
    defer { for index in options.indices { av_dict_free(&options[index]) } }
    let code = Log.collecting(in: faults) { avformat_find_stream_info(context, &options) }
    try faults.check(code, "avformat_find_stream_info")
  }

  /// The demuxer's name (`AVInputFormat.name`).
  var formatName: String { context.pointee.iformat.map { String(cString: $0.pointee.name) } ?? "unknown" }

  var streamCount: Int { Int(context.pointee.nb_streams) }

  /// A stream, borrowed: valid as long as the demuxer is.
  package func stream(_ index: Int) -> UnsafeMutablePointer<AVStream> {
    guard index < streamCount, let stream = context.pointee.streams[index] else {
      preconditionFailure("stream \(index) of \(streamCount)")
    }
    return stream
  }

  /// The stream that a player would pick; attached pictures are not video. Nil where there is none.
  package func best(_ kind: AVMediaType) -> Int? {
    func isDecodable(_ index: Int) -> Bool {
      Codec.decoder(for: stream(index).pointee.codecpar.pointee.codec_id) != nil
    }
    let index = Int(av_find_best_stream(context, kind, -1, -1, nil, 0))
    if index >= 0, !isAttachedPicture(index), isDecodable(index) { return index }
    // A phone puts spatial sound, which few can decode, beside the same in AAC, and calls it the default.
    let others = (0..<streamCount).filter {
      stream($0).pointee.codecpar.pointee.codec_type == kind && !isAttachedPicture($0)
    }
    return others.first(where: isDecodable) ?? others.first
  }

  func isAttachedPicture(_ index: Int) -> Bool {
    stream(index).pointee.disposition & AV_DISPOSITION_ATTACHED_PIC != 0
  }

  /// Lets only these streams' packets come out of `read`.
  package func keep(_ wanted: [Int]) {
    for index in 0..<streamCount {
      stream(index).pointee.discard = wanted.contains(index) ? AVDISCARD_DEFAULT : AVDISCARD_ALL
    }
  }

  /// Fills `packet` with the next one; false at the end. Times out of range are refused as malformed.
  package func read(into packet: Packet) throws(MediaError) -> Bool {
    packet.clear()
    var patience = Patience(limit: 10_000)
    while true {
      try faults.checkDeadline("av_read_frame")
      let code = Log.collecting(in: faults) { av_read_frame(context, packet.raw) }
      if code == cffmpeg_error(EAGAIN), !patience.isOver(at: io.bytesRead) { continue }
      if code == cffmpeg_ERROR_EOF, !faults.hasStashed {
        // Behind the last fragment there may be samples left of those before, which come where it is asked again.
        guard isFragmented, !hasEnded else { return false }
        hasEnded = true
        continue
      }
      hasEnded = false
      // GXF's demuxer calls the packet that ends the file an error (`gxf_packet`).
      if code == cffmpeg_error(EPERM), formatName == "gxf", !faults.hasStashed { return false }
      try faults.check(code, "av_read_frame")
      if let pts = packet.pts, !TickBounds.hold(pts) { throw TickBounds.error("av_read_frame", faults) }
      try stateLength(of: packet)
      return true
    }
  }

  /// Goes to the last key frame at or before `ticks` of the stream's time base.
  func seek(stream index: Int, to ticks: Int64) throws(MediaError) {
    let code = Log.collecting(in: faults) {
      av_seek_frame(context, CInt(index), ticks, AVSEEK_FLAG_BACKWARD)
    }
    try faults.check(code, "av_seek_frame")
  }

  /// The stream's time base as a length.
  package func tick(of index: Int) -> MediaTime { time(1, of: index) }

  /// `ticks` of a stream's time base as a time.
  func time(_ ticks: Int64, of index: Int) -> MediaTime {
    let base = stream(index).pointee.time_base
    return MediaTime(ticks: ticks, timeBase: base.num, base.den)
  }

  /// How the picture is turned and mirrored for showing, by its display matrix (ISO/IEC 14496-12 § 6.2.2).
  func orientation(of index: Int) -> Orientation {
    guard let matrix = cffmpeg_display_matrix(stream(index)) else { return .upright }
    // A point (p, q) is shown at (a p + c q, b p + d q).
    let (a, b, c, d) = (Double(matrix[0]), Double(matrix[1]), Double(matrix[3]), Double(matrix[4]))
    let isMirrored = a * d - b * c < 0
    guard a != 0 || b != 0 else { return .upright }
    // A mirror turns the first axis round.
    let quarter = Int(((isMirrored ? atan2(-b, -a) : atan2(b, a)) * 2 / .pi).rounded())
    return Orientation(rotation: (quarter + 4) % 4 * 90, isMirrored: isMirrored)
  }
}
