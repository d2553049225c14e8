internal import CFFmpeg

/// Bytes that stand where a coded sample should, and are none: zeros, as of a download that reserved its space and was not
/// finished or lost a part, or text, as of a page that took the place of the rest.
enum ForeignBytes {
  /// How many bytes of a sample tell.
  static let looked: Int64 = 64
  private static let fewest = (zeros: 16, text: 48)

  /// Codecs of which no sample begins with so many zeros, or so much text.
  static let codecs: Set<AVCodecID> = [
    AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AV1, AV_CODEC_ID_VP9, AV_CODEC_ID_VP8, AV_CODEC_ID_MPEG4,
    AV_CODEC_ID_PRORES, AV_CODEC_ID_DNXHD, AV_CODEC_ID_AAC, AV_CODEC_ID_MP3, AV_CODEC_ID_AC3,
    AV_CODEC_ID_EAC3, AV_CODEC_ID_OPUS, AV_CODEC_ID_FLAC, AV_CODEC_ID_ALAC,
  ]

  /// Demuxers that find samples by an index or by lengths: others look for where one begins, and give a tag as if it were one.
  private static let containers = ["mov,", "matroska", "flv", "avi"]

  /// Whether packets of a stream can be told from what stands in their place.
  static func canBeTold(_ codec: AVCodecID, in container: String) -> Bool {
    codecs.contains(codec) && containers.contains(where: container.hasPrefix)
  }

  /// Whether a sample's first bytes are zeros or text.
  static func areSeen(_ sample: UnsafeBufferPointer<UInt8>) -> Bool {
    guard sample.count >= fewest.zeros else { return false }
    let head = sample.prefix(Int(looked))
    if sample[0] == 0 { return head.allSatisfy { $0 == 0 } }
    return head.count >= fewest.text && head.allSatisfy(isText)
  }

  private static func isText(_ byte: UInt8) -> Bool {
    0x20...0x7E ~= byte || byte == 9 || byte == 10 || byte == 13
  }
}
