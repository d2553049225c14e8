package import LipSyncMediaReading

/// Pictures of a video in a new order, with other audio on it.
package enum Render {
  /// A stretch of the output.
  package typealias Stretch = RenderOrder.Stretch

  /// How a render is done.
  package struct Options: Sendable {
    /// Draws a level meter of the audio and this word into the picture; nil draws nothing.
    package var stamp: String?
    /// Ceiling for decoded pictures held at once, in bytes. Decoder and encoder have some of their own besides.
    package var pictureMemory: Int
    /// The preset of libx264: speed against size.
    package var preset = "superfast"
    /// Constant quality of libx264, 0 (lossless) to 51.
    package var quality = 23

    /// Options with usual values.
    package init(stamp: String? = nil, pictureMemory: Int = 192 << 20) {
      self.stamp = stamp
      self.pictureMemory = pictureMemory
    }
  }

  /// What was written.
  package struct Summary: Sendable, Equatable {
    /// Pictures in the output.
    package var frames: Int
    /// How long they last: the stretches' sum, rounded up to a whole picture.
    package var duration: MediaTime

    /// Figures of an output.
    package init(frames: Int, duration: MediaTime) {
      self.frames = frames
      self.duration = duration
    }
  }

  /// Writes an MP4 (H.264, AAC, moov first) to `path`. Blocks. Leaves no file behind where it throws.
  ///
  /// The rate is constant and the source's own, see `OutputRate`; a source of varying rate is sampled by time.
  /// Each picture of the output shows what the stretches show in the middle of it; at a reversal the picture at the
  /// turn is seen twice. The source's rotation is applied to the pixels, an odd last column or row is left out.
  /// The audio is written from its beginning up to the stretches' sum; where it is shorter it ends earlier.
  ///
  /// - Throws: `.noSuchStream` where the video has no pictures or the audio no sound, `.write`, `.deadline`,
  ///   `.cancelled`, or what kept the sources from being read.
  package static func run(
    video: any ByteSource, audio: (any ByteSource)?, stretches: [Stretch], to path: String,
    options: Options = Options(), deadline: Deadline = .none, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(MediaError) -> Summary {
    guard stretches.contains(where: { $0.length > .zero }) else {
      throw MediaError(
        .fault, operation: "Render.run", subject: path, message: "no stretch lasts any time")
    }
    let job = try RenderJob(
      video: video, audio: audio, stretches: stretches, path: path, options: options, deadline: deadline)
    return try job.run(progress: progress)
  }
}
