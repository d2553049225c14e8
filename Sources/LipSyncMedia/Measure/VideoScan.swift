internal import CFFmpeg

/// A video stream while its packets go by: which pictures play, from when to when.
///
/// Where container and codec keep one picture a packet with a time of its own, packets are proof enough, once
/// the first picture has been decoded and starts where its packet says. Else everything is decoded while that is cheap, and of a long stream the head and the last group of
/// pictures: the length needs the first picture's start and the last one's end, nothing between.
struct VideoScan {
  /// Pictures are decoded up to this many pixels, some ten milliseconds' work, and where that has settled nothing,
  /// up to about a second's.
  private static let pixelBudgets = (asNeeded: Int64(5_000_000), decode: Int64(250_000_000))
  /// The last group of pictures is kept for decoding up to this many bytes.
  private static let tailBudget = 32 << 20
  /// A last group of fewer packets is decoded with the one before it: its first pictures may refer to that one.
  private static let shortGroup = 16
  /// The first picture has to come out of this many packets.
  private static let headPackets = 64
  private static let plainContainers = ["mov,", "matroska", "flv", "live_flv"]
  private static let plainCodecs: Set<AVCodecID> = [
    AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_VP8, AV_CODEC_ID_VP9, AV_CODEC_ID_AV1, AV_CODEC_ID_MPEG4,
    AV_CODEC_ID_PRORES, AV_CODEC_ID_DNXHD,
  ]
  /// Codecs of which a parser cuts a transport stream into pictures; where H.264 is interlaced, into halves of them.
  private static let cutCodecs: Set<AVCodecID> = [AV_CODEC_ID_H264, AV_CODEC_ID_HEVC]
  /// Packets kept at the start of a transport stream, which may begin within a group of pictures.
  private static let probation = 24

  let stream: Int
  private let demuxer: Demuxer
  private let canDecode: Bool
  private let depth: Probe.Depth
  private let observer: (any FrameObserver)?
  private var decoder: Decoder?
  private var pixels: Int64 = 0
  private var shown = Shown()
  private var decoded = Shown()
  private var tail: [Packet] = []
  private var tailBytes = 0
  /// Where in the tail the last group of pictures begins; before it stands the one before.
  private var lastKey = 0
  /// Whether the tail follows what was decoded at once: the first group of pictures goes on to the end.
  private var isTailJoined = true
  /// How many pictures were decoded before the tail, and how long they play.
  private var opening: (pictures: Int, length: Int64?)?
  /// Whether pictures of the tail have no times of their own.
  private var isTailGuessed = false
  private var firstKey: Int64?
  private var packets = 0
  private var faulty = 0
  /// How a packet is cut into units; nil where it does not say it itself.
  private let chain: NALChain?
  /// Whether packets were cut out of a stream by a parser.
  private let isCut: Bool
  /// Of those the first, until it is known that they are proof; nil afterwards.
  private var kept: [Packet]?
  private var broken = 0
  private var untimed = 0
  private var early = 0
  private var guessed = 0
  private var mode: Mode
  /// How many packets the last group of pictures was and what came out of it, where it was decoded by itself.
  private var lastGroup: (packets: Int, pictures: Int)?
  /// Whether the first picture has been looked for.
  private var isHeadDecoded = false
  /// How many pictures come before what was left out of the source; nil where nothing was.
  private var head: Int?
  /// Whether the stream starts with pictures that are decoded and not shown (an edit list).
  private var isPreRolled = false

  private enum Mode {
    /// Packets are proof.
    case packets
    /// Everything is decoded.
    case decoding
    /// Too much to decode: the head is known, the tail is kept.
    case tail
  }

  /// Starts and ends of pictures, in ticks.
  private struct Shown {
    var starts: [Int64] = []
    var first: Int64?
    var last: (start: Int64, end: Int64)?

