package import CFFmpeg

/// The decoded pictures of a source's video stream, one after the other.
package final class PictureStream {
  let demuxer: Demuxer
  let index: Int
  private let decoder: Decoder
  private let packet: Packet
  private var ready: [Frame] = []
  private var isDrained = false
  private var lastStart: Int64?
  private var lastLength: Int64 = 1

  private init(_ demuxer: Demuxer, index: Int, decoder: Decoder, packet: Packet) {
    self.demuxer = demuxer
    self.index = index
    self.decoder = decoder
    self.packet = packet
  }

  /// - Parameter threads: of the decoder: two, as an encoder keeps the other core busy; one for who wants a picture or two, as
  ///   each has to be made ready first.
  package static func open(
    _ source: any ByteSource, threads: Int = 2, deadline: Deadline
  ) throws(MediaError) -> PictureStream {
    let demuxer = try Demuxer.open(source, deadline: deadline)
    let index = try videoStream(of: demuxer)
    try demuxer.refuseTooLarge(index)
    demuxer.keep([index])
    return PictureStream(
      demuxer, index: index, decoder: try Decoder.open(demuxer, stream: index, threads: threads),
      packet: try Packet.allocate(demuxer.faults))
  }

  /// The stream with moving pictures.
  package static func videoStream(of demuxer: Demuxer) throws(MediaError) -> Int {
    if let index = demuxer.best(AVMEDIA_TYPE_VIDEO) { return index }
    throw MediaError(
      .noSuchStream, operation: "av_find_best_stream", subject: demuxer.faults.subject,
      message: "there is no video stream in it; give a file with moving pictures")
  }

  package var faults: FaultLog { demuxer.faults }
  package var tick: MediaTime { demuxer.tick(of: index) }
  package var orientation: Orientation { demuxer.orientation(of: index) }
  var errorCount: Int { decoder.errorCount }

  package func pixelAspect(of frame: Frame) -> AVRational {
    demuxer.pixelAspect(of: frame, stream: index)
  }

  /// When a picture that `next` gave is shown, in ticks; later than all that were given before it.
  package func start(of frame: Frame) -> Int64 { frame.raw.pointee.pts }

  /// The next picture; nil at the end.
  package func next() throws(MediaError) -> Frame? {
    while ready.isEmpty, !isDrained {
      if try demuxer.read(into: packet) {
        guard packet.stream == index else { continue }
        try feed(packet)
      } else {
        isDrained = true
        try feed(nil)
      }
    }
    return ready.isEmpty ? nil : ready.removeFirst()
  }

  private func feed(_ packet: Packet?) throws(MediaError) {
    try decoder.feed(packet) { frame throws(MediaError) in
      // A clock that stands still or goes back: pictures are shown in the order in which they come.
      var start = frame.time ?? (lastStart ?? 0) + (lastStart == nil ? 0 : lastLength)
      if let lastStart, start <= lastStart { start = lastStart + lastLength }
      guard TickBounds.hold(start) else { throw TickBounds.error("avcodec_receive_frame", faults) }
      lastStart = start
      lastLength = max(1, frame.duration)
      let kept = try frame.share(faults)
      kept.raw.pointee.pts = start
      ready.append(kept)
    }
  }

  /// How long the stream is as its container states, in ticks; nil where it does not.
  var statedLength: Int64? {
    let length = demuxer.stream(index).pointee.duration
    if TickBounds.hold(length), length > 0 { return length }
    let whole = demuxer.context.pointee.duration
    guard whole > 0, TickBounds.hold(whole) else { return nil }
    return MediaTime(ticks: whole, timeBase: 1, 1_000_000).count(of: tick)
  }

  /// The picture nearest before a moment that can be decoded by itself, decoded alone; nil where there is none.
  func keyPicture(at ticks: Int64) throws(MediaError) -> Frame? {
    ready.removeAll()
    (lastStart, isDrained) = (nil, false)
    decoder.flush()
    do throws(MediaError) { try demuxer.seek(stream: index, to: ticks) } catch {
      if [.deadline, .cancelled, .read, .fault].contains(error.code) { throw error }
      return nil
    }
    var others = 0
    while others < 500, try demuxer.read(into: packet) {
      guard packet.stream == index, packet.isKey else {
        others += 1
        continue
      }
      try feed(packet)
      try feed(nil)
      isDrained = true
      defer { ready.removeAll() }
      return ready.first
    }
    return nil
  }

  /// Goes to a packet of which decoding can start; false where the demuxer does not get there.
  ///
  /// The packets that come after the seek are compared with the index: earlier ones are passed by, and where
  /// the first is a later one the seek is tried once more from far ahead.
  func seek(to key: PictureIndex.Key, in pictures: PictureIndex) throws(MediaError) -> Bool {
    ready.removeAll()
    lastStart = nil
    isDrained = false
    let second = max(1, MediaTime(1).count(of: tick))
    for target in [key.seekTarget, key.seekTarget - 10 * second] {
      decoder.flush()
      do throws(MediaError) {
        try demuxer.seek(stream: index, to: target)
      } catch {
        if [.deadline, .cancelled, .read, .fault].contains(error.code) { throw error }
        return false
      }
      while try demuxer.read(into: packet) {
        guard packet.stream == index else { continue }
        guard let pts = packet.pts, let ordinal = pictures.ordinal(of: pts) else { continue }
        if ordinal > key.ordinal { break }
        if ordinal == key.ordinal {
          try feed(packet)
          return true
        }
      }
    }
    return false
  }
}

extension Demuxer {
  /// The shape of a picture's pixels, as codec and container say; 0 to 1 where neither does.
  func pixelAspect(of frame: Frame, stream index: Int) -> AVRational {
    av_guess_sample_aspect_ratio(context, stream(index), frame.raw)
  }

  /// Width over height of a picture as it is shown.
  func aspect(of frame: Frame, stream index: Int) -> Double? {
    guard frame.width > 0, frame.height > 0 else { return nil }
    let pixel = pixelAspect(of: frame, stream: index)
    let square = pixel.num > 0 && pixel.den > 0 ? Double(pixel.num) / Double(pixel.den) : 1
    let aspect = Double(frame.width) / Double(frame.height) * square
    return orientation(of: index).isSideways ? 1 / aspect : aspect
  }
}
