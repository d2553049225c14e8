internal import LipSyncMedia
internal import Platform

/// A mouth and a sound as rows of numbers, 25 a second, that can be held against each other: scripts/lips-train.py in Swift, and
/// the weights are that script's.
enum LipCurves {
  /// Values a second.
  static let rate = 25
  /// Values before and after a moment that tell of it.
  private static let reach = 5

  /// The mean of so many values around each; past the ends, the last value.
  static func smoothed(_ values: [Double], _ width: Int) -> [Double] {
    guard let first = values.first, let last = values.last else { return [] }
    let padded =
      [Double](repeating: first, count: width / 2) + values
      + [Double](repeating: last, count: width - 1 - width / 2)
    var sum = padded.prefix(width).reduce(0, +)
    return values.indices.map { index in
      defer { if index + width < padded.count { sum += padded[index + width] - padded[index] } }
      return sum / Double(width)
    }
  }

  /// With a mean of 0 and a deviation of 1; all 0 where nothing changes.
  static func standard(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(max(1, values.count))
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count)))
      .squareRoot()
    return values.map { deviation > 1e-9 ? ($0 - mean) / deviation : 0 }
  }

  /// What changes within two seconds, without what changes from picture to picture.
  static func prepared(_ values: [Double]) -> [Double] {
    let smooth = smoothed(values, 3)
    return standard(zip(smooth, smoothed(smooth, 2 * rate)).map { $0 - $1 })
  }

  /// Values between known ones, 25 a second from the first time to the last, on straight lines.
  static func resampled(_ known: [(time: Double, value: Double)], count: Int) -> [Double] {
    var place = 0
    return (0..<count).map { index in
      let time = Double(index) / Double(rate)
      while place + 1 < known.count, known[place + 1].time <= time { place += 1 }
      guard place + 1 < known.count, time > known[place].time else { return known[place].value }
      let (a, b) = (known[place], known[place + 1])
      return a.value + (b.value - a.value) * (time - a.time) / (b.time - a.time)
    }
  }

  /// How loud a mouth looks that moves like that.
  static func predicted(_ mouth: [MouthTrack.Picture], count: Int) -> [Double] {
    func curve(_ measure: (MouthTrack.Shape) -> Double) -> [Double] {
      resampled(
        mouth.compactMap { picture in picture.shape.map { (picture.time.seconds, measure($0)) } },
        count: count)
    }
    let opening = curve(\.opening)
    let speed = opening.indices.map { index in
      let (low, high) = (max(0, index - 1), min(opening.count - 1, index + 1))
      return abs(opening[high] - opening[low]) / Double(max(1, high - low))
    }
    let features = [
      prepared(opening), prepared(curve(\.width)), prepared(curve(\.chin)), standard(smoothed(speed, 5)),
    ]
    return standard(
      (0..<count).map { index in
        var sum = 0.0
        for step in 0...2 * reach {
          let place = min(max(index + step - reach, 0), count - 1)
          for (number, feature) in features.enumerated() {
            sum += LipWeights.all[step * features.count + number] * feature[place]
          }
        }
        return sum
      })
  }

  /// How loud sound is that begins so much later than the picture: decibels below its loudest, 40 at most.
  static func level(_ sound: Waveform, delay: Double, count: Int) -> [Double] {
    let voice = highPassed(sound.samples)
    let loudness = (0..<count).map { index in
      let start = Int(((Double(index) / Double(rate) - delay) * Double(Waveform.rate)).rounded())
      let part = voice[
        max(0, min(voice.count, start))..<max(0, min(voice.count, start + Waveform.rate / rate))]
      return part.isEmpty ? 0 : (part.reduce(0) { $0 + $1 * $1 } / Double(part.count)).squareRoot()
    }
    let loudest = max(loudness.max() ?? 0, 1e-4)
    return prepared(loudness.map { max(20 * log10(max($0, 1e-4) / loudest), -40) })
  }

  /// Without what lies below 150 Hz, where no voice is: a Butterworth filter of the second order (RBJ's cookbook).
  private static func highPassed(_ samples: [Int16]) -> [Double] {
    let turn = 2 * Double.pi * 150 / Double(Waveform.rate)
    let (cosine, slope) = (cos(turn), sin(turn) / 2.0.squareRoot())
    let scale = 1 / (1 + slope)
    let (b0, a1, a2) = ((1 + cosine) / 2 * scale, -2 * cosine * scale, (1 - slope) * scale)
    var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)
    return samples.map { sample in
      let x = Double(sample) / 32768
      let y = b0 * (x - 2 * x1 + x2) - a1 * y1 - a2 * y2
      (x2, x1, y2, y1) = (x1, x, y1, y)
      return y
    }
  }

  /// How alike two rows are if the second is so many values late: -1 to 1, and 0 where they overlap for less than 1.6 s.
  static func correlation(_ one: [Double], _ other: [Double], late lag: Int) -> Double {
    let count = min(one.count, other.count) - abs(lag)
    guard count > 40 else { return 0 }
    let (a, b) = (max(0, -lag), max(0, lag))
    var (x, y, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for index in 0..<count {
      let (u, v) = (one[a + index], other[b + index])
      x += u
      y += v
      xx += u * u
      yy += v * v
      xy += u * v
    }
    let n = Double(count)
    let spread = ((xx - x * x / n) * (yy - y * y / n)).squareRoot()
    return spread > 1e-9 ? (xy - x * y / n) / spread : 0
  }
}
