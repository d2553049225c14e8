/// Sees whether pictures are black and whether they move, while they go by.
struct PictureWatch {
  /// Luma of black, which is coded as 16 of 255 or less, with some noise.
  private static let blackLuma: UInt8 = 28
  /// Share of the picture that has to be black; a timecode or a logo may be in a corner.
  private static let blackShare = 0.98
  /// Luma of no place differs by more than this in pictures that are alike: coding differs by less, a mouth by more.
  private static let stillDifference = 6
  /// Shorter parts are cuts, fades and pauses.
  private static let shortest = (black: 0.5, still: 2.0)

  private(set) var count = 0
  private(set) var isBlack = true
  private(set) var isStill = true
  private var first: FrameSignature?
  private var reference: FrameSignature?
  private var span: (start: Int64, end: Int64)?
  private var black = Runs()
  private var still = Runs()

  /// Parts in ticks, of which the last may go on.
  private struct Runs {
    var done: [(start: Int64, end: Int64)] = []
    var open: (start: Int64, end: Int64)?

    mutating func close() {
      if let open { done.append(open) }
      open = nil
    }
  }

  /// Takes the next picture, with its start and end in ticks.
  mutating func add(_ picture: FrameSignature, from start: Int64, to end: Int64) {
    count += 1
    span = (min(span?.start ?? start, start), max(span?.end ?? end, end))
    let isDark = Self.isBlack(picture)
    isBlack = isBlack && isDark
    if isDark { black.open = (black.open?.start ?? start, end) } else { black.close() }
    if let first { isStill = isStill && Self.alike(first, picture) } else { first = picture }
    if let reference, Self.alike(reference, picture) {
      still.open?.end = end
    } else {
      still.close()
      still.open = (start, end)
      reference = picture
    }
  }

  /// What was seen, in seconds.
  func facts(isWhole: Bool, time: (Int64) -> MediaTime) -> PictureFacts {
    let begin = span?.start ?? 0
    func stretches(_ runs: Runs, _ shortest: Double) -> [PictureFacts.Stretch] {
      var runs = runs
      runs.close()
      return runs.done.map { .init(start: time($0.start &- begin), end: time($0.end &- begin)) }
        .filter { $0.length.seconds >= shortest }
    }
    var facts = PictureFacts(
      looked: span.map { time($0.end &- $0.start) } ?? .zero, isWhole: isWhole,
      isBlack: count > 0 && isBlack, isStill: count > 1 && isStill)
    facts.black = stretches(black, Self.shortest.black)
    facts.still = stretches(still, Self.shortest.still)
    return facts
  }

  private static func isBlack(_ picture: FrameSignature) -> Bool {
    guard !picture.luma.isEmpty else { return false }
    return Double(picture.luma.count { $0 <= blackLuma }) >= blackShare * Double(picture.luma.count)
  }

  private static func alike(_ a: FrameSignature, _ b: FrameSignature) -> Bool {
    guard a.luma.count == b.luma.count else { return false }
    return zip(a.luma, b.luma).allSatisfy { abs(Int($0) - Int($1)) <= stillDifference }
  }
}