    mutating func add(_ start: Int64, _ duration: Int64) {
      starts.append(start)
      first = min(first ?? start, start)
      if start >= last?.start ?? start {
        last = (start, start.addingReportingOverflow(max(duration, 0)).partialValue)
      }
    }

    /// Whether two pictures start at once: then a decoder makes up times of its own.
    var hasTwins: Bool {
      let sorted = starts.sorted()
      return zip(sorted.dropFirst(), sorted).contains { $0 == $1 }
    }

    /// Last end minus first start. A last picture whose length is not stated is shown as long as most.
    var length: Int64? {
      guard let first, let last else { return nil }
      let end = last.end > last.start ? last.end : last.start.addingReportingOverflow(usualGap).partialValue
      let (length, overflow) = end.subtractingReportingOverflow(first)
      return overflow ? nil : length
    }

    /// Where a picture without a time of its own goes: as far behind the last as that is behind the one before.
    var next: Int64 {
      guard let last else { return 0 }
      if last.end > last.start { return last.end }
      let gap = starts.count > 1 ? starts[starts.count - 1] &- starts[starts.count - 2] : 0
      return last.start.addingReportingOverflow(max(gap, 0)).partialValue
    }

    private var usualGap: Int64 {
      let sorted = starts.sorted()
      let gaps = zip(sorted.dropFirst(), sorted).map { $0 &- $1 }.sorted()
      return gaps.isEmpty ? 0 : gaps[gaps.count / 2]
    }
  }

  init(_ demuxer: Demuxer, stream: Int, depth: Probe.Depth, observer: (any FrameObserver)? = nil) {
    self.demuxer = demuxer
    self.depth = depth
    self.observer = observer
    self.stream = stream
    let parameters = demuxer.stream(stream).pointee.codecpar.pointee
    let pixels = Int64(parameters.width) * Int64(parameters.height)
    chain = NALChain(parameters)
    canDecode = avcodec_find_decoder(parameters.codec_id) != nil && pixels <= Frame.maximumPixels
    let isPlain =
      Self.plainContainers.contains { demuxer.formatName.hasPrefix($0) }
      && Self.plainCodecs.contains(parameters.codec_id)
    isCut =
      demuxer.formatName == "mpegts" && Self.cutCodecs.contains(parameters.codec_id)
      && (parameters.field_order == AV_FIELD_PROGRESSIVE || parameters.codec_id == AV_CODEC_ID_HEVC)
    mode = canDecode && (depth != .asNeeded || !(isPlain || isCut)) ? .decoding : .packets
    kept = isCut && mode == .packets ? [] : nil
  }

  /// Whether packets turned out to be no proof: the same source has to be gone through again, decoding.
  var needsDecode: Bool {
    if mode == .tail {
      return depth == .asNeeded && (lastGroup?.pictures == 0 || isTailGuessed)
    }
    // Head and tail, and no picture in the tail.
    if demuxer.io.splice != nil, head ?? .max >= shown.starts.count { return true }
    return mode == .packets && canDecode && packets > 0
      && (untimed > 0 || early > 0 || broken > 0 || shown.hasTwins || decoded.first != shown.first
        || decoder?.errorCount ?? 0 > 0)
  }

  /// Whether the length comes from decoded pictures.
  var isDecoded: Bool { mode != .packets }

  /// Whether nothing was seen that makes the length doubtful.
  var isExact: Bool {
    faulty == 0 && guessed == 0 && canDecode && !needsDecode && lastGroup?.pictures != 0
      && decoder?.errorCount ?? 0 == 0 && length != nil
  }

  /// Packets that the decoder refused, and pictures that it had to guess at.
  var errorCount: Int { (decoder?.errorCount ?? 0) + faulty }

