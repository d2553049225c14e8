internal import CFFmpeg

extension PictureFacts {
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
    // Of most videos two pictures are enough.
    let stream = try PictureStream.open(source, threads: 1, deadline: deadline)
    let maker = try SignatureMaker.open(.upright, faults: stream.faults)
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
