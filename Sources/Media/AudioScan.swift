internal import CFFmpeg

/// An audio stream while its packets go by: decoded, and its samples counted.
struct AudioScan {
  let stream: Int
  private let demuxer: Demuxer
  private let decoder: Decoder?
  private let observer: (any FrameObserver)?
  /// Decoded samples by sample rate: a stream may change its rate on the way.
  private var samples: [Int: Int64] = [:]
  private var lastRate = 0
  private var lastChannels = 0
  private var packets = 0
  private var corrupt = 0
  private var span: (start: Int64, end: Int64)?

  private var firstTicks: Int64?

  init(_ demuxer: Demuxer, stream: Int, observer: (any FrameObserver)? = nil) {
    self.demuxer = demuxer
    self.observer = observer
    self.stream = stream
    self.decoder = try? Decoder.open(demuxer, stream: stream)
  }

  var isDecoded: Bool { decoder != nil }

  /// Whether every packet was decoded without a fault.
  var isExact: Bool { decoder?.errorCount == 0 && corrupt == 0 }

  /// Packets that the decoder refused or had to guess at.
  var errorCount: Int { (decoder?.errorCount ?? 0) + corrupt }

  /// Decoded samples of one channel.
  var sampleCount: Int64 { samples.values.reduce(0, +) }

  /// Start of the first decoded sample on the container's clock.
  var start: MediaTime? { firstTicks.map { demuxer.time($0, of: stream) } }

  mutating func take(_ packet: Packet) throws(MediaError) {
    packets += 1
    // FFmpeg marks what the end of the source cuts short. Uncompressed samples that are there are whole.
    if packet.isCorrupt, !isUncompressed { corrupt += 1 }
    if let pts = packet.pts, !packet.isDiscarded {
      let end = pts.addingReportingOverflow(packet.duration).partialValue
      span = (min(span?.start ?? pts, pts), max(span?.end ?? end, end))
    }
    try feed(packet)
  }

  private var isUncompressed: Bool {
    av_get_exact_bits_per_sample(demuxer.stream(stream).pointee.codecpar.pointee.codec_id) > 0
  }

  mutating func finish() throws(MediaError) { try feed(nil) }

  private mutating func feed(_ packet: Packet?) throws(MediaError) {
    try decoder?.feed(packet) { (frame) throws(MediaError) in
      if firstTicks == nil { firstTicks = frame.time }
      lastRate = frame.sampleRate
      lastChannels = Int(frame.raw.pointee.ch_layout.nb_channels)
      samples[lastRate, default: 0] += Int64(frame.samples)
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