  mutating func take(_ packet: Packet) throws(MediaError) {
    packets += 1
    if packet.isCorrupt { faulty += 1 }
    if head == nil, demuxer.io.isBehindSplice(packet) { head = shown.starts.count }
    note(packet)
    switch mode {
    case .packets:
      if try decidesToDecode(packet) { return }
      guard canDecode, !isHeadDecoded, packets <= Self.headPackets, !demuxer.io.leavesOut(packet) else {
        return
      }
      if packet.isDiscarded { isPreRolled = true }
      try decode(packet)
      // A key picture comes out by itself once the decoder is told that nothing follows. Where pictures before it
      // are decoded and not shown, the order in which they come out is the decoder's to say.
      if packet.isKey, !isPreRolled { try feed(nil) }
      isHeadDecoded = decoded.first != nil || (packet.isKey && !isPreRolled)
    case .decoding:
      try decode(packet)
      guard depth != .everything, pixels > pixelBudget, decoded.first != nil else { return }
      mode = .tail
      opening = (decoded.starts.count, decoded.length)
    case .tail: try keep(packet)
    }
  }

  /// Keeps the first packets of a transport stream and, as soon as one of them is no proof, decodes them after all.
  private mutating func decidesToDecode(_ packet: Packet) throws(MediaError) -> Bool {
    guard let held = kept else { return false }
    kept = packets < Self.probation ? held + [try packet.share(demuxer.faults)] : nil
    guard untimed + early + broken > 0 else { return false }
    kept = nil
    decoder = nil
    (decoded, pixels, guessed, mode) = (Shown(), 0, 0, .decoding)
    for packet in held { try decode(packet) }
    try decode(packet)
    return true
  }

  private mutating func note(_ packet: Packet) {
    guard !packet.isDiscarded, packet.size > 0, !isHidden(packet) else { return }
    if let chain, !demuxer.io.leavesOut(packet), !chain.holds(packet.bytes) { broken += 1 }
    if isCut, !StartCodes.holdPicture(packet.bytes, demuxer.stream(stream).pointee.codecpar.pointee.codec_id)
    {
      broken += 1
    }
    guard let pts = packet.pts else {
      untimed += 1
      return
    }
    if firstKey == nil, packet.isKey { firstKey = pts }
    // Before the first key picture, or shown before it: a decoder may or may not show it.
    if firstKey.map({ pts < $0 }) ?? true { early += 1 }
    shown.add(pts, packet.duration)
  }

  /// VP8 codes pictures that are only referred to (RFC 6386 § 9.1, `show_frame`).
  private func isHidden(_ packet: Packet) -> Bool {
    demuxer.stream(stream).pointee.codecpar.pointee.codec_id == AV_CODEC_ID_VP8
      && packet.raw.pointee.data.map { $0[0] & 0x10 == 0 } ?? false
  }

  private mutating func decode(_ packet: Packet) throws(MediaError) {
    if decoder == nil {
      decoder = try Decoder.open(demuxer, stream: stream, threads: threads, forTiming: observer == nil)
    }
    try feed(packet)
  }

  /// Decoding everything may take all cores; a probe has others beside it.
  private var threads: Int { depth == .everything ? 0 : depth == .asNeeded ? 1 : 2 }

  private var pixelBudget: Int64 {
    depth == .asNeeded ? Self.pixelBudgets.asNeeded : Self.pixelBudgets.decode
  }

  private mutating func feed(_ packet: Packet?) throws(MediaError) {
    try decoder?.feed(packet) { (frame) throws(MediaError) in
      pixels += Int64(frame.width) * Int64(frame.height)
      // What comes out at the end of a stream without times of its own follows what came before.
      if frame.time == nil { guessed += 1 }
      let time = frame.time ?? decoded.next
      decoded.add(time, frame.duration)
      try observer?.picture(frame, ticks: time, stream: stream)
    }
  }

  private mutating func keep(_ packet: Packet) throws(MediaError) {
    if packet.isKey {
      drop(isTailJoined ? tail.count : lastKey)
      (lastKey, isTailJoined) = (tail.count, false)
    }
    if tailBytes > Self.tailBudget {
      drop(lastKey > 0 ? lastKey : tail.count)
      isTailJoined = false
    }
    tail.append(try packet.share(demuxer.faults))
    tailBytes += packet.size
  }

