internal import LipSyncMedia

/// What a report shows besides its figures: pictures and sound of both sides, kept in memory.
struct Exhibits: Sendable {
  /// The same moment of the result and of the video sent.
  struct Moment: Sendable {
    var time: MediaTime
    var sourceTime: MediaTime?
    var result: [UInt8]
    var source: [UInt8]?
  }

  var sound: AudioEnvelope?
  var sentSound: AudioEnvelope?
  var videoLength: MediaTime?
  var plan: PlaybackPlan?
  var trace: PlaybackTrace?
  var moments: [Moment] = []
  /// Pictures of the moments of findings.
  var marked: [Moment] = []
  /// The edited region, and twice as much around it, at the loudest moments.
  var mouths: [Moment] = []
  var cover: [UInt8]?
  var coverFrame: [UInt8]?

  private static let count = 6
  private static let side = 480

  /// The plan that the result follows; if it follows none, the one that was asked for.
  static func plan(_ playback: VerifyReport.Playback?, _ sent: References) -> PlaybackPlan? {
    guard let type = playback?.detected ?? playback?.requested, let video = sent.videoLength,
      let audio = sent.audioLength
    else { return nil }
    return PlaybackPlan.make(
      type, video: video, audio: audio, model: playback?.models.first ?? PlaybackModel())
  }

  /// Pictures of the result at even distances, and those of the source that they were traced to. What cannot be read
  /// is left out: a report without a picture is still a report. Blocks.
  mutating func takePictures(
    result: any ByteSource, length: MediaTime, source: (any ByteSource)?, trace: PlaybackTrace?,
    marks: [MediaTime], coverMoment: MediaTime?, examiner: MediaExaminer, deadline: Deadline
  ) {
    let milliseconds = length.ticks(rate: 1000)
    let even = (0..<Self.count).map { index in
      MediaTime(milliseconds * Int64(2 * index + 1) / Int64(2 * Self.count), 1000)
    }
    let times = even + marks.prefix(Self.count).filter { $0 < length }
    let wanted = times + (coverMoment.map { [$0] } ?? [])
    guard
      let shown = try? examiner.pictures(
        of: result, at: wanted, maximumSide: Self.side, deadline: deadline),
      shown.count == wanted.count
    else { return }
    let all = Self.moments(times, shown, trace, source, side: Self.side, examiner, deadline)
    (moments, marked) = (Array(all.prefix(even.count)), Array(all.dropFirst(even.count)))
    if coverMoment != nil { coverFrame = shown.last }
  }

  /// The longer side of a picture of a mouth, in pixels.
  private static let mouthSide = 320
  private static let mouthCount = 3

  /// Pictures of the edited region at the loudest moments, and of the same place in the source. Blocks.
  mutating func takeMouths(
    result: any ByteSource, source: (any ByteSource)?, region: EditedRegion, examiner: MediaExaminer,
    deadline: Deadline
  ) {
    let part = PicturePart(left: region.left, top: region.top, width: region.width, height: region.height)
    guard let trace, let shown = part?.widened(2) else { return }
    let times = sound?.loudest(Self.mouthCount, before: trace.moments.last?.result ?? .zero) ?? []
    guard !times.isEmpty,
      let pictures = try? examiner.pictures(
        of: result, at: times, maximumSide: Self.mouthSide, part: shown, deadline: deadline),
      pictures.count == times.count
    else { return }
    let there = trace.fit.source(of: shown)
    mouths = Self.moments(
      times, pictures, trace, there == nil ? nil : source, side: Self.mouthSide, part: there, examiner,
      deadline)
  }

  /// Pictures of the result with those of the source that they were traced to, as far as these can be read.
  private static func moments(
    _ times: [MediaTime], _ shown: [[UInt8]], _ trace: PlaybackTrace?, _ source: (any ByteSource)?, side: Int,
    part: PicturePart? = nil, _ examiner: MediaExaminer, _ deadline: Deadline
  ) -> [Moment] {
    let traced = times.map { time in trace?.source(at: time) }
    let sent = source.flatMap { source in
      try? examiner.pictures(
        of: source, at: zip(traced, times).map { $0 ?? $1 }, maximumSide: side, part: part, deadline: deadline
      )
    }
    return times.indices.map { index in
      Moment(
        time: times[index], sourceTime: traced[index], result: shown[index],
        source: sent.flatMap { $0.indices.contains(index) ? $0[index] : nil })
    }
  }
}

extension AudioEnvelope {
  /// The loudest moments of as many parts of equal length, before an end.
  fileprivate func loudest(_ count: Int, before end: MediaTime) -> [MediaTime] {
    let used = min(levels.count, Int(end.seconds * Double(Self.rate)))
    guard used >= count else { return [] }
    return (0..<count).compactMap { part in
      let range = part * used / count..<(part + 1) * used / count
      guard let place = range.max(by: { levels[$0] < levels[$1] }), levels[place] > 0 else { return nil }
      return MediaTime(Int64(place), Int64(Self.rate))
    }
  }
}

extension PictureFit {
  /// Where a part of the result's picture lies in the source's; nil where the source does not show it.
  fileprivate func source(of part: PicturePart) -> PicturePart? {
    let (wide, high) = (source.size.0 / result.size.0, source.size.1 / result.size.1)
    return PicturePart(
      left: source.left + (part.left - result.left) * wide, top: source.top + (part.top - result.top) * high,
      width: part.width * wide, height: part.height * high)
  }
}

extension PlaybackTrace {
  /// The source moment shown at a moment of the result.
  func source(at time: MediaTime) -> MediaTime? {
    moments.isEmpty ? nil : moments[moments.place(ofLastNotPast: time, by: \.result)].source
  }
}
