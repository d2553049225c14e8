internal import CFFmpeg
internal import LipSyncMediaReading

/// Writing `Float` samples in the form that an encoder wants.
enum SampleFormat {
  /// The first format of the encoder's list (ended by `AV_SAMPLE_FMT_NONE`) that can be written here.
  static func preferred(among list: UnsafePointer<AVSampleFormat>?) -> AVSampleFormat {
    var entry = list
    while let format = entry?.pointee, format != AV_SAMPLE_FMT_NONE {
      if isKnown(format) { return format }
      entry = entry?.advanced(by: 1)
    }
    return AV_SAMPLE_FMT_FLTP
  }

  /// Fills the frame's planes with interleaved samples, cut to -1...1 where integers are wanted.
  static func write(_ samples: ArraySlice<Float>, channels: Int, into frame: Frame) {
    let format = AVSampleFormat(frame.raw.pointee.format)
    let isPlanar = av_sample_fmt_is_planar(format) == 1
    let isFloat = av_get_packed_sample_fmt(format) == AV_SAMPLE_FMT_FLT
    guard let planes = frame.raw.pointee.extended_data else { return }
    samples.withUnsafeBufferPointer { samples in
      for channel in 0..<channels {
        guard let plane = planes[isPlanar ? channel : 0] else { return }
        let (first, step) = isPlanar ? (0, 1) : (channel, channels)
        let raw = UnsafeMutableRawPointer(plane)
        for index in 0..<samples.count / channels {
          let value = samples[index * channels + channel]
          let place = first + index * step
          if isFloat {
            raw.storeBytes(of: value, toByteOffset: place * 4, as: Float.self)
          } else {
            // As FFmpeg reads them: what was 16 bits before is the same again.
            let cut = Int16(max(-32768, min(32767, (value * 32768).rounded())))
            raw.storeBytes(of: cut, toByteOffset: place * 2, as: Int16.self)
          }
        }
      }
    }
  }

  private static func isKnown(_ format: AVSampleFormat) -> Bool {
    let packed = av_get_packed_sample_fmt(format)
    return packed == AV_SAMPLE_FMT_FLT || packed == AV_SAMPLE_FMT_S16
  }
}
