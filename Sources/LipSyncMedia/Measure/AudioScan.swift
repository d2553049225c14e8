internal import CFFmpeg

/// An audio stream while its packets go by: decoded, and its samples counted.
///
/// Packets of some codecs state how much they decode to (`StatedSamples`); once the start has been decoded, that is counted
/// instead, which is as exact and costs nothing. What lies between the first and the last of uncompressed samples is not
/// even read (`SampleLeap`).
struct AudioScan {
  let stream: Int
  private let demuxer: Demuxer
  private let decoder: Decoder?
  private let observer: (any FrameObserver)?
  /// Decoded samples by sample rate: a stream may change its rate on the way.
  private var samples: [Int: Int64] = [:]
  private let codec: AVCodecID
  /// Whether packets that state their samples need no decoding.
  private var mayCount: Bool
  /// Whether the decoder was passed by. One whose packets depend on each other can no longer take over.
  private var isCounting = false
  /// How to leave out what lies between the first and the last samples; nil where it has to be gone through.
  private(set) var leap: SampleLeap?
  /// Samples in a whole packet.
  private var unit: Int64 = 0
  /// Whether a packet decoded to more than one frame.
  private var hasSeveral = false
  /// Whether a packet was shorter than that, as only the last one may be.
  private var endsShort = false
  /// When the last packet started, where only the next one tells how long it is.
  private var openStart: Int64?
  /// Whether a packet of Opus was coded so that what comes out of the decoder lags behind.
  private var hasLinearPrediction = false
  /// Whether a packet that was not decoded has to be after all.
  private(set) var needsDecode = false
  private var lastRate = 0
  private var lastChannels = 0
  private var corrupt = 0
  private var hasPackets = false
  private var span: (start: Int64, end: Int64)?
  /// Whether the tail has come, behind what was left out of the source.
  private var isInTail = false

  private var firstTicks: Int64?

  init(_ demuxer: Demuxer, stream: Int, depth: Probe.Depth, observer: (any FrameObserver)? = nil) {
    self.demuxer = demuxer
    self.observer = observer
    self.stream = stream
    self.decoder = try? Decoder.open(demuxer, stream: stream)
    codec = demuxer.stream(stream).pointee.codecpar.pointee.codec_id
    mayCount =
      depth == .asNeeded && observer == nil && StatedSamples.areTold(codec, in: demuxer.formatName)
    if depth == .asNeeded, observer == nil { leap = SampleLeap(demuxer, stream: stream) }
  }

  var isDecoded: Bool { decoder != nil && !isCounting && !hasLeapt }

  /// Whether samples were left out.
  var hasLeapt: Bool { leap?.hasLeapt ?? false }

  /// Whether every packet was decoded without a fault, and something was heard where there were any, or an index lists some.
  var isExact: Bool {
    let isEmpty = !hasPackets && avformat_index_get_entries_count(demuxer.stream(stream)) == 0
    return decoder?.errorCount == 0 && corrupt == 0 && (measured != nil || isEmpty)
  }

  /// Packets that the decoder refused or had to guess at.
  var errorCount: Int { (decoder?.errorCount ?? 0) + corrupt }

  /// Decoded samples of one channel.
  var sampleCount: Int64 { samples.values.reduce(0, +) }

  /// Start of the first decoded sample on the container's clock.
  var start: MediaTime? { firstTicks.map { demuxer.time($0, of: stream) } }

  mutating func take(_ packet: Packet) throws(MediaError) {
    hasPackets = true
    // FFmpeg marks what the end of the source cuts short. Uncompressed samples that are there are whole.
    if packet.isCorrupt, !Codec.isUncompressed(codec) { corrupt += 1 }
    if !isInTail, demuxer.io.isBehindSplice(packet) { estimate(upTo: packet) }
    if let pts = packet.pts, !packet.isDiscarded {
      let end = pts.addingReportingOverflow(packet.duration).partialValue
      span = (min(span?.start ?? pts, pts), max(span?.end ?? end, end))
    }
    if demuxer.io.leavesOut(packet) { return countUnread(packet) }
    switch leap?.landing(at: packet) {
    case .behind(let count): samples[lastRate, default: 0] += count
    case .astray: needsDecode = true
    case nil: break
    }
    if codec == AV_CODEC_ID_OPUS, OpusPacket.mode(packet.bytes) == .silk { hasLinearPrediction = true }
    if mayCount, sampleCount > 0, !hasLinearPrediction || isCounting {
      try count(packet)
    } else {
      try feed(packet)
    }
    let total = sampleCount
    leap?.note(packet, decoded: total)
  }

