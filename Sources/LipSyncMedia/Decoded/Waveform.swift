/// A track's samples as one channel, `rate` a second: enough to find each word of it in another track.
package struct Waveform: Sendable, Equatable {
  /// Samples a second: all that speech is understood by lies below half of it.
  package static let rate = 8000
  /// Of longer tracks the first two hours are kept, 115 MB.
  package static let most = 7200 * rate

  /// Samples, 32767 being full scale.
  package var samples: [Int16]

  /// Takes samples as they are.
  package init(samples: [Int16]) { self.samples = samples }
}
