internal import CFFmpeg
internal import Platform

/// What every worker would have to do first, done once for all that are forked later: runtimes and libraries fill tables at their
/// first use, which takes several milliseconds of each process that does it for itself.
///
/// No foreign byte is read for it: the sound is our own, and decoders are opened with nothing to decode.
struct Warmth {
  private var left = Self.steps[...]

  /// Whether there is anything left to do.
  var isLeft: Bool { !left.isEmpty }

  /// Does a part of it: some milliseconds, which somebody who wants a worker meanwhile waits for.
  mutating func step() { left.popFirst()?() }

  private static let steps: [@Sendable () -> Void] =
    [lists, probe, hear]
    + [AV_CODEC_ID_H264, AV_CODEC_ID_AAC, AV_CODEC_ID_HEVC, AV_CODEC_ID_MP3].map { codec in { open(codec) } }

  private static let lists: @Sendable () -> Void = {
    _ = (AcceptedMedia.demuxerList, AcceptedMedia.decoderList)
  }

  private static let probe: @Sendable () -> Void = { perform(.probe(readLimit: nil)) }

  private static let hear: @Sendable () -> Void = {
    perform(.decode(DecodedMedia.Options(signatures: false, envelope: false, video: false, content: true)))
  }

  private static func perform(_ order: MediaOrder) {
    _ = try? order.perform(
      on: MemorySource(silence, name: "silence"), deadline: .none, faces: FaceKit(), progress: nil)
  }

  /// A twentieth of a second of silence, as WAV.
  static let silence: [UInt8] = {
    let samples = 800
    func bytes(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> ($0 * 8) & 0xff) } }
    return Array("RIFF".utf8) + bytes(36 + samples * 2, 4) + Array("WAVEfmt ".utf8) + bytes(16, 4)
      + bytes(1, 2)
      + bytes(1, 2) + bytes(16_000, 4) + bytes(32_000, 4) + bytes(2, 2) + bytes(16, 2) + Array("data".utf8)
      + bytes(samples * 2, 4) + [UInt8](repeating: 0, count: samples * 2)
  }()

  /// Has a decoder fill its tables.
  private static func open(_ codec: AVCodecID) {
    guard let decoder = Codec.decoder(for: codec) else { return }
    var context = avcodec_alloc_context3(decoder)
    context?.pointee.thread_count = 1
    avcodec_open2(context, decoder, nil)
    avcodec_free_context(&context)
  }
}
