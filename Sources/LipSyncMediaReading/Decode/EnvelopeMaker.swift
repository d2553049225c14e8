internal import CFFmpeg

/// Gathers an envelope while frames of samples go by.
final class EnvelopeMaker {
  private let resampler: Resampler
  private(set) var levels: [Float] = []
  private var sum = 0.0
  private var count = 0
  /// Samples of the run so far; a run ends where the sample rate changes.
  private var position: Int64 = 0
  private var firstLevel = 0
  private var rate: Int64 = 0

  init(faults: FaultLog) {
    resampler = Resampler(format: AV_SAMPLE_FMT_FLTP, channels: 0, faults: faults)
  }

  func add(_ frame: Frame?) throws(MediaError) {
    if let frame, Int64(frame.sampleRate) != rate {
      close()
      position = 0
      firstLevel = levels.count
      rate = Int64(frame.sampleRate)
    }
    let channels = frame.map { Int($0.raw.pointee.ch_layout.nb_channels) } ?? 0
    try resampler.convert(frame) { (planes, samples) throws(MediaError) in
      add(planes, samples, channels: channels)
    }
    if frame == nil { close() }
  }

  private func add(
    _ planes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, _ samples: Int, channels: Int
  ) {
    guard rate > 0, channels > 0 else { return }
    var done = 0
    while done < samples {
      // Window k of a run ends with sample (k + 1) * rate / 200, so that no rounding adds up. None is without a
      // sample: the resampler takes no rate that low.
      let window = Int64(levels.count - firstLevel + 1)
      let end = window * rate / Int64(AudioEnvelope.rate)
      let take = Int(min(Int64(samples - done), max(end - position, 0)))
      for channel in 0..<channels {
        guard let plane = planes[channel] else { continue }
        plane.withMemoryRebound(to: Float.self, capacity: samples) { values in
          sum += Double(Self.power(of: UnsafeBufferPointer(start: values + done, count: take)))
        }
      }
      count += take * channels
      position += Int64(take)
      done += take
      if position >= end { close() }
    }
  }

  /// The sum of squares, eight at a time.
  private static func power(of samples: UnsafeBufferPointer<Float>) -> Float {
    var lanes = SIMD8<Float>.zero
    let bytes = UnsafeRawBufferPointer(samples)
    let whole = samples.count / 8 * 8
    for index in stride(from: 0, to: whole, by: 8) {
      let values = bytes.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
      lanes += values * values
    }
    return samples[whole...].reduce(lanes.sum()) { $0 + $1 * $1 }
  }

  private func close() {
    guard count > 0 else { return }
    let level = (sum / Double(count)).squareRoot()
    levels.append(level.isFinite ? Float(min(level, 1)) : 0)
    sum = 0
    count = 0
  }
}
