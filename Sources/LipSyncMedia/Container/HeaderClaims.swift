internal import CFFmpeg

/// What a container states about lengths, before anything is measured.
struct HeaderClaims {
  /// The whole; nil where the container states none (FFmpeg's guesses from bit rates do not count).
  let container: MediaTime?
  private let streams: [Int: MediaTime]

  init(_ demuxer: Demuxer) {
    let context = demuxer.context.pointee
    // Analysis may put guesses where the header says nothing, and then says so.
    let states =
      !demuxer.isAnalysed || context.duration_estimation_method == AVFMT_DURATION_FROM_STREAM
    var streams: [Int: MediaTime] = [:]
    if states {
      for index in 0..<demuxer.streamCount {
        let duration = demuxer.stream(index).pointee.duration
        if duration != cffmpeg_NO_PTS, duration > 0 { streams[index] = demuxer.time(duration, of: index) }
      }
    }
    self.streams = streams
    container =
      states && context.duration != cffmpeg_NO_PTS && context.duration > 0
      ? MediaTime(context.duration, Int64(AV_TIME_BASE)) : streams.values.max()
  }

  /// A stream's claim, or the container's where the stream has none of its own.
  func duration(of stream: Int) -> MediaTime? { streams[stream] ?? container }
}
