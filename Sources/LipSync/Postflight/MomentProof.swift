internal import LipSyncMedia

/// What the pictures of a result are, moment by moment, in stretches: pure functions of what was measured.
extension PictureMoments {
  typealias Stretch = ResultMoments.Stretch

  /// A picture this far from the source's is another, in levels and as a multiple of what is usual.
  private static let odd = (levels: 6.0, times: 6.0)
  /// Pictures flatter than this are of one colour.
  private static let flat = 3.0
  /// Of a source's picture so flat that is not told.
  private static let varied = 8.0

  private var isOdd: (Moment) -> Bool {
    let usual = Self.median(moments.map(\.away))
    let limit = max(Self.odd.levels, Self.odd.times * usual)
    return { $0.away > limit }
  }

  private static func isFlat(_ moment: Moment) -> Bool {
    moment.contrast < flat && moment.sourceContrast > varied
  }

  /// Black pictures and others of one colour where the source has a picture, and the mean luma of each stretch.
  var blank: [(stretch: Stretch, luma: Double)] {
    let isOdd = isOdd
    return stretches { isOdd($0) && Self.isFlat($0) }.map { stretch in
      (stretch, moments.first { $0.time == stretch.start }?.luma ?? 0)
    }
  }

  /// Pictures that are not the source's.
  var foreign: [Stretch] {
    let isOdd = isOdd
    return stretches { isOdd($0) && !Self.isFlat($0) }.filter { stretch in
      // Where the result outlasts the source, nothing belongs there that could be missed.
      guard let last = moments.last, stretch.end > last.time else { return true }
      return sourceEnd - last.source > MediaTime(1, 4)
    }
  }

  /// Stretches in which the edited region is covered: it differs far more than it usually does, for a fifth of a second or longer.
  var covered: [Stretch] {
    let values = moments.compactMap(\.inside)
    guard isLively, values.count > 20 else { return [] }
    let limit = max(Self.cover.levels, Self.cover.times * Self.median(values))
    let isOdd = isOdd
    return stretches { !isOdd($0) && $0.inside ?? 0 > limit }.filter { $0.length >= MediaTime(1, 5) }
  }

  /// In levels, and as a multiple of what is usual.
  private static let cover = (levels: 30.0, times: 3.0)

  /// A freeze moves by less than this share of what the source does meanwhile, and that by more than so many levels.
  private static let freeze = (share: 0.25, levels: 1.0)

  /// Runs of pictures that stand still while the source moves.
  var frozen: [Still] {
    stills.filter { still in
      still.sourceMoved >= max(Self.freeze.levels, still.moved / Self.freeze.share)
        || (still.isHeld && still.isLast && still.end - still.start >= Limits.frozenTail)
    }
  }

  /// Shares of the usual difference below which the region is the source's, and the least usual difference that can tell.
  private static let unedited = (share: 0.35, least: 2.0)
  /// On the average of so many pictures an unedited region differs by no more than this times as much as what lies around it: a
  /// mouth that is closed in both for a moment does so, too.
  private static let around = (pictures: 13, times: 2.0)
  /// A picture that flickers differs by this much less than those before and behind it: no mouth closes within one picture.
  private static let flicker = 2.5
  /// The shortest stretch that is told, and how much of it has to be heard.
  private static let own = (length: MediaTime(7, 10), voiced: 0.6)

  /// The share of the pictures in which the face is the source's own, as far as the edited region shows, and the longer stretches.
  func unedited(_ sound: AudioEnvelope?) -> (share: Double, stretches: [Stretch]) {
    let inside = moments.map { $0.inside ?? 0 }
    let usual = inside.sorted().dropFirst(inside.count * 3 / 4).first ?? 0
    guard let sound, isLively, inside.count > 20, usual >= Self.unedited.least else { return (0, []) }
    let limit = Self.unedited.share * usual
    let single = inside.indices.dropFirst().dropLast().count { index in
      inside[index] < limit && inside[index] * Self.flicker < min(inside[index - 1], inside[index + 1])
    }
    let smooth = Self.average(inside)
    let outside = Self.average(moments.map(\.outside))
    let own = Set(
      moments.indices.filter { index in
        smooth[index] < limit && smooth[index] < Self.around.times * outside[index]
      }.map { moments[$0].time })
    let long = stretches { own.contains($0.time) }
      .filter { $0.length >= Self.own.length && sound.voiced(from: $0.start, to: $0.end) >= Self.own.voiced }
    let pictures = long.reduce(single) { $0 + $1.pictures }
    return (Double(pictures) / Double(inside.count), long)
  }

  /// Each value's mean with those around it, fewer at the ends.
  private static func average(_ values: [Double]) -> [Double] {
    values.indices.map { index in
      let some = values[
        max(0, index - around.pictures / 2)...min(values.count - 1, index + around.pictures / 2)]
      return some.reduce(0, +) / Double(some.count)
    }
  }

  /// What the rules judge.
  func facts(sound: AudioEnvelope?) -> ResultMoments {
    ResultMoments(
      blank: blank, foreign: foreign, covered: covered,
      frozen: frozen.filter { !$0.isLast || $0.end - $0.start < Limits.frozenTail }
        .map { Stretch(start: $0.start, end: $0.end) }, rates: rates, frameRates: frameRates,
      unedited: unedited(sound))
  }

  private static func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }

  /// Runs of pictures for which something holds.
  private func stretches(where holds: (Moment) -> Bool) -> [Stretch] {
    var (stretches, isOpen): ([Stretch], Bool) = ([], false)
    let frame = frameRates.result > 0 ? MediaTime(Int64(1_000_000 / frameRates.result), 1_000_000) : .zero
    for (index, moment) in moments.enumerated() {
      guard holds(moment) else {
        isOpen = false
        continue
      }
      let end = index + 1 < moments.count ? moments[index + 1].time : moment.time + frame
      if isOpen {
        stretches[stretches.count - 1].end = end
        stretches[stretches.count - 1].pictures += 1
      } else {
        stretches.append(Stretch(start: moment.time, end: end))
      }
      isOpen = true
    }
    return stretches
  }
}

extension AudioEnvelope {
  /// The share of a stretch that can be heard.
  func voiced(from start: MediaTime, to end: MediaTime) -> Double {
    let loud = levels.sorted()[max(0, levels.count * 9 / 10 - 1)] / 12
    let range = Int(start.seconds * Double(Self.rate))..<max(0, Int(end.seconds * Double(Self.rate)))
    let heard = levels[range.clamped(to: 0..<levels.count)]
    return heard.isEmpty ? 0 : Double(heard.count { $0 > loud }) / Double(heard.count)
  }
}
