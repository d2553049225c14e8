internal import CFFmpeg

/// Streams that cannot be decoded without a key.
enum Encryption {
  /// Sample entries of ISO/IEC 14496-12 protection and of FairPlay, as little-endian tags.
  private static let tags: Set<UInt32> = Set(["encv", "enca", "drmi", "drms"].map(tag))

  static func refuse(_ demuxer: Demuxer) throws(MediaError) {
    for index in 0..<demuxer.streamCount {
      let stream = demuxer.stream(index)
      let isTagged = tags.contains(stream.pointee.codecpar.pointee.codec_tag)
      // Matroska: ContentEncKeyID, kept by FFmpeg as a tag.
      let hasKey = av_dict_get(stream.pointee.metadata, "enc_key_id", nil, 0) != nil
      let hasInfo = cffmpeg_stream_side_data(stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nil) != nil
      if isTagged || hasKey || hasInfo { throw error(demuxer) }
    }
  }

  static func error(_ demuxer: Demuxer) -> MediaError {
    MediaError(
      .encrypted, operation: "probe", subject: demuxer.faults.subject,
      message: "the media is encrypted (DRM) and cannot be decoded; use a copy without protection")
  }

  private static func tag(_ name: String) -> UInt32 {
    name.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
