package import LipSyncMedia
internal import Platform

/// Where a long sound is cut: a pure function of how loud it is.
///
/// Parts are as long as the limit allows; each ends in the quietest place of a window before the limit. Where pictures go with
/// the sound a cut lies between two of them, so that nothing is lost when the parts are joined again.
package struct SplitPlan: Sendable, Equatable {
  /// An end of a part that is not the end of all.
  package struct Cut: Sendable, Equatable {
    /// Where it is, at the nearest sample.
    package var at: MediaTime
    /// The root mean square around it in dB of full scale; nil where all samples there are zero.
    package var level: Double?
    /// Whether it lies in a pause: inaudible, or 20 dB softer than the sound as a whole.
    package var isPause: Bool
    /// Where the place was looked for.
    package var window: ClosedRange<MediaTime>
  }

  /// A part.
  package struct Part: Sendable, Equatable {
    /// From 1.
    package var number: Int
    /// Its samples of one channel, by their numbers in the whole.
    package var samples: Range<Int64>
    /// Its pictures, by their numbers in the whole; the last one may be cut short by the end of the sound. Nil where no pictures
    /// go with it.
    package var pictures: Range<Int64>?
    /// How it ends; nil for the end of the whole.
    package var cut: Cut?
  }

  /// In order; one alone where the whole is short enough.
  package var parts: [Part]
  /// Samples a second.
  package var rate: Int

  /// Around a moment so much is listened to.
  static let ear = MediaTime(1, 5)
  /// A pause is softer than the whole by this factor.
  static let pauseDepth: Float = 0.1

  /// How far before the limit a place is looked for.
  static func window(_ limit: MediaTime) -> MediaTime { min(MediaTime(60), limit.share(1, of: 4)) }

  /// No part is shorter, if that can be had.
  static func least(_ limit: MediaTime) -> MediaTime { min(MediaTime(10), limit.share(1, of: 4)) }

  /// - Parameters:
  ///   - envelope: the loudness of the whole, `AudioEnvelope.rate` values a second, and its length.
  ///   - rate: samples a second of the parts.
  ///   - limit: no part is longer.
  ///   - frame: how long a picture lasts; nil where no pictures go with the sound.
  package static func make(
    _ envelope: AudioEnvelope, rate: Int, limit: MediaTime, frame: MediaTime?
  ) -> SplitPlan {
    let total = envelope.duration
    let step = frame.map { Self.step($0, rate: rate) }
    let ear = Ear(envelope.levels)
    var parts: [Part] = []
    var start = MediaTime.zero
    func close(_ end: MediaTime, _ cut: Cut?) {
      let samples = start.ticks(rate: Int64(rate))..<max(start, end).ticks(rate: Int64(rate))
      let pictures = frame.map { start.count(of: $0)..<max(start, end).roundedUp(to: $0) }
      parts.append(Part(number: parts.count + 1, samples: samples, pictures: pictures, cut: cut))
      start = end
    }
    while total - start > limit {
      // What is left for the last part is not to be a splinter.
      let latest = max(min(start + limit, total - least(limit)), start + limit.half)
      let earliest = max(latest - window(limit), start + limit.share(1, of: 4))
      let cut = ear.cut(earliest...latest, step: step)
      var moved = cut
      moved.at = MediaTime(cut.at.ticks(rate: Int64(rate)), Int64(rate))
      close(cut.at, moved)
    }
    close(total, nil)
    return SplitPlan(parts: parts, rate: rate)
  }

  /// The distance of places where a picture ends and a sample too, if that is no longer than a pause; else that of pictures.
  private static func step(_ frame: MediaTime, rate: Int) -> MediaTime {
    let whole = frame * (frame * Int64(rate)).denominator
    return whole <= ear ? whole : frame
  }

  /// How long a part lasts.
  package func length(of part: Part) -> MediaTime { MediaTime(Int64(part.samples.count), Int64(rate)) }

  /// When a part begins.
  package func start(of part: Part) -> MediaTime { MediaTime(part.samples.lowerBound, Int64(rate)) }
}

/// Listens for quiet places.
private struct Ear {
  /// Sums of squares of all values before a place.
  private let sums: [Double]
  private let pause: Double

  init(_ levels: [Float]) {
    var sums = [0.0]
    sums.reserveCapacity(levels.count + 1)
    for level in levels { sums.append((sums.last ?? 0) + Double(level) * Double(level)) }
    self.sums = sums
    let whole = levels.isEmpty ? 0 : (sums.last ?? 0) / Double(levels.count)
    pause = max(
      Double(Defaults.audibleLevel * Defaults.audibleLevel),
      whole * Double(SplitPlan.pauseDepth * SplitPlan.pauseDepth))
  }

  /// The mean square around a moment.
  private func power(at moment: MediaTime) -> Double {
    let reach = Int(SplitPlan.ear.half.ticks(rate: Int64(AudioEnvelope.rate)))
    let middle = Int(clamping: moment.ticks(rate: Int64(AudioEnvelope.rate)))
    let (first, last) = (max(0, middle - reach), min(sums.count - 1, middle + reach))
    return last > first ? max(0, sums[last] - sums[first]) / Double(last - first) : 0
  }

  /// The middle of the longest of the quietest places of a window; of several of one length the last.
  func cut(_ window: ClosedRange<MediaTime>, step: MediaTime?) -> SplitPlan.Cut {
    let step = step ?? MediaTime(1, Int64(AudioEnvelope.rate))
    let first = window.lowerBound.roundedUp(to: step)
    let last = max(first, window.upperBound.wholeCount(of: step))
    let powers = (first...last).map { power(at: step * $0) }
    let lowest = powers.min() ?? 0
    // Within 3 dB of the quietest, and whatever cannot be heard.
    let quiet = max(lowest * 2, Double(Defaults.audibleLevel * Defaults.audibleLevel))
    var best = 0..<0
    var run = 0..<0
    for (index, value) in powers.enumerated() {
      run = value <= quiet ? (run.upperBound == index ? run.lowerBound : index)..<index + 1 : run
      if run.upperBound == index + 1, run.count >= best.count { best = run }
    }
    let place = (best.lowerBound + best.upperBound) / 2
    let chosen = min(place, powers.count - 1)
    let found = powers[chosen]
    return SplitPlan.Cut(
      at: step * (first + Int64(chosen)), level: found > 1e-12 ? 10 * log10(found) : nil,
      isPause: found <= pause, window: window)
  }
}
