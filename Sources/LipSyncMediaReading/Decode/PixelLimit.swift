internal import CFFmpeg

/// The limit of pixels, held for whatever says how large pictures are: the container's header, or the pictures themselves.
extension Demuxer {
  /// Refuses a stream whose pictures have more pixels than are decoded here.
  ///
  /// - Throws: `.unsupported`, with the figures.
  func refuseTooLarge(_ index: Int) throws(MediaError) {
    guard let size = statedSize(of: index) ?? faults.oversize, size.width * size.height > Frame.maximumPixels
    else { return }
    throw MediaError(
      .unsupported, operation: "av_image_check_size", subject: faults.subject,
      message:
        "its pictures have \(size.width) x \(size.height) pixels, \(size.width * size.height / 1_000_000) million, and at "
        + "most \(Frame.maximumPixels / 1_000_000) million (8192 x 8192) are decoded here; scale it down")
  }

  /// What the header says, or the decoder that analysed it; nil where neither got so far.
  private func statedSize(of index: Int) -> (width: Int64, height: Int64)? {
    guard let parameters = stream(index).pointee.codecpar?.pointee, parameters.width > 0,
      parameters.height > 0
    else { return nil }
    return (Int64(parameters.width), Int64(parameters.height))
  }
}

extension FaultLog {
  /// The size of the first picture that a decoder refused for having too many pixels; nil where none did. FFmpeg tells it in its
  /// log alone (`av_image_check_size2`), and forgets it.
  var oversize: (width: Int64, height: Int64)? {
    for line in errorLines where line.contains("exceeds specified max pixel count") {
      for word in line.split(separator: " ") {
        let sides = word.split(separator: "x", omittingEmptySubsequences: false).map { Int64($0) }
        if sides.count == 2, let width = sides[0], let height = sides[1], width > 0, height > 0 {
          return (min(width, 1 << 31), min(height, 1 << 31))
        }
      }
    }
    return nil
  }
}
