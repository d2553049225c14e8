internal import CFFmpeg

/// An audio stream while its packets go by: decoded, and its samples counted.
///
/// Packets of some codecs state how much they decode to (`StatedSamples`); once the start has been decoded, that is counted
/// instead, which is as exact and costs nothing. What lies between the first and the last of uncompressed samples is not
/// even read (`SampleSkip`).
struct AudioScan {
  let stream: Int
  private let demuxer: Demuxer
  private let decoder: Decoder?
  private let observer: (any FrameObserver)?
  private let codec: AVCodecID
  private var packets = SoundPackets()
  private var samples = SampleTally()
  /// What the container states of how much of the decoded sound counts, where FFmpeg does not heed it.
  private let table: PacketTable?
  /// Whether the first packet came with a note of samples to leave out.
  private var isPrimed = false
  private var method: Method
  private var gaps = SoundGaps()
  private var omission = Omission.nothing
  /// Where the first packet lies that holds something else than sound; nil where none was seen.
  private(set) var foreign: Int64?
  /// Whether what stands in a packet's place can be told from one.
  private let isTelling: Bool
  /// Whether a packet that was not decoded has to be after all.
  private(set) var needsDecode = false

  /// How packets become samples.
  private enum Method {
    /// Each is decoded, or each from here on.
    case decoding(hasCounted: Bool)
    /// Those that state their samples are counted, once one was decoded.
    case counting(Counting)
    /// What lies between the first and the last is left out.
    case leaping(SampleSkip)
  }

  private struct Counting {
    /// Whether the decoder was passed by. One whose packets depend on each other can no longer take over.
    var isUnderWay = false
    /// Whether a packet of Opus was coded so that what comes out of the decoder lags behind.
    var hasLinearPrediction = false
  }

  /// What is left out of the source.
  private enum Omission {
    case nothing
    /// Packets of which only the index was read.
    case packets(last: UnreadPacket)
    /// What lies before this.
    case middle
  }

  /// The length of the last packet that was not read, beside a whole one's.
  private enum UnreadPacket {
    case whole
    /// As only the last one may be.
    case short
    /// Only the next one's start tells.
    case open(start: Int64)
  }

  init(_ demuxer: Demuxer, stream: Int, depth: Probe.Depth, observer: (any FrameObserver)? = nil) {
    self.demuxer = demuxer
    self.observer = observer
    self.stream = stream
    decoder = try? Decoder.open(demuxer, stream: stream)
    codec = demuxer.stream(stream).pointee.codecpar.pointee.codec_id
    isTelling = ForeignBytes.canBeTold(codec, in: demuxer.formatName)
    table =
      demuxer.formatName == "caf" && !Codec.isUncompressed(codec) ? PacketTable.of(demuxer.io) : nil
    if depth != .asNeeded || observer != nil {
      method = .decoding(hasCounted: false)
    } else if let leap = SampleSkip(demuxer, stream: stream) {
      method = .leaping(leap)
    } else if StatedSamples.areTold(codec, in: demuxer.formatName) {
      method = .counting(Counting())
    } else {
      method = .decoding(hasCounted: false)
    }
  }

  var isDecoded: Bool {
    switch method {
    case .decoding(let hasCounted): decoder != nil && !hasCounted
    case .counting(let counting): decoder != nil && !counting.isUnderWay
    case .leaping(let leap): decoder != nil && !leap.hasLeapt
    }
  }

  /// Whether samples were left out.
  var hasLeapt: Bool { leap?.hasLeapt ?? false }

  private var leap: SampleSkip? { if case .leaping(let leap) = method { leap } else { nil } }

  /// Whether every packet was decoded without a fault, and something was heard where there were any, or an index lists some.
  var isExact: Bool {
    let isEmpty = packets.isEmpty && avformat_index_get_entries_count(demuxer.stream(stream)) == 0
    return decoder?.errorCount == 0 && packets.corrupt == 0 && (measured != nil || isEmpty)
  }

  /// Packets that the decoder refused or had to guess at.
  var errorCount: Int { (decoder?.errorCount ?? 0) + packets.corrupt }

  /// Decoded samples of one channel.
  var sampleCount: Int64 { table?.counted(samples.total, isPrimed: isPrimed) ?? samples.total }

  /// Start of the first packet that is heard on the container's clock, nothing of it left out.
  var packetStart: MediaTime? { packets.span.map { demuxer.time($0.start, of: stream) } }

  /// Start of the first decoded sample on the container's clock.
  var start: MediaTime? { samples.firstTicks.map { demuxer.time($0, of: stream) } }

  mutating func take(_ packet: Packet) throws(MediaError) {
    if case .nothing = omission, demuxer.io.isBehindSplice(packet) { estimate(upTo: packet) }
    if packets.isEmpty { isPrimed = packet.skippedSamples.start > 0 }
    packets.take(packet, isWhole: Codec.isUncompressed(codec))
    noteGap(before: packet)
    if demuxer.io.leavesOut(packet) { return countUnread(packet) }
    if foreign == nil, isTelling, ForeignBytes.areSeen(packet.bytes) {
      foreign = packet.offset
    }
    switch method {
    case .decoding: try feed(packet)
    case .counting(var counting):
      if codec == AV_CODEC_ID_OPUS, OpusPacket.mode(packet.bytes) == .silk {
        counting.hasLinearPrediction = true
        method = .counting(counting)
      }
      let counts = samples.total > 0 && (counting.isUnderWay || !counting.hasLinearPrediction)
      if counts { try count(packet, counting) } else { try feed(packet) }
    case .leaping(var leap):
      switch leap.resumption(at: packet) {
      case .behind(let count): samples.add(count)
      case .missed: needsDecode = true
      case nil: break
      }
      try feed(packet)
      leap.add(packet, decoded: samples.total)
      method = .leaping(leap)
    }
  }

