internal import CFFmpeg
internal import Platform

/// Integrated loudness by ITU-R BS.1770-4: K-weighted power in blocks of 400 ms, one every 100 ms, those below -70 LUFS
/// and then those 10 LU below the rest left out.
package final class LoudnessMeter {
  /// The largest magnitude of a sample.
  private(set) var peak: Float = 0
  private let resampler: Resampler
  private var rate = 0
  private var filters: [KWeighting] = []
  private var weights: [Double] = []
  /// Weighted power of each 100 ms, summed over channels.
  private var steps: [Double] = []
  private var sum = 0.0
  private var position = 0
  private var stepEnd = 0

  package init(faults: FaultLog) {
    resampler = Resampler(format: AV_SAMPLE_FMT_FLTP, channels: 0, faults: faults)
  }

  package func add(_ frame: Frame?) throws(MediaError) {
    if let frame {
      let channels = Int(frame.raw.pointee.ch_layout.nb_channels)
      if frame.sampleRate != rate || channels != filters.count {
        try resampler.convert(nil, take)
        begin(rate: frame.sampleRate, channels: channels)
      }
    }
    try resampler.convert(frame, take)
  }

  /// In LUFS; nil where nothing passes the gates.
  package var loudness: Double? {
    guard steps.count >= 4 else { return nil }
    var blocks: [Double] = []
    for index in 3..<steps.count { blocks.append(steps[index - 3...index].reduce(0, +) / 4) }
    // -0.691 + 10 log10(power) = -70 (BS.1770-4, equation 4).
    let heard = blocks.filter { $0 > Self.power(ofLoudness: -70) }
    guard !heard.isEmpty else { return nil }
    let gate = heard.reduce(0, +) / Double(heard.count) / 10
    let loud = heard.filter { $0 > gate }
    guard !loud.isEmpty else { return nil }
    return -0.691 + 10 * log10(loud.reduce(0, +) / Double(loud.count))
  }

  private static func power(ofLoudness loudness: Double) -> Double { pow(10, (loudness + 0.691) / 10) }

  private func begin(rate: Int, channels: Int) {
    self.rate = rate
    filters = Array(repeating: KWeighting(rate: Double(rate)), count: channels)
    weights = Self.weights(channels)
    sum = 0
    position = 0
    stepEnd = max(1, rate / 10)
  }

  /// BS.1770-4, table 3, in FFmpeg's order of channels: surround counts more, and low-frequency effects do not count.
  private static func weights(_ channels: Int) -> [Double] {
    switch channels {
    case 5: [1, 1, 1, 1.41, 1.41]
    case 6: [1, 1, 1, 0, 1.41, 1.41]
    case 8: [1, 1, 1, 0, 1.41, 1.41, 1.41, 1.41]
    default: Array(repeating: 1, count: channels)
    }
  }

  private func take(_ planes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, _ count: Int) {
    var done = 0
    while done < count {
      let length = min(count - done, stepEnd - position)
      for channel in filters.indices {
        guard let plane = planes[channel] else { continue }
        plane.withMemoryRebound(to: Float.self, capacity: count) { values in
          let samples = UnsafeBufferPointer(start: values + done, count: length)
          sum += weights[channel] * filters[channel].power(of: samples, peak: &peak)
        }
      }
      position += length
      done += length
      guard position == stepEnd else { continue }
      steps.append(sum / Double(stepEnd))
      sum = 0
      position = 0
    }
  }
}

/// The two filters of BS.1770-4, annex 1, for any sample rate: a shelf for the head, then a high pass.
private struct KWeighting {
  /// Direct form I: from sample to sample only the last result has to be waited for.
  private struct Filter {
    let b0, b1, b2, a1, a2: Double
    private var x1 = 0.0
    private var x2 = 0.0
    private var y1 = 0.0
    private var y2 = 0.0

    init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
      (self.b0, self.b1, self.b2, self.a1, self.a2) = (b0, b1, b2, a1, a2)
    }

    mutating func next(_ x: Double) -> Double {
      let y = (b0 * x + b1 * x1 + b2 * x2 - a2 * y2) - a1 * y1
      (x2, x1) = (x1, x)
      (y2, y1) = (y1, y)
      return y
    }
  }

  private var shelf: Filter
  private var highPass: Filter

  /// The standard gives coefficients at 48 kHz; these are the analogue filters that they come from, by the bilinear
  /// transform.
  init(rate: Double) {
    let gain: Double = pow(10, 3.999843853973347 / 20)
    let root: Double = pow(gain, 0.4996667741545416)
    let shelfRate: Double = min(1681.974450955533, rate * 0.45)
    var k: Double = tan(.pi * shelfRate / rate)
    var slope: Double = k / 0.7071752369554196
    var square: Double = k * k
    var a0: Double = 1 + slope + square
    let (low, high) = (gain + square, root * slope)
    shelf = Filter(
      b0: (low + high) / a0, b1: 2 * (square - gain) / a0, b2: (low - high) / a0, a1: 2 * (square - 1) / a0,
      a2: (1 - slope + square) / a0)
    k = tan(.pi * 38.13547087602444 / rate)
    slope = k / 0.5003270373238773
    square = k * k
    a0 = 1 + slope + square
    highPass = Filter(b0: 1, b1: -2, b2: 1, a1: 2 * (square - 1) / a0, a2: (1 - slope + square) / a0)
  }

  /// The sum of the squares of weighted samples.
  mutating func power(of samples: UnsafeBufferPointer<Float>, peak: inout Float) -> Double {
    // Copies, which stay in registers: through `self` each sample would wait for memory.
    var (shelf, highPass) = (shelf, highPass)
    var (sum, loudest) = (0.0, peak)
    for sample in samples {
      let value = sample.isFinite ? sample : 0
      loudest = max(loudest, value.magnitude)
      let weighted = highPass.next(shelf.next(Double(value)))
      sum += weighted * weighted
    }
    (self.shelf, self.highPass) = (shelf, highPass)
    peak = loudest
    return sum
  }
}
