package import LipSyncMedia

/// A result of a part, as it was looked at.
package struct JoinedPart: Sendable {
  package var row: SplitRow
  /// The result's path.
  package var path: String
  package var media: MediaInfo
  /// How its sound relates to the part's; nil where that cannot be told.
  package var match: AudioMatch?
  /// Another part whose sound it has, where it has not its own.
  package var other: Int?

  package init(row: SplitRow, path: String, media: MediaInfo, match: AudioMatch?, other: Int? = nil) {
    (self.row, self.path, self.media, self.match, self.other) = (row, path, media, match, other)
  }
}

/// Whether results can be joined, and what is used of each: a pure function of what was seen of them.
package struct JoinPlan: Sendable, Equatable {
  /// What stands against it, or is told.
  package struct Fault: Error, Sendable, Equatable {
    /// The part that it is about, from 1; nil for all.
    package var part: Int?
    package var message: String

    package init(_ part: Int?, _ message: String) { (self.part, self.message) = (part, message) }
  }

  /// How long a picture lasts.
  package var frame: MediaTime
  /// How many pictures are used of each result.
  package var pictures: [Int64]
  /// What each result has more (or fewer, below zero: its last one is held) than that.
  package var surplus: [Int64]

  /// How much of a result's sound has to be its part's.
  static let likeness = 0.5
  /// A result may be longer than its part by this much; a longer one shows something else.
  static let longest = MediaTime(1, 2)

  /// What is wrong with the rows of a manifest alone.
  package static func faults(of rows: [SplitRow]) -> [Fault] {
    guard let first = rows.first else { return [Fault(nil, "The manifest names no part.")] }
    var faults: [Fault] = []
    let numbers = rows.map(\.part)
    let missing = Set(1...first.parts).subtracting(numbers).sorted()
    if !missing.isEmpty {
      let few = missing.prefix(5).map(String.init).joined(separator: ", ") + (missing.count > 5 ? ", …" : "")
      let named = missing.count == 1 ? "part \(few) is" : "parts \(few) are"
      faults.append(Fault(missing[0], "Of \(first.parts) parts, \(named) missing from the manifest."))
    }
    for (before, row) in zip(rows, rows.dropFirst()) {
      if row.parts != first.parts || row.rate != first.rate || row.original != first.original {
        faults.append(
          Fault(
            row.part,
            "\(row.id) is a part of another split: \(row.parts) parts at \(row.rate) Hz, not \(first.parts) at \(first.rate) Hz."
          ))
      } else if row.part <= before.part {
        faults.append(
          Fault(row.part, "Part \(row.part) stands behind part \(before.part): the rows are out of order."))
      } else if row.part == before.part + 1, row.samples.lowerBound != before.samples.upperBound {
        faults.append(
          Fault(
            row.part,
            "It begins at sample \(row.samples.lowerBound), but part \(before.part) ends at sample \(before.samples.upperBound)."
          ))
      }
    }
    if numbers.first == 1, first.samples.lowerBound != 0 {
      faults.append(Fault(1, "It begins at sample \(first.samples.lowerBound), not at 0."))
    }
    return faults
  }

  /// - Throws: everything that keeps them from being joined.
  package static func make(_ parts: [JoinedPart]) throws(JoinFaults) -> JoinPlan {
    var faults = parts.flatMap { Self.faults(of: $0, first: parts[0]) }
    guard faults.isEmpty, let frame = parts.first?.media.frame.map(CommonRates.nearest) else {
      if faults.isEmpty { faults.append(Fault(nil, "No rate of pictures is known.")) }
      throw JoinFaults(all: faults)
    }
    var plan = JoinPlan(frame: frame, pictures: [], surplus: [])
    for part in parts {
      let rate = Int64(part.row.rate)
      let start = MediaTime(part.row.samples.lowerBound, rate)
      let end = MediaTime(part.row.samples.upperBound, rate)
      let isLast = part.row.part == part.row.parts
      // From the nearest picture to the nearest, so that no rounding adds up; the last one covers the end.
      let count = (isLast ? end.roundedUp(to: frame) : end.count(of: frame)) - start.count(of: frame)
      let surplus = Int64(part.media.video?.frames ?? 0) - count
      let most = longest.count(of: frame)
      if surplus < -1 || surplus > most {
        let length = part.media.pictureLength?.short ?? "an unknown time"
        faults.append(
          Fault(
            part.row.part,
            "Its result shows \(length), \(surplus.magnitude) pictures \(surplus < 0 ? "less" : "more") than its sound of \((end - start).short) takes."
          ))
      }
      plan.pictures.append(count)
      plan.surplus.append(surplus)
    }
    guard faults.isEmpty else { throw JoinFaults(all: faults) }
    return plan
  }

  private static func faults(of part: JoinedPart, first: JoinedPart) -> [Fault] {
    let number = part.row.part
    guard let video = part.media.video, part.media.pictureLength != nil, let frames = video.frames, frames > 0
    else { return [Fault(number, "Its result \(part.path) has no moving picture.")] }
    var faults: [Fault] = []
    if let own = size(part.media), let wanted = size(first.media), own != wanted {
      faults.append(
        Fault(
          number,
          "Its pictures have \(own.0) x \(own.1) pixels, those of part \(first.row.part) \(wanted.0) x \(wanted.1)."
        ))
    }
    if let own = part.media.frame.map(CommonRates.nearest),
      let wanted = first.media.frame.map(CommonRates.nearest),
      own != wanted
    {
      faults.append(
        Fault(
          number,
          "It has \(figure(1 / own.seconds)) pictures a second, part \(first.row.part) has \(figure(1 / wanted.seconds))."
        ))
    }
    return faults + sound(of: part)
  }

  private static func sound(of part: JoinedPart) -> [Fault] {
    let number = part.row.part
    guard part.media.audio != nil else { return [Fault(number, "Its result \(part.path) has no sound.")] }
    guard let match = part.match else { return [] }
    if match.similarity < likeness {
      let other = part.other.map { " It is that of part \($0): the results are out of order." } ?? ""
      return [
        Fault(
          number,
          "The sound of its result \(part.path) is not its own (similarity \(figure(match.similarity)) of 1).\(other)"
        )
      ]
    }
    let most = max((part.media.frame ?? .zero).seconds, 0.04) * 1000
    if match.offsetMilliseconds.magnitude > most {
      let way = match.offsetMilliseconds > 0 ? "late" : "early"
      return [
        Fault(
          number,
          "The sound of its result lies \(figure(match.offsetMilliseconds.magnitude, 0)) ms \(way), more than a picture's time."
        )
      ]
    }
    return []
  }

  /// As it is shown.
  private static func size(_ media: MediaInfo) -> (Int, Int)? {
    media.video.map { $0.rotation % 180 == 0 ? ($0.width, $0.height) : ($0.height, $0.width) }
  }
}

/// Everything that keeps results from being joined.
package struct JoinFaults: Error, Sendable {
  package var all: [JoinPlan.Fault]
}
