internal import CFFmpeg
internal import LipSyncMediaReading

/// One render under way.
final class RenderJob {
  private let faults: FaultLog
  private let pictures: PlayedPictures
  private let audio: AudioReader?
  private let writer: MovieWriter
  private let overlay: Overlay?

  init(
    video: any ByteSource, audio: (any ByteSource)?, stretches: [Render.Stretch], path: String,
    options: Render.Options, deadline: Deadline
  ) throws(MediaError) {
    faults = FaultLog(subject: path, deadline: deadline)
    pictures = try PlayedPictures(
      video, stretches: stretches, frame: nil, beside: path, memory: options.pictureMemory, deadline: deadline
    )
    overlay = options.stamp.map { Overlay(word: $0) }
    if let audio { self.audio = try AudioReader.open(audio, deadline: deadline) } else { self.audio = nil }
    var spec = VideoSpec(pictures.form, frameDuration: pictures.frame)
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
    let schedule = pictures.schedule
    for number in 0..<schedule.frames {
      try faults.checkDeadline("Render.run")
      let level = try appendAudio(until: number + 1, done: &samplesDone)
      let picture = try pictures.picture(number)
      try writer.append(frame: try stamped(picture, level: level))
      // A few hundred reports are enough for any bar.
      if let progress, number * 400 / schedule.frames != (number + 1) * 400 / schedule.frames {
        progress(Double(number + 1) / Double(schedule.frames))
      }
    }
    try writer.finish()
    return Render.Summary(frames: schedule.frames, duration: pictures.frame * Int64(schedule.frames))
  }

  /// Writes the samples that sound while a picture is seen and says how loud they are, 0...1.
  private func appendAudio(until frame: Int, done: inout Int64) throws(MediaError) -> Double {
    guard let audio else { return 0 }
    let end = min(pictures.frame * Int64(frame), pictures.schedule.total).ticks(rate: Int64(audio.sampleRate))
    let samples = try audio.next(Int(end - done))
    done = end
    try writer.append(samples)
    return overlay == nil ? 0 : Overlay.level(of: samples)
  }

  private func stamped(_ picture: Frame, level: Double) throws(MediaError) -> Frame {
    guard let overlay else { return picture }
    let copy = try picture.share(faults)
    try faults.check(av_frame_make_writable(copy.raw), "av_frame_make_writable")
    overlay.draw(level: level, into: copy)
    return copy
  }
}
