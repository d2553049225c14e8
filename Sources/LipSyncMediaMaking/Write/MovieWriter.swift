package import LipSyncMediaReading

/// Writes a media file: pictures and samples in, a container out that bears its name only when it is whole.
///
/// Work is done under a temporary name in the same folder. `finish()` gives the final name; a writer that is
/// let go before that leaves nothing behind. One writer belongs to one thread at a time.
package final class MovieWriter {
  private let muxer: Muxer
  private let video: VideoTrack?
  private let audio: AudioTrack?
  private let faults: FaultLog
  private var isFinished = false

  private init(muxer: consuming Muxer, video: VideoTrack?, audio: AudioTrack?, faults: FaultLog) {
    self.muxer = muxer
    self.video = video
    self.audio = audio
    self.faults = faults
  }

  /// Begins a file of FFmpeg's container `format`: `mp4`, `mov`, `matroska`, `webm`, `mpegts`, `avi`, `flv`,
  /// `wav`, `mp3`, `flac`, `ogg`, `adts`.
  ///
  /// MP4 and MOV get their index in front, unless `indexFirst` is false: moving it there costs a copy of the
  /// file. `options` are further ones of FFmpeg's muxer, such as `("live", "1")` for a Matroska without an
  /// index. Encoders come from the container's usual ones where the specs
  /// name none.
  ///
  /// - Throws: `.unsupported` where FFmpeg lacks the container or an encoder, `.write` where the file cannot
  ///   be made, `.fault` for specs that no encoder takes.
  package static func create(
    path: String, format: String = "mp4", video: VideoSpec?, audio: AudioSpec?, indexFirst: Bool = true,
    options extra: [(String, String)] = []
  ) throws(MediaError) -> MovieWriter {
    let defaults = ContainerDefaults.of(format)
    let faults = FaultLog(subject: path, deadline: .none)
    let muxer = try Muxer.create(path: path, format: format, faults: faults)
    var videoTrack: VideoTrack?
    var audioTrack: AudioTrack?
    if let video {
      let codec = try codec(video.codec ?? defaults.video, "video", format: format, path: path)
      videoTrack = try VideoTrack(video, codec: codec, muxer: muxer, faults: faults)
    }
    if let audio {
      let codec = try codec(audio.codec ?? defaults.audio, "audio", format: format, path: path)
      audioTrack = try AudioTrack(audio, codec: codec, muxer: muxer, faults: faults)
    }
    var options = indexFirst ? defaults.options : []
    if defaults.hasEditLists {
      let rates = [(video?.tick ?? video?.frameDuration)?.denominator, (audio?.sampleRate).map(Int64.init)]
      options.append(("movie_timescale", String(movieTimescale(rates.compactMap(\.self)))))
    }
    try muxer.start(options: options + extra)
    return MovieWriter(muxer: muxer, video: videoTrack, audio: audioTrack, faults: faults)
  }

  /// Adds a picture that lasts as long as the spec says, or as `lasting` says.
  package func append(_ picture: Picture, lasting: MediaTime? = nil) throws(MediaError) {
    let video = try track(video, "video")
    guard picture.width == video.spec.width, picture.height == video.spec.height else {
      throw MediaError(
        .fault, operation: "MovieWriter.append", subject: faults.subject,
        message: "a picture of \(picture.width)x\(picture.height) does not fit a video of "
          + "\(video.spec.width)x\(video.spec.height)")
    }
    try video.append(try video.frame(of: picture), lasting: lasting, to: muxer)
  }

  /// Adds interleaved samples, -1...1.
  package func append(_ samples: some Sequence<Float>) throws(MediaError) {
    try track(audio, "audio").append(samples, to: muxer)
  }

  /// Writes what the encoders still hold, and gives the file its name.
  package func finish() throws(MediaError) {
    guard !isFinished else { return }
    isFinished = true
    try video?.finish(to: muxer)
    try audio?.finish(to: muxer)
    try muxer.finish()
  }

  /// Adds a frame that has the encoder's size and format.
  func append(frame: Frame, lasting: MediaTime? = nil) throws(MediaError) {
    try track(video, "video").append(frame, lasting: lasting, to: muxer)
  }

  /// Ticks a second in which edit lists are written: such that both streams' lengths are whole numbers.
  ///
  /// FFmpeg's usual thousandths would cut up to a millisecond of audio off.
  ///
  /// - Parameter rates: units of the streams' lengths in a second.
  static func movieTimescale(_ rates: [Int64]) -> Int64 {
    rates.reduce(1000) { scale, rate in
      guard rate > 0 else { return scale }
      var (a, b) = (scale, rate)
      while b != 0 { (a, b) = (b, a % b) }
      let (product, overflow) = (scale / a).multipliedReportingOverflow(by: rate)
      // Players keep lengths in 32 bits here and there: an hour should fit.
      return overflow || product > 1_000_000 ? max(scale, rate) : product
    }
  }

  private func track<Track>(_ track: Track?, _ kind: String) throws(MediaError) -> Track {
    if let track { return track }
    throw MediaError(
      .noSuchStream, operation: "MovieWriter.append", subject: faults.subject,
      message: "this file was begun without a \(kind) stream")
  }

  private static func codec(_ name: String?, _ kind: String, format: String, path: String)
    throws(MediaError) -> String
  {
    if let name { return name }
    throw MediaError(
      .unsupported, operation: "MovieWriter.create", subject: path,
      message: "the container \(format) has no usual \(kind) encoder; name one")
  }
}
