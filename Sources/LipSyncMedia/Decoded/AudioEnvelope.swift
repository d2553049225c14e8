/// The loudness of a track over time, `rate` values a second: what two tracks are compared by.
package struct AudioEnvelope: Sendable {
  /// Values a second.
  package static let rate = 200

  /// Root mean square of each 1/200 s over all channels, 0...1.
  package var levels: [Float]
  /// Decoded samples divided by the sample rate.
  package var duration: MediaTime

  /// Takes values as they are.
  package init(levels: [Float], duration: MediaTime) {
    self.levels = levels
    self.duration = duration
  }
}
