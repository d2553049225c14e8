internal import CFFmpeg

/// What is seen in a source: whether it is black, and whether anything moves.
public struct PictureFacts: Sendable, Equatable {
  /// A part of a video, on its own clock, the first picture being at zero.
  public struct Stretch: Sendable, Equatable {
    /// When it begins.
    public var start: MediaTime
    /// When it ends.
    public var end: MediaTime
    /// How long it is.
    public var length: MediaTime { end - start }

    /// From one moment to another.
    package init(start: MediaTime, end: MediaTime) {
      self.start = start
      self.end = end
    }
  }

  /// How much was looked at.
  public var looked: MediaTime
  /// Whether that is all of it.
  public var isWhole: Bool
  /// Whether every picture that was looked at is black.
  public var isBlack: Bool
  /// Whether every picture that was looked at is like the first; false for fewer than two.
  public var isStill: Bool
  /// Parts that are black; empty where only a glance was taken.
  public var black: [Stretch] = []
  /// Parts in which nothing moves; empty where only a glance was taken.
  public var still: [Stretch] = []

  /// Facts as seen, without stretches.
  package init(looked: MediaTime, isWhole: Bool, isBlack: Bool, isStill: Bool) {
    self.looked = looked
    self.isWhole = isWhole
    self.isBlack = isBlack
    self.isStill = isStill
  }

  /// Looks at pictures until one is not black and one is not like the first, which in most videos takes two: what is
  /// neither black nor frozen costs next to nothing. Blocks.
  ///
  /// - Parameters:
  ///   - source: where the bytes come from.
  ///   - pixelLimit: pixels to decode at most.
  ///   - deadline: when to give up.
  /// - Throws: what `MediaInfo.probeBlocking(_:readLimit:deadline:)` throws, and `.noSuchStream` without video.
  public static func glance(
    at source: any ByteSource, pixelLimit: Int64, deadline: Deadline = .none
  ) throws(MediaError) -> PictureFacts {
    let stream = try PictureStream.open(source, deadline: deadline)
    let maker = try SignatureMaker.open(rotation: 0, faults: stream.faults)
    var watch = PictureWatch()
    var pixels: Int64 = 0
    while let frame = try stream.next() {
      let start = stream.start(of: frame)
      watch.add(
        try maker.signature(of: frame), from: start,
        to: start.addingReportingOverflow(max(frame.duration, 0)).partialValue)
      pixels += Int64(frame.width) * Int64(frame.height)
      let isDecided = !watch.isBlack && !watch.isStill
      if isDecided || pixels > pixelLimit {
        return watch.facts(isWhole: false) { stream.demuxer.time($0, of: stream.index) }
      }
    }
    return watch.facts(isWhole: true) { stream.demuxer.time($0, of: stream.index) }
  }
}

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
