internal import CFFmpeg

/// Gathers a waveform while frames of samples go by.
final class WaveformMaker {
  private let resampler: Resampler
  /// The sum of left and right, and their difference, which alone is left where the two are out of phase.
  private var sum = Track()
  private var difference: Track? = Track()

  private struct Track {
    var samples: [Int16] = []
    var energy = 0.0

    mutating func add(_ value: Float) {
      let sample = Int16(max(-32768, min(32767, value * 32767)))
      samples.append(sample)
      energy += Double(Int32(sample) * Int32(sample))
    }
  }

  /// A difference that is no stronger than this beside the sum, after so many samples, is no longer kept.
  private static let decided = (ratio: 4.0, samples: 10 * Waveform.rate)

  init(faults: FaultLog) {
    resampler = Resampler(rate: Waveform.rate, format: AV_SAMPLE_FMT_FLTP, channels: 2, faults: faults)
  }

  func add(_ frame: Frame?) throws(MediaError) {
    try resampler.convert(frame) { (planes, count) throws(MediaError) in take(planes, count) }
  }

  var waveform: Waveform {
    if let difference, difference.energy > Self.decided.ratio * sum.energy {
      return Waveform(samples: difference.samples)
    }
    return Waveform(samples: sum.samples)
  }

  private func take(_ planes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, _ count: Int) {
    let count = min(count, Waveform.most - sum.samples.count)
    guard count > 0, let left = planes[0], let right = planes[1] else { return }
    let a = UnsafeRawPointer(left).assumingMemoryBound(to: Float.self)
    let b = UnsafeRawPointer(right).assumingMemoryBound(to: Float.self)
    for index in 0..<count {
      let (x, y) = (a[index].isFinite ? a[index] : 0, b[index].isFinite ? b[index] : 0)
      sum.add((x + y) / 2)
      difference?.add((x - y) / 2)
    }
    if let other = difference, sum.samples.count > Self.decided.samples,
      other.energy <= Self.decided.ratio * sum.energy
    {
      difference = nil
    }
  }
}
