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
    let traced = times.map { time in trace?.source(at: time) }
    let sent = source.flatMap { source in
      try? examiner.pictures(
        of: source, at: zip(traced, times).map { $0 ?? $1 }, maximumSide: Self.side, deadline: deadline)
    }
    let all = times.indices.map { index in
      Moment(
        time: times[index], sourceTime: traced[index], result: shown[index],
        source: sent.flatMap { $0.indices.contains(index) ? $0[index] : nil })
    }
    (moments, marked) = (Array(all.prefix(even.count)), Array(all.dropFirst(even.count)))
    if coverMoment != nil { coverFrame = shown.last }
  }
}

extension PlaybackTrace {
  /// The source moment shown at a moment of the result.
  func source(at time: MediaTime) -> MediaTime? {
    moments.isEmpty ? nil : moments[moments.place(ofLastNotPast: time, by: \.result)].source
  }
}
