internal import CFFmpeg

/// Names of codecs.
enum Codec {
  /// Whether it is nothing but samples (`av_get_exact_bits_per_sample`).
  static func isUncompressed(_ codec: AVCodecID) -> Bool { av_get_exact_bits_per_sample(codec) > 0 }

  /// The decoder for a codec; nil for one that `AcceptedMedia` does not list, or FFmpeg cannot decode.
  static func decoder(for codec: AVCodecID) -> UnsafePointer<AVCodec>? {
    guard codec != AV_CODEC_ID_NONE, AcceptedMedia.accepts(codec: String(cString: avcodec_get_name(codec)))
    else {
      return nil
    }
    return avcodec_find_decoder(codec)
  }

  /// FFmpeg's name of a stream's codec; `unknown` where it knows none.
  static func name(of stream: UnsafeMutablePointer<AVStream>) -> String {
    guard let parameters = stream.pointee.codecpar, parameters.pointee.codec_id != AV_CODEC_ID_NONE else {
      return "unknown"
    }
    return String(cString: avcodec_get_name(parameters.pointee.codec_id))
  }
}
