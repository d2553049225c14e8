internal import CFFmpeg

extension MediaInfo {
  /// Facts and exact durations of a source.
  ///
  /// What is exact, and what it costs, by `durationMethod`:
  ///
  /// - `index`: an ISO file (MP4, MOV, M4A), remote or of 256 MiB and more, costs its index, its first pictures and first
  ///   packets of sound: tens of kilobytes and one or two round trips, and one more for each fragment, or two for all of them
  ///   where a list tells where they are. Uncompressed sound in WAV,
  ///   AIFF, CAF and the like costs its head and its tail. Lengths are exact to the frame and the sample. A remote video
  ///   in WebM of more than 2 MiB that states no length costs its head and its tail, too. That its clock goes on and its sound
  ///   has no gaps is what all recorders see to, but no proof: its length is right to the frame, and not called exact. Who
  ///   needs the proof pays for all its bytes, with `DecodedMedia`.
  /// - `packets`: one reading of the source. Pictures are counted by packets where container and codec keep one a packet
  ///   (ISO files, Matroska, FLV; progressive H.264 and HEVC in transport streams); the first is decoded. Sound is decoded,
  ///   or counted where its packets state their samples (Opus, MP3, AMR).
  /// - `decode`: one reading, two where that settles nothing, and of the video the first 5 million pixels and the last
  ///   group of pictures are decoded, up to 250 million in the second reading. `frames` is nil where packets may be halves
  ///   of pictures.
  /// - `header`: the read limit was reached. The container's claims stand, none of them exact.
  ///
  /// Blocks, so it is not for Swift's own threads: `probe(path:)` is. A few milliseconds for a clip on this machine; memory stays below 30 MB but for the index of very long
  /// files, of which FFmpeg keeps some 40 bytes a sample.
  ///
  /// - Parameters:
  ///   - source: where the bytes come from.
  ///   - readLimit: the most bytes of the source to go through in search of the exact lengths; past it the
  ///     container's claims stand and `isDurationExact` is false. Nil for all of it.
  ///   - deadline: when to give up.
  /// - Throws: `MediaError` with code `.notMedia`, `.malformed`, `.unsupported`, `.truncated` or `.encrypted`
  ///   for what the bytes are, `.read`, `.deadline` or `.cancelled` for what kept them away.
  public static func probeBlocking(
    _ source: any ByteSource, readLimit: Int64? = nil, deadline: Deadline = .none
  ) throws(MediaError) -> MediaInfo {
    let pass = try Probe.run(source, readLimit: readLimit, depth: .asNeeded, deadline: deadline)
    if !pass.needsDecode { return pass.info }
    return try Probe.run(source, readLimit: readLimit, depth: .decode, deadline: deadline).info
  }
}

/// One pass over a source.
enum Probe {
  static func run(
    _ source: any ByteSource, readLimit: Int64?, depth: Depth, deadline: Deadline
  ) throws(MediaError) -> (info: MediaInfo, needsDecode: Bool) {
    let demuxer: Demuxer
    do {
      demuxer = try Demuxer.open(source, deadline: deadline, analysis: .asNeeded, readLimit: readLimit)
    } catch {
      if let image = StillImage.describe(source, unreadBecauseOf: error) { return (image, false) }
      throw error
    }
    try Encryption.refuse(demuxer)
    try StillImage.refuseMoving(demuxer)
    var streams = Streams(demuxer, depth: depth)
    try streams.refuseCutIndex()
    try streams.refuseTooLarge()
    if depth == .asNeeded { streams.leaveOutPayload(readLimit: readLimit) }
    let end = try streams.scan(readLimit: readLimit)
    return (try streams.info(end), streams.needsDecode)
  }

  /// The streams in use while packets go by.
  struct Streams {
    let demuxer: Demuxer
    let depth: Depth
    let observer: (any FrameObserver)?
    var video: VideoScan?
    var audio: AudioScan?
    /// Whether the last packet is one that the source's end cuts short.
    private var lastIsCut = false

