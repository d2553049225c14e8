/// The rates at which pictures are commonly shown.
package enum CommonRates {
  /// How long a picture lasts, commonest first.
  package static let frames: [MediaTime] = [
    MediaTime(1, 25), MediaTime(1, 30), MediaTime(1001, 30000), MediaTime(1, 24), MediaTime(1001, 24000),
    MediaTime(1, 50), MediaTime(1, 60), MediaTime(1001, 60000), MediaTime(1, 15), MediaTime(1, 12),
    MediaTime(1, 10), MediaTime(1, 120),
  ]

  /// The one nearest to a picture's length that was measured; that length itself where it is near none, by a twentieth.
  package static func nearest(_ frame: MediaTime) -> MediaTime {
    guard let near = frames.min(by: { (frame - $0).magnitude < (frame - $1).magnitude }),
      (frame - near).magnitude * 20 < near
    else { return frame }
    return near
  }
}
