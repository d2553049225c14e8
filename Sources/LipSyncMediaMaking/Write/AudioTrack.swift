internal import CFFmpeg
internal import LipSyncMediaReading

/// The audio stream of a file in the making: interleaved samples in, packets out.
final class AudioTrack {
  let spec: AudioSpec
  private let encoder: Encoder
  private let stream: UnsafeMutablePointer<AVStream>
  private let packet: Packet
  private let faults: FaultLog
  private let frameSize: Int
  private var pending: [Float] = []
  /// Samples of one channel that the encoder has got.
  private var encoded: Int64 = 0
  private let startTicks: Int64

  init(_ spec: AudioSpec, codec: String, muxer: borrowing Muxer, faults: FaultLog) throws(MediaError) {
    self.spec = spec
    self.faults = faults
    guard (1...2).contains(spec.channels), spec.sampleRate > 0, let rate = Int32(exactly: spec.sampleRate)
    else {
      throw MediaError(
        .fault, operation: "AudioSpec", subject: faults.subject,
        message: "\(spec.sampleRate) Hz with \(spec.channels) channels cannot be encoded")
    }
    startTicks = spec.start.ticks(rate: Int64(rate))
    packet = try Packet.allocate(faults)
    let globalHeader = muxer.wantsGlobalHeader
    encoder = try Encoder.open(codec, faults: faults) { context, codec in
      context.sample_rate = rate
      context.sample_fmt = SampleFormat.preferred(among: codec.sample_fmts)
      av_channel_layout_default(&context.ch_layout, Int32(spec.channels))
      context.time_base = AVRational(num: 1, den: rate)
      context.thread_count = 1
      if let bitRate = spec.bitRate { context.bit_rate = Int64(bitRate) }
      if globalHeader { context.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
    }
    frameSize = encoder.raw.pointee.frame_size > 0 ? Int(encoder.raw.pointee.frame_size) : 1024
    stream = try muxer.addStream(of: encoder)
  }

  /// Takes interleaved samples, -1...1.
  func append(_ samples: some Sequence<Float>, to muxer: borrowing Muxer) throws(MediaError) {
    pending.append(contentsOf: samples)
    var taken = 0
    let wanted = frameSize * spec.channels
    while pending.count - taken >= wanted {
      try encode(pending[taken..<taken + wanted], to: muxer)
      taken += wanted
    }
    pending.removeFirst(taken)
  }

  /// Encodes the rest and drains the encoder.
  func finish(to muxer: borrowing Muxer) throws(MediaError) {
    if pending.count >= spec.channels { try encode(pending[...], to: muxer) }
    pending = []
    try send(nil, to: muxer)
  }

  private func encode(_ samples: ArraySlice<Float>, to muxer: borrowing Muxer) throws(MediaError) {
    let frame = try Frame.allocate(faults)
    let count = samples.count / spec.channels
    frame.raw.pointee.nb_samples = Int32(count)
    frame.raw.pointee.format = encoder.raw.pointee.sample_fmt.rawValue
    frame.raw.pointee.sample_rate = encoder.raw.pointee.sample_rate
    try faults.check(
      av_channel_layout_copy(&frame.raw.pointee.ch_layout, &encoder.raw.pointee.ch_layout),
      "av_channel_layout_copy")
    try faults.check(av_frame_get_buffer(frame.raw, 0), "av_frame_get_buffer")
    SampleFormat.write(samples, channels: spec.channels, into: frame)
    frame.raw.pointee.pts = startTicks + encoded
    encoded += Int64(count)
    try send(frame.raw, to: muxer)
  }

  private func send(_ frame: UnsafeMutablePointer<AVFrame>?, to muxer: borrowing Muxer) throws(MediaError) {
    try encoder.encode(frame, packet: packet) { packet throws(MediaError) in
      packet.raw.pointee.stream_index = stream.pointee.index
      av_packet_rescale_ts(packet.raw, encoder.raw.pointee.time_base, stream.pointee.time_base)
      try muxer.write(packet)
    }
  }
}
