package import CFFmpeg
internal import Platform

/// An owned `SwrContext`: audio in another sample format, rate and number of channels.
///
/// It follows a source that changes its own format on the way.
package final class Resampler {
  private struct Input: Equatable {
    var rate: CInt
    var format: CInt
    var channels: CInt
    var order: UInt32
    var mask: UInt64
  }

  let rate: Int
  let format: AVSampleFormat
  let channels: Int
  private let faults: FaultLog
  private var context: OpaquePointer?
  private var input: Input?
  private var outputChannels: CInt = 0

  /// Samples a second that are taken. Below, each sample becomes thousands: a few kilobytes would fill gigabytes.
  static let inputRates = 1000...768_000

  /// A resampler to this format; `rate` 0 and `channels` 0 keep the source's.
  package init(rate: Int = 0, format: AVSampleFormat, channels: Int, faults: FaultLog) {
    self.rate = rate
    self.format = format
    self.channels = channels
    self.faults = faults
  }

  deinit { swr_free(&context) }

  /// Throws `.unsupported` for a sample rate outside `inputRates`.
  package static func check(rate: Int, _ faults: FaultLog) throws(MediaError) {
    guard !inputRates.contains(rate) else { return }
    throw MediaError(
      .unsupported, operation: "Resampler", subject: faults.subject,
      message: "the audio has \(rate) samples a second; give one with \(inputRates.lowerBound) to "
        + "\(inputRates.upperBound)")
  }

  /// Converts a frame of samples, or with nil what is still inside, and lends the result: the planes and the
  /// number of samples in each.
  package func convert(
    _ frame: Frame?,
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, Int) throws(MediaError) -> Void
  ) throws(MediaError) {
    guard let frame else { return try flush(body) }
    try Self.check(rate: frame.sampleRate, faults)
    let wanted = Input(
      rate: frame.raw.pointee.sample_rate, format: frame.raw.pointee.format,
      channels: frame.raw.pointee.ch_layout.nb_channels, order: frame.raw.pointee.ch_layout.order.rawValue,
      mask: frame.raw.pointee.ch_layout.order == AV_CHANNEL_ORDER_NATIVE
        ? frame.raw.pointee.ch_layout.u.mask : 0)
    if wanted != input {
      try flush(body)
      swr_free(&context)
      if !isAsWanted(frame) { try configure(frame) }
      input = wanted
    }
    if context == nil {
      // As most decoders of sound give it: a copy would cost as much as measuring it.
      if let planes = frame.raw.pointee.extended_data { try body(planes, Int(frame.raw.pointee.nb_samples)) }
      return
    }
    let capacity = try faults.check(
      swr_get_out_samples(context, frame.raw.pointee.nb_samples), "swr_get_out_samples")
    guard let data = frame.raw.pointee.extended_data else { return }
    try data.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: Int(wanted.channels)) {
      (planes) throws(MediaError) in
      try output(capacity, planes, frame.raw.pointee.nb_samples, body)
    }
  }

  /// Whether a frame's samples can be lent as they are.
  private func isAsWanted(_ frame: Frame) -> Bool {
    frame.raw.pointee.format == format.rawValue && channels == 0
      && (rate == 0 || rate == frame.sampleRate)
  }

  private func flush(
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, Int) throws(MediaError) -> Void
  ) throws(MediaError) {
    guard context != nil else { return }
    let capacity = try faults.check(swr_get_out_samples(context, 0), "swr_get_out_samples")
    if capacity > 0 { try output(capacity, nil, 0, body) }
  }

  private func output(
    _ capacity: CInt, _ source: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: CInt,
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, Int) throws(MediaError) -> Void
  ) throws(MediaError) {
    var planes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?
    let room = av_samples_alloc_array_and_samples(&planes, nil, outputChannels, max(capacity, 1), format, 0)
    defer {
      if let planes { av_freep(planes) }
      av_freep(&planes)
    }
    try faults.check(room, "av_samples_alloc_array_and_samples")
    let code = Log.collecting(in: faults) { swr_convert(context, planes, max(capacity, 1), source, count) }
    let made = try faults.check(code, "swr_convert")
    if made > 0, let planes { try body(planes, Int(made)) }
  }

  private func configure(_ frame: Frame) throws(MediaError) {
    var target = AVChannelLayout()
    var source = AVChannelLayout()
    defer {
      av_channel_layout_uninit(&source)
      av_channel_layout_uninit(&target)
    }
    // A layout that only counts channels cannot be mixed: take the usual one for that count.
    if frame.raw.pointee.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC {
      av_channel_layout_default(&source, frame.raw.pointee.ch_layout.nb_channels)
    } else {
      try faults.check(
        av_channel_layout_copy(&source, &frame.raw.pointee.ch_layout), "av_channel_layout_copy")
    }
    if channels == 0 {
      try faults.check(av_channel_layout_copy(&target, &source), "av_channel_layout_copy")
    } else {
      av_channel_layout_default(&target, CInt(channels))
    }
    outputChannels = target.nb_channels
    let sourceRate = frame.raw.pointee.sample_rate
    let code = Log.collecting(in: faults) {
      let made = swr_alloc_set_opts2(
        &context, &target, format, rate == 0 ? sourceRate : CInt(rate), &source,
        AVSampleFormat(frame.raw.pointee.format), sourceRate, 0, nil)
      return made < 0 ? made : swr_init(context)
    }
    try faults.check(code, "swr_init")
  }
}
