internal import CFFmpeg
internal import LipSyncMediaReading
internal import Platform

/// Stretches of the sound as it was handed to the encoder, to be looked for in the finished file.
struct SoundWitnesses {
  /// A stretch, mixed to one channel.
  struct Stretch {
    var start: Int64
    var samples: [Float]
    var power: Float
  }

  /// How far off it is looked for, in samples.
  static let reach = 1536

  private let expected: Int64?
  /// The loudest of each third.
  private var loudest: [Int: Stretch] = [:]

  init(expected: Int64?) { self.expected = expected }

  var stretches: [Stretch] { loudest.values.sorted { $0.start < $1.start } }

  mutating func take(_ samples: [Float], channels: Int, from start: Int64) {
    guard samples.count / channels >= 2048 else { return }
    let third = expected.map { $0 > 0 ? Int(min(2, start * 3 / $0)) : 0 } ?? 0
    let mixed = Self.mixed(samples, channels: channels)
    let power = mixed.reduce(Float(0)) { $0 + $1 * $1 }
    guard power > 1e-4, power > loudest[third]?.power ?? 0 else { return }
    loudest[third] = Stretch(start: start, samples: mixed, power: power)
  }

  static func mixed(_ samples: [Float], channels: Int) -> [Float] {
    guard channels > 1 else { return samples }
    return (0..<samples.count / channels).map { index in
      (0..<channels).reduce(Float(0)) { $0 + samples[index * channels + $1] } / Float(channels)
    }
  }

  /// By how many samples a stretch lies late in sound that begins `reach` samples before it; nil where it is not in there.
  static func lag(of stretch: [Float], in sound: [Float]) -> Int64? {
    guard sound.count > stretch.count else { return nil }
    var best: (lag: Int, likeness: Float)?
    let own = stretch.reduce(Float(0)) { $0 + $1 * $1 }
    stretch.withUnsafeBufferPointer { stretch in
      sound.withUnsafeBufferPointer { sound in
        for lag in 0...(sound.count - stretch.count) {
          var (product, power) = (Float(0), Float(0))
          for index in 0..<stretch.count {
            let value = sound[lag + index]
            product += value * stretch[index]
            power += value * value
          }
          let likeness = power > 0 ? product / (power * own).squareRoot() : 0
          if likeness > best?.likeness ?? 0.5 { best = (lag, likeness) }
        }
      }
    }
    return best.map { Int64($0.lag - reach) }
  }
}

/// A few of the pictures as they were handed to the encoder.
struct PictureWitnesses {
  /// Pictures that are kept at most.
  static let most = 12
  /// Every so many is one.
  let step: Int
  private(set) var pictures: [Int: Frame] = [:]

  init(expected: Int?) { step = max(1, (expected ?? 250) / Self.most) }

  /// Whether a picture is to be kept.
  func isWanted(_ number: Int) -> Bool { number % step == step / 2 && number / step < Self.most }

  mutating func take(_ picture: Frame, number: Int, _ faults: FaultLog) throws(MediaError) {
    guard isWanted(number) else { return }
    pictures[number] = try picture.share(faults)
  }

  /// Structural similarity of two pictures' luma, in squares of 8 x 8 pixels.
  static func likeness(_ a: Frame, _ b: Frame) -> Double {
    guard a.width == b.width, a.height == b.height, let one = a.raw.pointee.data.0,
      let other = b.raw.pointee.data.0
    else { return 0 }
    let (oneStride, otherStride) = (Int(a.raw.pointee.linesize.0), Int(b.raw.pointee.linesize.0))
    let (low, high) = (6.5025, 58.5225)
    var (sum, count) = (0.0, 0)
    for top in stride(from: 0, through: a.height - 8, by: 8) {
      for left in stride(from: 0, through: a.width - 8, by: 8) {
        var (s1, s2, s11, s22, s12) = (0, 0, 0, 0, 0)
        for row in top..<top + 8 {
          let (line, otherLine) = (one + row * oneStride + left, other + row * otherStride + left)
          for column in 0..<8 {
            let (x, y) = (Int(line[column]), Int(otherLine[column]))
            s1 += x
            s2 += y
            s11 += x * x
            s22 += y * y
            s12 += x * y
          }
        }
        let (mean1, mean2) = (Double(s1) / 64, Double(s2) / 64)
        let (power1, power2) = (Double(s11) / 64 - mean1 * mean1, Double(s22) / 64 - mean2 * mean2)
        let product = Double(s12) / 64 - mean1 * mean2
        sum +=
          (2 * mean1 * mean2 + low) * (2 * product + high)
          / ((mean1 * mean1 + mean2 * mean2 + low) * (power1 + power2 + high))
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : 1
  }
}

/// The source's own pictures, as decoded, that are shown when some of the output's are: chosen by their times alone, whatever the
/// output was made of.
struct SourceWitnesses {
  private let wanted: PictureWitnesses
  private let frame: MediaTime
  private let form: (width: Int, height: Int)
  private var isFirst = true
  private(set) var pictures: [Int: Frame] = [:]

  /// - Parameter form: of the output's pictures; others cannot be compared with it.
  init(expected: Int?, frame: MediaTime, _ form: PictureShaper.Form) {
    wanted = PictureWitnesses(expected: expected)
    self.frame = frame
    self.form = (form.width, form.height)
  }

  /// - Parameters:
  ///   - start: when the picture is shown.
  ///   - end: until when; nil for the last one.
  mutating func take(
    _ picture: Frame, from start: MediaTime, to end: MediaTime?, _ faults: FaultLog
  ) throws(MediaError) {
    let isPlain = [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P].contains(
      AVPixelFormat(picture.raw.pointee.format))
    // An output's picture stands for the middle of its time; the first and the last one stand until they are due, or all is over.
    var number = isFirst ? 0 : max(0, (start - frame.half).roundedUp(to: frame))
    isFirst = false
    let last =
      end.map { ($0 - frame.half).roundedUp(to: frame) - 1 } ?? Int64(wanted.step * PictureWitnesses.most)
    guard isPlain, picture.width == form.width, picture.height == form.height else { return }
    while number <= last {
      if wanted.isWanted(Int(clamping: number)) {
        pictures[Int(clamping: number)] = try picture.share(faults)
      }
      number += 1
    }
  }
}
