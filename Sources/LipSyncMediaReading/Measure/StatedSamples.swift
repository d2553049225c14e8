internal import CFFmpeg

/// Codecs whose packets say how much they decode to, whatever else is in them.
enum StatedSamples {
  /// Containers whose packets of Opus are nothing but Opus.
  private static let plainContainers = ["mov,", "matroska", "ogg", "mpegts"]

  /// Whether packets of a codec in a container say it.
  static func areTold(_ codec: AVCodecID, in container: String) -> Bool {
    switch codec {
    case AV_CODEC_ID_OPUS: plainContainers.contains(where: container.hasPrefix)
    case AV_CODEC_ID_MP3, AV_CODEC_ID_AMR_NB, AV_CODEC_ID_AMR_WB: true
    default: false
    }
  }

  /// Samples of each channel, of those at `rate` a second; nil where the packet breaks the format, or may.
  static func of(_ packet: UnsafeBufferPointer<UInt8>, _ codec: AVCodecID, rate: Int, channels: Int) -> Int? {
    switch codec {
    case AV_CODEC_ID_OPUS: OpusPacket.samples(packet)
    case AV_CODEC_ID_MP3: MPEGAudioFrame.samples(packet, rate: rate)
    case AV_CODEC_ID_AMR_NB where rate == 8000 && channels == 1: AMRFrame.samples(packet, isWide: false)
    case AV_CODEC_ID_AMR_WB where rate == 16000 && channels == 1: AMRFrame.samples(packet, isWide: true)
    default: nil
    }
  }

  /// Whether the number of samples that a packet decodes to depends on those before it.
  static func dependsOnOthers(_ codec: AVCodecID) -> Bool { codec == AV_CODEC_ID_OPUS }
}
