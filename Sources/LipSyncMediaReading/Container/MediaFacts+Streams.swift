internal import CFFmpeg

extension MediaFacts {
  /// - Parameter seen: what the pictures themselves state, for containers that do not.
  init(_ demuxer: Demuxer, video: Int?, audio: Int?, seen: Look? = nil) {
    self.init()
    for index in 0..<demuxer.streamCount where !demuxer.isAttachedPicture(index) {
      switch demuxer.stream(index).pointee.codecpar.pointee.codec_type {
      case AVMEDIA_TYPE_VIDEO: videoStreams += 1
      case AVMEDIA_TYPE_AUDIO: audioStreams += 1
      default: break
      }
    }
    (videoStream, audioStream) = (video, audio)
    videoStart = video.flatMap { Self.start(of: $0, demuxer) }
    audioStart = audio.flatMap { Self.start(of: $0, demuxer) }
    guard let video else { return }
    let stream = demuxer.stream(video)
    let parameters = stream.pointee.codecpar.pointee
    let isTurned = demuxer.orientation(of: video).isSideways
    displayWidth = Int(isTurned ? parameters.height : parameters.width)
    displayHeight = Int(isTurned ? parameters.width : parameters.height)
    let look = Look(parameters).filled(by: seen)
    hasAlpha = Self.statesAlpha(stream) ?? look.hasAlpha
    dynamicRange =
      cffmpeg_stream_side_data(stream, AV_PKT_DATA_DOVI_CONF, nil) != nil
      ? .dolbyVision : look.range
  }

  /// What is stated of how a picture's numbers stand for light.
  struct Look {
    private var transfer: AVColorTransferCharacteristic
    private var primaries: AVColorPrimaries
    private var format: AVPixelFormat

    init(_ stream: AVCodecParameters) {
      (transfer, primaries, format) = (stream.color_trc, stream.color_primaries, AVPixelFormat(stream.format))
    }

    init(_ decoder: AVCodecContext) {
      (transfer, primaries, format) = (decoder.color_trc, decoder.color_primaries, decoder.pix_fmt)
    }

    /// The same, with what is not stated here as it is stated there.
    func filled(by other: Look?) -> Look {
      var filled = self
      guard let other else { return filled }
      if transfer == AVCOL_TRC_UNSPECIFIED { filled.transfer = other.transfer }
      if primaries == AVCOL_PRI_UNSPECIFIED { filled.primaries = other.primaries }
      if format == AV_PIX_FMT_NONE { filled.format = other.format }
      return filled
    }

    var range: DynamicRange {
      switch transfer {
      case AVCOL_TRC_SMPTE2084: .pq
      case AVCOL_TRC_ARIB_STD_B67: .hlg
      default: primaries == AVCOL_PRI_BT2020 ? .wideGamut : .standard
      }
    }

    var hasAlpha: Bool {
      // Palettes can hold it, and rarely do.
      guard format != AV_PIX_FMT_PAL8, let facts = av_pix_fmt_desc_get(format) else { return false }
      return facts.pointee.flags & UInt64(AV_PIX_FMT_FLAG_ALPHA) != 0
    }
  }

  /// VP8 and VP9 carry it beside the picture (WebM's AlphaMode); nil where nothing is said.
  private static func statesAlpha(_ stream: UnsafeMutablePointer<AVStream>) -> Bool? {
    av_dict_get(stream.pointee.metadata, "alpha_mode", nil, 0)?.pointee.value.map {
      String(cString: $0) == "1"
    }
  }

  private static func start(of index: Int, _ demuxer: Demuxer) -> MediaTime? {
    let start = demuxer.stream(index).pointee.start_time
    return start == cffmpeg_NO_PTS || !TickBounds.hold(start) ? nil : demuxer.time(start, of: index)
  }
}
