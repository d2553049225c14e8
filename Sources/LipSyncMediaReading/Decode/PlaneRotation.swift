internal import CFFmpeg

/// Turning and mirroring pictures.
enum PlaneRotation {
  /// Draws `source` into `target` as it is shown. Both are 8-bit 4:2:0; the target's sides decide how much of the source is
  /// used, from its upper left.
  static func turn(_ source: Frame, into target: Frame, _ orientation: Orientation) {
    let from = planes(of: source), to = planes(of: target)
    for index in 0..<3 {
      let shift = index == 0 ? 0 : 1
      guard let input = from[index].data, let output = to[index].data else { continue }
      turn(
        input, stride: from[index].stride, output, stride: to[index].stride, width: target.width >> shift,
        height: target.height >> shift, orientation)
    }
  }

  /// Output pixel (x, y) comes from where the steps lead: walking a row of the output walks a row or a column
  /// of the source, forwards or backwards.
  private static func turn(
    _ input: UnsafeMutablePointer<UInt8>, stride inputStride: Int, _ output: UnsafeMutablePointer<UInt8>,
    stride outputStride: Int, width: Int, height: Int, _ orientation: Orientation
  ) {
    let isSideways = orientation.isSideways
    let steps = orientation.steps(width: isSideways ? height : width, height: isSideways ? width : height)
    func offset(_ place: Orientation.Place) -> Int { place.row * inputStride + place.column }
    let (start, acrossStep, downStep) = (offset(steps.start), offset(steps.right), offset(steps.down))
    // In tiles, so that columns of the source stay in the cache.
    let tile = 32
    for top in stride(from: 0, to: height, by: tile) {
      for left in stride(from: 0, to: width, by: tile) {
        for y in top..<min(top + tile, height) {
          var from = start + y * downStep + left * acrossStep
          let row = output + y * outputStride
          for x in left..<min(left + tile, width) {
            row[x] = input[from]
            from += acrossStep
          }
        }
      }
    }
  }

  private static func planes(of frame: Frame) -> [(data: UnsafeMutablePointer<UInt8>?, stride: Int)] {
    let raw = frame.raw.pointee
    return [
      (raw.data.0, Int(raw.linesize.0)), (raw.data.1, Int(raw.linesize.1)), (raw.data.2, Int(raw.linesize.2)),
    ]
  }
}
