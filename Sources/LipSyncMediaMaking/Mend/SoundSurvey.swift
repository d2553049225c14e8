internal import CFFmpeg
internal import LipSyncMediaReading

/// What has to be known of a whole sound before its first sample is written: how loud it is, how high its peaks are, where it
/// begins and ends to be heard.
struct SoundSurvey {
  /// In LUFS; nil for silence.
  private(set) var loudness: Double?
  /// True peaks of blocks of `GainCurve.block` samples.
  private(set) var peaks: [Float] = []
  /// The first and the last sample of what can be heard, the last excluded; nil for silence.
  private(set) var heard: Range<Int64>?
  /// Samples of one channel.
  private(set) var count: Int64 = 0

  /// Goes through all of it.
  ///
  /// - Parameter curve: what is done to it before it is measured.
  init(_ sound: SoundSequence, through curve: GainCurve = .none, faults: FaultLog) throws(MediaError) {
    let meter = LoudnessMeter(faults: faults)
    var heights = Array(repeating: TruePeak(), count: sound.channels)
    // Whole windows of 5 ms and whole blocks.
    let window = max(1, sound.rate / 200)
    var rest: [Float] = []
    while true {
      try faults.checkDeadline("SoundSurvey")
      var samples = try sound.next(GainCurve.block * 256)
      if samples.isEmpty { break }
      curve.apply(to: &samples, channels: sound.channels, from: count)
      let frame = try Frame.samples(samples, channels: sound.channels, rate: sound.rate, faults)
      try meter.add(frame)
      measurePeaks(samples, channels: sound.channels, &heights)
      listen(samples, channels: sound.channels, window: window, &rest)
      count += Int64(samples.count / sound.channels)
    }
    try meter.add(nil)
    loudness = meter.loudness
  }

  private mutating func measurePeaks(_ samples: [Float], channels: Int, _ heights: inout [TruePeak]) {
    let size = GainCurve.block * channels
    for start in stride(from: 0, to: samples.count, by: size) {
      let block = samples[start..<min(start + size, samples.count)]
      var highest: Float = 0
      for channel in 0..<channels {
        let line = stride(from: block.startIndex + channel, to: block.endIndex, by: channels).map {
          block[$0]
        }
        highest = max(highest, heights[channel].highest(of: line))
      }
      // The filter looks back over a few samples of the block before.
      if let last = peaks.indices.last { peaks[last] = max(peaks[last], highest) }
      peaks.append(highest)
    }
  }

  private mutating func listen(_ samples: [Float], channels: Int, window: Int, _ rest: inout [Float]) {
    let start = count - Int64(rest.count / channels)
    rest += samples
    let size = window * channels
    var done = 0
    while rest.count - done >= size {
      let power = rest[done..<done + size].reduce(Float(0)) { $0 + $1 * $1 } / Float(size)
      if power.squareRoot() > SoundFacts.silentLevel {
        let first = start + Int64(done / channels)
        heard = (heard?.lowerBound ?? first)..<(first + Int64(window))
      }
      done += size
    }
    rest.removeFirst(done)
  }
}

extension Frame {
  /// Interleaved samples as a frame.
  static func samples(_ samples: [Float], channels: Int, rate: Int, _ faults: FaultLog) throws(MediaError)
    -> Frame
  {
    let frame = try Frame.allocate(faults)
    frame.raw.pointee.nb_samples = CInt(samples.count / channels)
    frame.raw.pointee.format = AV_SAMPLE_FMT_FLT.rawValue
    frame.raw.pointee.sample_rate = CInt(rate)
    av_channel_layout_default(&frame.raw.pointee.ch_layout, CInt(channels))
    try faults.check(av_frame_get_buffer(frame.raw, 0), "av_frame_get_buffer")
    samples.withUnsafeBytes { bytes in
      if let plane = frame.raw.pointee.extended_data?[0], let start = bytes.baseAddress {
        UnsafeMutableRawPointer(plane).copyMemory(from: start, byteCount: bytes.count)
      }
    }
    return frame
  }
}
