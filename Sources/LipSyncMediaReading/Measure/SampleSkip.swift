internal import CFFmpeg

/// From the first to the last of uncompressed samples, whose number follows from their places.
///
/// Some containers keep them in one piece, so that what lies between two packets is as many samples as its bytes
/// hold. The tail is read, since where it ends is not always what the header states.
struct SampleSkip {
  private static let containers: Set<String> = ["wav", "w64", "aiff", "au", "caf"]
  /// Bytes in the middle that are worth a leap.
  private static let worthwhile: Int64 = 256 << 10
  /// Bytes at the end that are read.
  private static let margin: Int64 = 64 << 10

  private let stream: Int
  /// Bytes of one sample of all channels.
  private let block: Int64
  private let rate: Int64
  /// Offset behind what was read before the leap.
  private var position: Int64 = 0
  /// Its samples.
  private var ticks: Int64 = 0
  private var state = State.reading(isEven: false)

  private enum State {
    /// Even: what was read decodes to as many samples as its bytes hold.
    case reading(isEven: Bool)
    /// Leapt, and nothing has been read since.
    case pending
    case resumed
  }

  var hasLeapt: Bool { if case .reading = state { false } else { true } }

  /// Whether nothing has been read since the leap.
  var isPending: Bool { if case .pending = state { true } else { false } }

  /// Nil where a stream is not of that kind, or not alone.
  init?(_ demuxer: Demuxer, stream index: Int) {
    let stream = demuxer.stream(index)
    let parameters = stream.pointee.codecpar.pointee
    let bits = Int64(av_get_exact_bits_per_sample(parameters.codec_id))
    guard Self.containers.contains(demuxer.formatName), demuxer.io.source.size != nil, bits >= 8,
      parameters.block_align > 0, parameters.sample_rate > 0,
      bits * Int64(parameters.ch_layout.nb_channels) == Int64(parameters.block_align) * 8,
      stream.pointee.time_base.num == 1, stream.pointee.time_base.den == parameters.sample_rate
    else { return nil }
    self.stream = index
    block = Int64(parameters.block_align)
    rate = Int64(parameters.sample_rate)
  }

  /// Where the last samples lie, as far as the source and its header say; nil where a leap there is not worth it.
  func tail(_ demuxer: Demuxer) -> Range<Int64>? {
    let source = demuxer.io.source
    guard let size = source.size, size <= source.reach ?? size else { return nil }
    let start = max(0, size - Self.margin)
    return start - position >= Self.worthwhile ? start..<size : nil
  }

  /// Notes a packet that was read and decoded.
  mutating func add(_ packet: Packet, decoded: Int64) {
    guard case .reading = state, let offset = packet.offset else { return }
    position = offset + Int64(packet.size)
    ticks += Int64(packet.size) / block
    state = .reading(isEven: ticks == decoded && Int64(packet.size) % block == 0)
  }

  /// Seeks to the tail, where that is worth it. Where it fails, what is read next tells.
  mutating func go(_ demuxer: Demuxer) {
    guard case .reading(isEven: true) = state, let tail = tail(demuxer) else { return }
    let stated = demuxer.stream(stream).pointee.duration
    var target = ticks + (tail.lowerBound - position) / block
    if stated != cffmpeg_NO_PTS, stated > 0 { target = min(target, stated - Self.margin / block) }
    guard (target - ticks) * block >= Self.worthwhile else { return }
    state = .pending
    try? demuxer.seek(stream: stream, to: target)
  }

  /// Where the first packet after a leap lies.
  enum Resumption {
    /// Behind so many samples that were left out.
    case behind(Int64)
    /// Where nothing follows from its place.
    case missed
  }

  /// Takes the first packet after a leap; nil for all others.
  mutating func resumption(at packet: Packet) -> Resumption? {
    guard case .pending = state else { return nil }
    state = .resumed
    guard let offset = packet.offset, offset >= position, (offset - position) % block == 0 else {
      return .missed
    }
    return .behind((offset - position) / block)
  }
}