    init(_ demuxer: Demuxer, depth: Depth, observer: (any FrameObserver)? = nil) {
      self.demuxer = demuxer
      self.depth = depth
      self.observer = observer
      if let index = demuxer.best(AVMEDIA_TYPE_VIDEO) { startVideo(index) }
      if let index = demuxer.best(AVMEDIA_TYPE_AUDIO) { startAudio(index) }
      demuxer.keep([depth == .audioOnly ? nil : video?.stream, audio?.stream].compactMap(\.self))
    }

    private mutating func startVideo(_ index: Int) {
      video = VideoScan(demuxer, stream: index, depth: depth, observer: observer)
    }

    private mutating func startAudio(_ index: Int) {
      audio = AudioScan(demuxer, stream: index, depth: depth, observer: observer)
    }

    mutating func scan(readLimit: Int64?, progress: ((Double) -> Void)? = nil) throws(MediaError) -> End {
      guard demuxer.streamCount > 0 else { return .complete }
      let packet = try Packet.allocate(demuxer.faults)
      var meter = Meter(size: demuxer.io.source.size, report: progress)
      while true {
        do {
          guard try demuxer.read(into: packet) else { break }
        } catch {
          if demuxer.faults.hasStashed || [.deadline, .cancelled, .fault].contains(error.code) {
            throw error
          }
          try finish()
          return .broken
        }
        if let readLimit, demuxer.io.bytesRead > readLimit { return .limit }
        meter.at(packet.offset)
        lastIsCut = packet.isCorrupt
        adoptLateStream(packet.stream)
        if packet.hasSideData(AV_PKT_DATA_ENCRYPTION_INFO) { throw Encryption.error(demuxer.faults) }
        if packet.stream == video?.stream { try video?.take(packet) }
        if packet.stream == audio?.stream {
          try audio?.take(packet)
          if video == nil { audio?.leapAhead() }
        }
      }
      try finish()
      return .complete
    }

    /// Remote sources of up to this many bytes are fetched in one go where all of them is needed.
    private static let short: Int64 = 8 << 20

    /// Reads on through the index alone, where that is proof.
    func leaveOutPayload(readLimit: Int64?) {
      guard let gaps = IndexPlan.gaps(demuxer, video: video?.stream, audio: audio?.stream) else {
        if let splice = splice(readLimit: readLimit) {
          demuxer.io.splice = splice
          return
        }
        if video == nil, let tail = audio?.tail {
          return demuxer.io.expect([tail])
        }
        // What is short is best had whole.
        if let size = demuxer.io.source.size, size <= min(Self.short, readLimit ?? .max) {
          demuxer.io.expect([0..<size])
        }
        return
      }
      // What is kept is on its way already.
      demuxer.io.gaps = gaps
      // Parsers would look for headers in what is left out.
      demuxer.context.pointee.flags |= AVFMT_FLAG_NOPARSE
    }

    /// Where to cut a remote recording without length. Sound alone is short, and nothing but all of it tells how long it
    /// is, so that it is cut only where it may not be read.
    private func splice(readLimit: Int64?) -> Splice? {
      let source = demuxer.io.source
      guard source.isRemote, demuxer.formatName.hasPrefix("matroska"), HeaderClaims(demuxer).container == nil,
        video.map({ !$0.isDecoded }) ?? (audio != nil && source.size ?? 0 > readLimit ?? .max)
      else { return nil }
      return LiveMatroska.splice(demuxer.io, from: demuxer.io.position)
    }

    /// Whether what was read is not proof enough without decoding.
    var needsDecode: Bool { video?.needsDecode ?? false || audio?.needsDecode ?? false }

    /// Refuses pictures of more pixels than are decoded, before a decoder does without saying why.
    func refuseTooLarge() throws(MediaError) {
      if depth != .audioOnly, let video { try demuxer.refuseTooLarge(video.stream) }
    }

    /// An index that is cut off before any stream is described leaves nothing to tell.
    func refuseCutIndex() throws(MediaError) {
      guard video == nil, audio == nil, Truncation.structurePassesEnd(demuxer.io) else { return }
      throw MediaError(
        .truncated, operation: "avformat_open_input", subject: demuxer.faults.subject,
        message: "the file ends within its index; upload or download it again, whole")
    }

