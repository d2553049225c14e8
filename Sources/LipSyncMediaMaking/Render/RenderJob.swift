internal import CFFmpeg
internal import LipSyncMediaReading

/// One render under way.
final class RenderJob {
  private let video: any ByteSource
  private let path: String
  private let options: Render.Options
  private let faults: FaultLog
  private let schedule: RenderSchedule
  private let frameDuration: MediaTime
  private let audio: AudioReader?
  private let writer: MovieWriter
  private let overlay: Overlay?
  private var reader: PictureReader
  private var isSpooled = false

  init(
    video: any ByteSource, audio: (any ByteSource)?, stretches: [Render.Stretch], path: String,
    options: Render.Options, deadline: Deadline
  ) throws(MediaError) {
    self.video = video
    self.path = path
    self.options = options
    faults = FaultLog(subject: path, deadline: deadline)
    let demuxer = try Demuxer.open(video, deadline: deadline)
    let stream = try PictureStream.videoStream(of: demuxer)
    let index = try PictureIndex.read(demuxer, stream: stream)
    let raw = demuxer.stream(stream).pointee
    frameDuration = OutputRate.choose(
      starts: index.starts, tick: demuxer.tick(of: stream),
      stated: [raw.avg_frame_rate, raw.r_frame_rate].filter { $0.num > 0 && $0.den > 0 }.map {
        MediaTime(Int64($0.den), Int64($0.num))
      })
    reader = try PictureReader(video, index: index, memory: options.pictureMemory, deadline: deadline)
    schedule = RenderSchedule(stretches, frameDuration: frameDuration)
    overlay = options.stamp.map { Overlay(word: $0) }
    if let audio { self.audio = try AudioReader.open(audio, deadline: deadline) } else { self.audio = nil }
    var spec = VideoSpec(reader.shaper.form, frameDuration: frameDuration)
    spec.preset = options.preset
    spec.quality = options.quality
    writer = try MovieWriter.create(
      path: path, video: spec,
      audio: self.audio.map { audio in
        var spec = AudioSpec(sampleRate: audio.sampleRate, channels: audio.channels)
        spec.bitRate = (audio.sampleRate < 32_000 ? 48_000 : 96_000) * audio.channels
        return spec
      })
  }

  func run(progress: (@Sendable (Double) -> Void)?) throws(MediaError) -> Render.Summary {
    var samplesDone: Int64 = 0
    for number in 0..<schedule.frames {
      try faults.checkDeadline("Render.run")
      let level = try appendAudio(until: number + 1, done: &samplesDone)
      let picture = try picture(at: schedule.moment(of: number))
      try writer.append(frame: try stamped(picture, level: level))
      // A few hundred reports are enough for any bar.
      if let progress, number * 400 / schedule.frames != (number + 1) * 400 / schedule.frames {
        progress(Double(number + 1) / Double(schedule.frames))
      }
    }
    try writer.finish()
    return Render.Summary(frames: schedule.frames, duration: frameDuration * Int64(schedule.frames))
  }

  /// Writes the samples that sound while a picture is seen and says how loud they are, 0...1.
  private func appendAudio(until frame: Int, done: inout Int64) throws(MediaError) -> Double {
    guard let audio else { return 0 }
    let end = min(frameDuration * Int64(frame), schedule.total).ticks(rate: Int64(audio.sampleRate))
    let samples = try audio.next(Int(end - done))
    done = end
    try writer.append(samples)
    return overlay == nil ? 0 : Overlay.level(of: samples)
  }

  private func picture(at moment: RenderSchedule.Moment) throws(MediaError) -> Frame {
    do throws(PictureReader.Failure) {
      return try reader.picture(at: moment.time, backwards: moment.isReverse)
    } catch {
      if case .media(let failure) = error { throw failure }
    }
    guard !isSpooled else {
      throw MediaError(
        .fault, operation: "Spool", subject: path, message: "the spooled pictures cannot be played backwards")
    }
    isSpooled = true
    let spool = try Spool.make(of: video, beside: path, deadline: faults.deadline)
    let demuxer = try Demuxer.open(spool, deadline: faults.deadline)
    let index = try PictureIndex.read(demuxer, stream: try PictureStream.videoStream(of: demuxer))
    reader = try PictureReader(spool, index: index, memory: options.pictureMemory, deadline: faults.deadline)
    return try picture(at: moment)
  }

  private func stamped(_ picture: Frame, level: Double) throws(MediaError) -> Frame {
    guard let overlay else { return picture }
    let copy = try picture.share(faults)
    try faults.check(av_frame_make_writable(copy.raw), "av_frame_make_writable")
    overlay.draw(level: level, into: copy)
    return copy
  }
}
