internal import CFFmpeg

/// A few samples that an index lists, looked at where the others are left unread: an index knows nothing of a download that was
/// not finished in a file of full length, of a part that was lost, or of a page that stands in its place.
struct Witnesses {
  /// At how many places of what is left out; behind a URL each may cost a request.
  private static let places = (remote: 2, local: 16)

  private let demuxer: Demuxer
  private let codec: AVCodecID
  private let chain: NALChain?
  private let samples: [Range<Int64>]

  /// - Parameters:
  ///   - stream: whose samples.
  ///   - payload: where samples lie.
  init(_ demuxer: Demuxer, stream index: Int, within payload: Range<Int64>) {
    self.demuxer = demuxer
    let stream = demuxer.stream(index)
    codec = stream.pointee.codecpar.pointee.codec_id
    chain = NALChain(stream.pointee.codecpar.pointee)
    let count = demuxer.io.source.isRemote ? Self.places.remote : Self.places.local
    // The last place is the end.
    let targets = (1...count).map { payload.lowerBound + Int64(payload.count) / Int64(count) * Int64($0) }
    var found = [Range<Int64>?](repeating: nil, count: count)
    let entries = IndexPlan.Entries(stream)
    for place in 0..<entries.count {
      guard let bytes = entries.bytes(place), bytes.count >= ForeignBytes.looked else { continue }
      for (slot, target) in targets.enumerated() where bytes.upperBound <= target {
        if bytes.lowerBound > found[slot]?.lowerBound ?? -1 { found[slot] = bytes }
      }
    }
    let reach = demuxer.io.source.reach ?? .max
    samples = found.compactMap(\.self).filter { $0.upperBound < reach }
  }

  /// What is looked at.
  var ranges: [Range<Int64>] { samples.map { $0.lowerBound..<$0.lowerBound + ForeignBytes.looked } }

  /// Whether all that can be read are samples of their codec.
  var speakForAll: Bool {
    guard ForeignBytes.codecs.contains(codec) else { return true }
    return zip(samples, ranges).allSatisfy { sample, range in
      guard let head = Chunk.bytes(demuxer.io, range) else { return true }
      return head.withUnsafeBufferPointer { head in
        !ForeignBytes.areSeen(head) && chain?.mayBegin(head, of: sample.count) ?? true
          && SampleStart.mayBegin(head, codec)
      }
    }
  }
}

/// What samples of some codecs begin with.
enum SampleStart {
  /// Whether a sample may begin so, as far as its codec sets that.
  static func mayBegin(_ head: UnsafeBufferPointer<UInt8>, _ codec: AVCodecID) -> Bool {
    guard head.count >= 8 else { return true }
    return switch codec {
    // The frame marker (VP9 bitstream specification § 6.2).
    case AV_CODEC_ID_VP9: head[0] >> 6 == 2
    // A forbidden bit (AV1 specification § 5.3.2).
    case AV_CODEC_ID_AV1: head[0] & 0x80 == 0
    // A word of 12 ones (FLAC), of 11 (MPEG audio), and 0x0B77 in either order (AC-3).
    case AV_CODEC_ID_FLAC: head[0] == 0xFF && head[1] & 0xFC == 0xF8
    case AV_CODEC_ID_MP3: head[0] == 0xFF && head[1] & 0xE0 == 0xE0
    case AV_CODEC_ID_AC3, AV_CODEC_ID_EAC3: [[0x0B, 0x77], [0x77, 0x0B]].contains([head[0], head[1]])
    // The frame's name behind its length.
    case AV_CODEC_ID_PRORES: head[4..<8].elementsEqual("icpf".utf8)
    default: true
    }
  }
}
