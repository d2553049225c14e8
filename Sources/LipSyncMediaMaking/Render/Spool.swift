internal import LipSyncMediaReading
internal import Platform

/// A copy of a video that can be played backwards cheaply: near lossless, a key picture every few pictures.
enum Spool {
  /// Pictures from one key picture to the next.
  private static let interval = 12

  /// Decodes the whole source once, in order, and writes every picture with its exact time to a file beside
  /// `path` that has no name any more when this returns: it goes away with the source that is given back.
  static func make(
    of source: any ByteSource, beside path: String, deadline: Deadline
  ) throws(MediaError) -> any ByteSource {
    let stream = try PictureStream.open(source, deadline: deadline)
    guard var current = try stream.next() else {
      throw MediaError(
        .malformed, operation: "avcodec_receive_frame", subject: source.name,
        message: "not one picture could be decoded from the video stream")
    }
    let shaper = try PictureShaper(
      first: current, orientation: stream.orientation, pixelAspect: stream.pixelAspect(of: current),
      faults: stream.faults)
    var spec = VideoSpec(shaper.form, frameDuration: stream.tick)
    spec.tick = stream.tick
    spec.preset = "ultrafast"
    spec.quality = 12
    spec.keyframeInterval = interval
    spec.bFrames = 0
    let spoolPath = "\(path).\(UInt64.random(in: .min ... .max)).spool"
    let writer = try MovieWriter.create(path: spoolPath, video: spec, audio: nil, indexFirst: false)
    while let next = try stream.next() {
      try stream.faults.checkDeadline("Spool")
      let length = stream.start(of: next) - stream.start(of: current)
      try writer.append(frame: try shaper.shaped(current), lasting: stream.tick * length)
      current = next
    }
    try writer.append(frame: try shaper.shaped(current))
    try writer.finish()
    defer { unlink(spoolPath) }
    return try FileSource(path: spoolPath)
  }
}

extension VideoSpec {
  /// A stream of pictures in that form.
  init(_ form: PictureShaper.Form, frameDuration: MediaTime) {
    self.init(width: form.width, height: form.height, frameDuration: frameDuration)
    pixelAspect = form.pixelAspect
    colour = form.colour
  }
}