  /// Forgets so many packets at the start of the tail.
  private mutating func drop(_ count: Int) {
    tailBytes -= tail[..<count].reduce(0) { $0 + $1.size }
    tail.removeFirst(count)
    lastKey = 0
  }

  mutating func finish() throws(MediaError) {
    switch mode {
    case .packets: if !isHeadDecoded { try feed(nil) }
    case .decoding: try feed(nil)
    case .tail where isTailJoined:
      for packet in tail { try feed(packet) }
      try feed(nil)
      tail.removeAll()
      mode = .decoding
    case .tail:
      if tail.count - lastKey >= Self.shortGroup { drop(lastKey) }
      let before = (pictures: decoded.starts.count, guessed: guessed)
      decoder?.flush()
      for packet in tail { try feed(packet) }
      try feed(nil)
      lastGroup = (tail.count, decoded.starts.count - before.pictures)
      isTailGuessed = guessed > before.guessed
      tail.removeAll()
    }
  }

  private var length: Int64? {
    switch mode {
    case .packets: shown.length
    case .tail where isTailGuessed: estimate ?? decoded.length
    case .tail, .decoding: decoded.length
    }
  }

  /// Of a stream whose end has no times, where not all was decoded: as long as its packets are many.
  private var estimate: Int64? {
    guard let opening, let length = opening.length else { return nil }
    return Int64(Double(length) / Double(opening.pictures) * Double(packets))
  }

  /// Of pictures that are not decoded the packets are counted, where each is one picture: a packet may also be
  /// half of an interlaced one.
  private var frames: Int? {
    guard head == nil else { return nil }
    return switch mode {
    case .decoding: decoded.starts.count
    case .packets: shown.starts.count
    case .tail:
      errorCount + untimed + early == 0 && lastGroup.map { $0.packets == $0.pictures } ?? true
        ? shown.starts.count : nil
    }
  }

  /// The decoder, once a picture has come out of it.
  private var seen: AVCodecContext? {
    decoder.map { $0.context.pointee }.flatMap { $0.width > 0 && decoded.first != nil ? $0 : nil }
  }

  /// What the pictures state of themselves; nil where none was decoded.
  var look: MediaFacts.Look? { seen.map { MediaFacts.Look($0) } }

  /// Starts of pictures that follow each other: of all of them, where each packet has a time, else of those at the head.
  private var evenStarts: [Int64] {
    switch mode {
    case .packets: shown.starts
    case .decoding: decoded.starts
    case .tail: untimed == 0 ? shown.starts : Array(decoded.starts.prefix(opening?.pictures ?? 0))
    }
  }

  func info(measured: Bool, header: HeaderClaims) -> VideoInfo {
    let raw = demuxer.stream(stream)
    let parameters = raw.pointee.codecpar.pointee
    let starts = evenStarts
    let rate = FrameRate(starts: head.map { Array(starts.prefix($0)) } ?? starts)
    let tick = demuxer.tick(of: stream)
    let average = raw.pointee.avg_frame_rate
    let stated = average.num > 0 && average.den > 0 ? Double(average.num) / Double(average.den) : nil
    // What was decoded knows better than the header, which may leave it open.
    let seen = seen
    let pixelFormat = av_get_pix_fmt_name(seen?.pix_fmt ?? AVPixelFormat(parameters.format))
      .map { String(cString: $0) }
    return VideoInfo(
      codec: Codec.name(of: raw), width: Int(seen?.width ?? parameters.width),
      height: Int(seen?.height ?? parameters.height),
      rotation: demuxer.rotation(of: stream), frameRate: rate.average(tick: tick) ?? stated,
      isVariableFrameRate: rate.isVariable(tick: tick), frames: measured ? frames : nil,
      duration: measured ? length.map { demuxer.time($0, of: stream) } : header.duration(of: stream),
      pixelFormat: pixelFormat)
  }
}
