internal import CFFmpeg

/// Streams that cannot be decoded without a key.
enum Encryption {
  /// Sample entries of ISO/IEC 14496-12 protection and of FairPlay.
  private static let entries: Set<String> = ["encv", "enca", "drmi", "drms"]
  private static let tags = Set(entries.map(tag))

  /// Asks the sample descriptions of an ISO file themselves: FFmpeg puts the codec beneath in the place of a
  /// protected entry and may then decode noise, or stumble over the protection's own boxes.
  static func refuse(entries names: [String], _ faults: FaultLog) throws(MediaError) {
    if names.contains(where: entries.contains) { throw error(faults) }
  }

  static func refuse(_ demuxer: Demuxer) throws(MediaError) {
    for index in 0..<demuxer.streamCount {
      let stream = demuxer.stream(index)
      let isTagged = tags.contains(stream.pointee.codecpar.pointee.codec_tag)
      // Matroska: ContentEncKeyID, kept by FFmpeg as a tag.
      let hasKey = av_dict_get(stream.pointee.metadata, "enc_key_id", nil, 0) != nil
      let hasInfo = cffmpeg_stream_side_data(stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nil) != nil
      if isTagged || hasKey || hasInfo { throw error(demuxer.faults) }
    }
  }

  static func error(_ faults: FaultLog) -> MediaError {
    MediaError(
      .encrypted, operation: "probe", subject: faults.subject,
      message: "the media is encrypted (DRM) and cannot be decoded; use a copy without protection")
  }

  private static func tag(_ name: String) -> UInt32 {
    name.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
