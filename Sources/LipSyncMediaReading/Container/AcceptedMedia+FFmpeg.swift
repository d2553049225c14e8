internal import CFFmpeg

extension AcceptedMedia {
  /// Whether a codec is accepted, and the FFmpeg that runs can decode it.
  package static func decodes(codec name: String) -> Bool {
    guard accepts(codec: name), let descriptor = avcodec_descriptor_get_by_name(name) else { return false }
    return Codec.decoder(for: descriptor.pointee.id) != nil
  }

  /// `AVFormatContext.codec_whitelist`: the names of decoders, of which a codec may have several.
  static let decoderList: String = {
    var (names, position): ([String], UnsafeMutableRawPointer?) = ([], nil)
    while let codec = av_codec_iterate(&position) {
      guard av_codec_is_decoder(codec) != 0,
        accepts(codec: String(cString: avcodec_get_name(codec.pointee.id)))
      else { continue }
      names.append(String(cString: codec.pointee.name))
    }
    return names.joined(separator: ",")
  }()
}