  /// Takes what was left out before a packet to be whole packets, as many as there is time for.
  private mutating func estimate(upTo packet: Packet) {
    isInTail = true
    guard let end = span?.end, let pts = packet.pts, pts > end, unit > 0 else { return }
    let missing = demuxer.time(pts - end, of: stream).count(of: MediaTime(unit, Int64(max(1, lastRate))))
    samples[lastRate, default: 0] += missing * unit
  }

  /// Goes on to the last samples, where all before them are known from their place.
  mutating func leapAhead() { leap?.go(demuxer) }

  /// A packet of which only the index was read decodes to as much as its time says, or as the others do.
  private mutating func countUnread(_ packet: Packet) {
    guard !packet.isDiscarded else { return }
    if IndexPlan.fixedSound.contains(codec) {
      guard sampleCount > 0, packet.skippedSamples == (0, 0), unit > 0, !hasSeveral else {
        needsDecode = true
        return
      }
      samples[lastRate, default: 0] += unit
      return
    }
    let time = demuxer.time(packet.duration, of: stream)
    let lasting = time.ticks(rate: Int64(lastRate))
    let isEven = IndexPlan.evenSound.contains(codec)
    if let start = openStart, let pts = packet.pts {
      endsShort = demuxer.time(pts &- start, of: stream).ticks(rate: Int64(lastRate)) < unit - 1
    }
    openStart = packet.duration == 0 ? packet.pts : nil
    // Only the last packet's time may be cut short: its sound is there all the same.
    guard sampleCount > 0, packet.skippedSamples == (0, 0), unit > 0, !endsShort, !hasLinearPrediction,
      isEven || MediaTime(lasting, Int64(lastRate)) == time,
      !IndexPlan.wholeSound.contains(codec) || lasting == unit
    else {
      needsDecode = true
      return
    }
    if isEven, openStart == nil { endsShort = abs(lasting - unit) > 1 }
    samples[lastRate, default: 0] += isEven ? unit : lasting
  }

  private mutating func count(_ packet: Packet) throws(MediaError) {
    let skipped = packet.skippedSamples
    guard let held = StatedSamples.of(packet.bytes, codec, rate: lastRate, channels: lastChannels),
      !hasLinearPrediction, skipped.start == 0, skipped.end <= held
    else {
      // From here on the decoder says what it says: a damaged packet may change its mind about those that follow.
      if StatedSamples.dependsOnOthers(codec) { needsDecode = true } else { mayCount = false }
      return try feed(packet)
    }
    isCounting = true
    unit = max(unit, Int64(held))
    if !packet.isDiscarded { samples[lastRate, default: 0] += Int64(held) - skipped.end }
  }

  mutating func finish() throws(MediaError) {
    if leap?.isInTheAir ?? false { needsDecode = true }
    try feed(nil)
  }

  private mutating func feed(_ packet: Packet?) throws(MediaError) {
    var frames = 0
    defer { if frames > 1 { hasSeveral = true } }
    try decoder?.feed(packet) { (frame) throws(MediaError) in
      frames += 1
      if firstTicks == nil { firstTicks = frame.time }
      lastRate = frame.sampleRate
      lastChannels = Int(frame.raw.pointee.ch_layout.nb_channels)
      samples[lastRate, default: 0] += Int64(frame.samples)
      unit = max(unit, Int64(frame.samples))
      try observer?.samples(frame)
    }
  }

  private var measured: MediaTime? {
    guard decoder != nil else { return span.map { demuxer.time($0.end &- $0.start, of: stream) } }
    let total = samples.filter { $0.key > 0 }.reduce(MediaTime.zero) {
      $0 + MediaTime($1.value, Int64($1.key))
    }
    return total == .zero ? nil : total
  }

  func info(measured isMeasured: Bool, header: HeaderClaims) -> AudioInfo {
    let parameters = demuxer.stream(stream).pointee.codecpar.pointee
    return AudioInfo(
      codec: Codec.name(of: demuxer.stream(stream)),
      sampleRate: lastRate > 0 ? lastRate : Int(parameters.sample_rate),
      channels: lastChannels > 0 ? lastChannels : Int(parameters.ch_layout.nb_channels),
      duration: isMeasured ? measured : header.duration(of: stream))
  }
}
