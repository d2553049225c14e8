internal import CFFmpeg

extension PacketDigest {
  /// Reads all packets once; blocks.
  ///
  /// A source that breaks off is digested as far as it goes.
  /// - Throws: `MediaError` as `MediaInfo.probe` does.
  package static func of(
    _ source: any ByteSource, streams: Streams = .all, deadline: Deadline = .none
  ) throws(MediaError) -> PacketDigest {
    let demuxer = try Demuxer.open(source, deadline: deadline)
    var parts: [StreamDigest] = []
    for kind in [AVMEDIA_TYPE_VIDEO, AVMEDIA_TYPE_AUDIO] where streams == .all || kind == AVMEDIA_TYPE_AUDIO {
      guard let index = demuxer.best(kind) else { continue }
      parts.append(StreamDigest(of: index, demuxer, try SHA256State.open(demuxer.faults)))
    }
    demuxer.keep(parts.map(\.index))
    let packet = try Packet.allocate(demuxer.faults)
    do {
      while try demuxer.read(into: packet) {
        for place in parts.indices where parts[place].index == packet.stream { parts[place].take(packet) }
      }
    } catch {
      if demuxer.faults.hasStashed || [.deadline, .cancelled, .fault].contains(error.code) { throw error }
    }
    let whole = try SHA256State.open(demuxer.faults)
    for part in parts { whole.add(Array(part.line(demuxer).utf8)) }
    return PacketDigest(description: whole.hex())
  }
}

/// One stream's share of a digest.
private struct StreamDigest {
  let index: Int
  private let state: SHA256State
  private let facts: String
  private let isVideo: Bool
  private var shown = 0
  /// Ticks that are decoded and not shown.
  private var cut: Int64 = 0
  private var first: Int64?
  private var last: Int64?

  init(of index: Int, _ demuxer: Demuxer, _ state: SHA256State) {
    let parameters = demuxer.stream(index).pointee.codecpar.pointee
    self.index = index
    self.state = state
    isVideo = parameters.codec_type == AVMEDIA_TYPE_VIDEO
    let turn = demuxer.orientation(of: index)
    facts =
      isVideo
      ? "video \(parameters.codec_id.rawValue) \(parameters.width)x\(parameters.height) \(turn.rotation)\(turn.isMirrored ? " mirrored" : "")"
      : "audio \(parameters.codec_id.rawValue) \(parameters.sample_rate)"
  }

  mutating func take(_ packet: Packet) {
    if let data = packet.raw.pointee.data { state.add(UnsafeBufferPointer(start: data, count: packet.size)) }
    guard !packet.isDiscarded else {
      cut = cut.addingReportingOverflow(packet.duration).partialValue
      return
    }
    shown += 1
    guard let pts = packet.pts else { return }
    first = min(first ?? pts, pts)
    last = max(last ?? pts, pts)
  }

  func line(_ demuxer: Demuxer) -> String {
    // A codec's priming, some hundredths of a second, is cut away in MP4 and skipped by other means elsewhere.
    let away = demuxer.time(cut, of: index).ticks(rate: 4)
    guard isVideo else { return "\(facts) \(away) \(state.hex())\n" }
    let span = demuxer.time((last ?? 0) - (first ?? 0), of: index).ticks(rate: 4)
    return "\(facts) \(shown) \(span) \(away) \(state.hex())\n"
  }
}

/// Owns an `AVSHA` (libavutil/sha.h).
private final class SHA256State {
  private var raw: OpaquePointer?

  private init(adopting raw: OpaquePointer) {
    self.raw = raw
    av_sha_init(raw, 256)
  }

  static func open(_ faults: FaultLog) throws(MediaError) -> SHA256State {
    SHA256State(adopting: try faults.allocated(av_sha_alloc(), "av_sha_alloc"))
  }

  deinit { av_freep(&raw) }

  func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    if !bytes.isEmpty { av_sha_update(raw, bytes.baseAddress, bytes.count) }
  }

  func add(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { add($0) } }

  /// Ends the hash: to be asked once.
  func hex() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    av_sha_final(raw, &digest)
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