  private mutating func noteGap(before packet: Packet) {
    // Where packets hold several frames, nothing tells how long one is.
    guard let start = packet.pts, !packet.isDiscarded, samples.rate > 0, !samples.hasSeveral else { return }
    let tick = demuxer.tick(of: stream)
    gaps.take(
      start, whole: MediaTime(samples.unit, Int64(samples.rate)).count(of: tick),
      second: MediaTime(1).count(of: tick))
  }

  /// Pauses of the clock for which no sample stands.
  var gapLength: MediaTime { demuxer.time(gaps.total, of: stream) }

  /// Takes what was left out before a packet to be whole packets, as many as there is time for.
  private mutating func estimate(upTo packet: Packet) {
    omission = .middle
    gaps.skip()
    guard let end = packets.span?.end, let pts = packet.pts, pts > end, samples.unit > 0 else { return }
    let whole = MediaTime(samples.unit, Int64(max(1, samples.rate)))
    samples.add(demuxer.time(pts - end, of: stream).count(of: whole) * samples.unit)
  }

  /// Where the last samples lie, if a leap there is worth it.
  var tail: Range<Int64>? { leap?.tail(demuxer) }

  /// Goes on to the last samples, where all before them are known from their place.
  mutating func leapAhead() {
    guard var leap else { return }
    leap.go(demuxer)
    method = .leaping(leap)
  }

  /// A packet of which only the index was read decodes to as much as its time says, or as the others do.
  private mutating func countUnread(_ packet: Packet) {
    guard !packet.isDiscarded else { return }
    guard samples.total > 0, packet.skippedSamples == (0, 0), samples.unit > 0,
      let count = IndexPlan.fixedSound.contains(codec) ? fixedCount : timedCount(packet)
    else {
      needsDecode = true
      return
    }
    samples.add(count)
  }

  /// As many samples as in the other packets; nil where those are in several frames.
  private var fixedCount: Int64? { samples.hasSeveral ? nil : samples.unit }

  /// How much a packet holds by its time; nil where that does not tell.
  private mutating func timedCount(_ packet: Packet) -> Int64? {
    let (unit, rate) = (samples.unit, Int64(samples.rate))
    let time = demuxer.time(packet.duration, of: stream)
    let lasting = time.ticks(rate: rate)
    let isEven = IndexPlan.evenSound.contains(codec)
    // Only the last packet's time may be cut short: its sound is there all the same.
    guard !isShort(before: packet), !hasLinearPrediction, isEven || MediaTime(lasting, rate) == time,
      !IndexPlan.wholeSound.contains(codec) || lasting == unit
    else { return nil }
    let last: UnreadPacket =
      if packet.duration == 0, let start = packet.pts { .open(start: start) } else {
        isEven && abs(lasting - unit) > 1 ? .short : .whole
      }
    omission = .packets(last: last)
    return isEven ? unit : lasting
  }

  /// Whether the last packet that was not read turns out to be short of samples.
  private func isShort(before packet: Packet) -> Bool {
    guard case .packets(let last) = omission else { return false }
    switch last {
    case .whole: return false
    case .short: return true
    case .open(let start):
      guard let pts = packet.pts else { return false }
      return demuxer.time(pts &- start, of: stream).ticks(rate: Int64(samples.rate)) < samples.unit - 1
    }
  }

  private var hasLinearPrediction: Bool {
    if case .counting(let counting) = method { counting.hasLinearPrediction } else { false }
  }

  private mutating func count(_ packet: Packet, _ counting: Counting) throws(MediaError) {
    let skipped = packet.skippedSamples
    guard
      let held = StatedSamples.of(packet.bytes, codec, rate: samples.rate, channels: samples.channels),
      !counting.hasLinearPrediction, skipped.start == 0, skipped.end <= held
    else {
      // From here on the decoder says what it says: a damaged packet may change its mind about those that follow.
      if StatedSamples.dependsOnOthers(codec) {
        needsDecode = true
      } else {
        method = .decoding(hasCounted: counting.isUnderWay)
      }
      return try feed(packet)
    }
    method = .counting(Counting(isUnderWay: true))
    samples.raiseUnit(to: Int64(held))
    if !packet.isDiscarded { samples.add(Int64(held) - skipped.end) }
  }

  mutating func finish() throws(MediaError) {
    if leap?.isPending ?? false { needsDecode = true }
    try feed(nil)
  }

  private mutating func feed(_ packet: Packet?) throws(MediaError) {
    var frames = 0
    try decoder?.feed(packet) { (frame) throws(MediaError) in
      frames += 1
      samples.take(frame, ordinal: frames)
      try observer?.samples(frame)
    }
  }

  private var measured: MediaTime? {
    guard decoder != nil else { return packets.span.map { demuxer.time($0.end &- $0.start, of: stream) } }
    let total =
      table != nil && samples.rate > 0 ? MediaTime(sampleCount, Int64(samples.rate)) : samples.duration
    return total == .zero ? nil : total
  }

  func info(measured isMeasured: Bool, header: HeaderClaims) -> AudioInfo {
    let parameters = demuxer.stream(stream).pointee.codecpar.pointee
    let codec = Codec.name(of: demuxer.stream(stream))
    return AudioInfo(
      codec: codec,
      sampleRate: samples.rate > 0 ? samples.rate : Int(parameters.sample_rate),
      channels: samples.channels > 0 ? samples.channels : Int(parameters.ch_layout.nb_channels),
      duration: isMeasured ? measured : header.duration(of: stream),
      isDecodable: AcceptedMedia.decodes(codec: codec))
  }
}
