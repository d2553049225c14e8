internal import CFFmpeg

/// What container and codec promise of a video stream's packets.
struct VideoKind {
  private static let plainContainers = ["mov,", "matroska", "flv", "live_flv"]
  private static let plainCodecs: Set<AVCodecID> = [
    AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_VP8, AV_CODEC_ID_VP9, AV_CODEC_ID_AV1, AV_CODEC_ID_MPEG4,
    AV_CODEC_ID_PRORES, AV_CODEC_ID_DNXHD,
  ]
  /// Codecs of which a parser cuts a transport stream into pictures; where H.264 is interlaced, into halves of them.
  private static let cutCodecs: Set<AVCodecID> = [AV_CODEC_ID_H264, AV_CODEC_ID_HEVC]

  let canDecode: Bool
  /// Whether packets are cut into pictures by a parser.
  let isCut: Bool
  /// Whether each packet is one picture with a time of its own.
  let mayCount: Bool

  init(_ demuxer: Demuxer, stream: Int) {
    let parameters = demuxer.stream(stream).pointee.codecpar.pointee
    let pixels = Int64(parameters.width) * Int64(parameters.height)
    canDecode = Codec.decoder(for: parameters.codec_id) != nil && pixels <= Frame.maximumPixels
    isCut =
      demuxer.formatName == "mpegts" && Self.cutCodecs.contains(parameters.codec_id)
      && (parameters.field_order == AV_FIELD_PROGRESSIVE || parameters.codec_id == AV_CODEC_ID_HEVC)
    mayCount =
      isCut
      || Self.plainContainers.contains { demuxer.formatName.hasPrefix($0) }
        && Self.plainCodecs.contains(parameters.codec_id)
  }
}