    /// FLV and transport streams announce a stream when its first packet comes.
    private mutating func adoptLateStream(_ index: Int) {
      guard index != video?.stream, index != audio?.stream else { return }
      let kind = demuxer.stream(index).pointee.codecpar.pointee.codec_type
      if kind == AVMEDIA_TYPE_AUDIO, audio == nil { startAudio(index) }
      if kind == AVMEDIA_TYPE_VIDEO, video == nil, !demuxer.isAttachedPicture(index) { startVideo(index) }
    }

    /// Tells a share of the source that never falls, a hundred times at most.
    private struct Meter {
      let size: Int64?
      let report: ((Double) -> Void)?
      var told = 0

      mutating func at(_ offset: Int64?) {
        guard let report, let size, size > 0, let offset, offset <= size else { return }
        let percent = Int(Double(offset) / Double(size) * 100)
        guard percent > told else { return }
        told = percent
        report(Double(percent) / 100)
      }
    }

    private mutating func finish() throws(MediaError) {
      try video?.finish()
      try audio?.finish()
    }

    func info(_ end: End) throws(MediaError) -> MediaInfo {
      // Only the pictures themselves may have said so.
      try refuseTooLarge()
      let header = HeaderClaims(try demuxer.whole())
      let measured = end != .limit
      let videoInfo = video?.info(measured: measured, header: header)
      let audioInfo = audio?.info(measured: measured, header: header)
      let foreign = [video?.foreign, audio?.foreign].compactMap(\.self).min()
      let isImage = StillImage.isImage(demuxer, frames: videoInfo?.frames, hasAudio: audioInfo != nil)
      let isTruncated =
        Truncation.found(
          demuxer, header: header,
          played: [videoInfo?.duration, audioInfo?.duration].compactMap(\.self).max(), lastIsCut: lastIsCut,
          end: end) || foreign != nil
      let moving = isImage ? nil : videoInfo?.duration
      let isExact =
        measured && !isTruncated && end == .complete && demuxer.faults.errorLines.isEmpty
        && (video?.isExact ?? true)
        && (audio?.isExact ?? true)
        && (video != nil || audio != nil) && demuxer.io.splice == nil
      var facts = MediaFacts(demuxer, video: video?.stream, audio: audio?.stream, seen: video?.look)
      facts.hasAlpha = video?.areTransparent ?? facts.hasAlpha
      // Where a header was not gone into, what was measured knows when streams begin.
      facts.videoStart = facts.videoStart ?? video?.start
      facts.audioStart = facts.audioStart ?? audio?.start
      facts.audioWait = measured ? audio?.packetStart.map { wait(before: $0) } : nil
      facts.audioGaps = measured ? audio?.gapLength : nil
      facts.trailing = TrailingBytes.found(demuxer.io, format: demuxer.formatName)
      return MediaInfo(
        container: demuxer.formatName, bytes: demuxer.io.source.size,
        duration: moving ?? audioInfo?.duration, isDurationExact: isExact,
        durationMethod: method(measured), headerDuration: header.container, video: videoInfo,
        audio: audioInfo, isImage: isImage, isTruncated: isTruncated, foreignBytesAt: foreign,
        unreadBytes: unread(measured), facts: facts)
    }

    /// How many bytes nobody has looked at: what an index, two ends or a limit spare.
    private func unread(_ measured: Bool) -> Int64? {
      let io = demuxer.io
      if let gaps = io.gaps { return gaps.leftOut }
      if let splice = io.splice { return splice.to - splice.at }
      guard !measured || audio?.hasLeapt ?? false else { return 0 }
      return io.source.size.map { max(0, $0 - io.bytesRead) }
    }

    /// How long the file's clock runs before the first packet of sound. The clock of an ISO file begins at zero, another's with
    /// the first of its streams.
    private func wait(before sound: MediaTime) -> MediaTime {
      if demuxer.formatName.hasPrefix("mov") { return max(.zero, sound) }
      return video?.start.map { max(.zero, sound - $0) } ?? .zero
    }

    private func method(_ measured: Bool) -> MediaInfo.DurationMethod {
      guard measured else { return .header }
      if demuxer.io.gaps != nil || demuxer.io.splice != nil || audio?.hasLeapt ?? false { return .index }
      if let video { return video.isDecoded ? .decode : .packets }
      return audio?.isDecoded == true ? .decode : .packets
    }
  }
}
