/// Samples that an index claims and that cost it no byte: held against the file's size, as FFmpeg keeps 25 bytes for each.
struct SampleClaims {
  /// Samples that all tracks together may claim beyond what the file can hold: 100 MB in FFmpeg's own index. A file that was cut
  /// off still claims what it once held.
  private static let modestCount: Int64 = 4_000_000
  /// Fragments whose runs are looked at: a whole index is in the first of them, and what comes later meets the memory ceiling.
  static let fragments = 2_000

  private let size: Int64
  private let faults: FaultLog
  /// No byte is taken to be of two samples.
  private var bytesLeft: Int64
  private var excess: Int64 = 0

  /// Of a file of so many bytes.
  init(size: Int64, faults: FaultLog) { (self.size, bytesLeft, self.faults) = (size, size, faults) }

  /// Adds samples of one length.
  ///
  /// - Throws: `.malformed` where there are more than any such file has.
  mutating func add(_ count: Int64, ofBytes length: Int64) throws(MediaError) {
    if count <= bytesLeft / length {
      bytesLeft -= count * length
      return
    }
    excess += count
    guard excess > Self.modestCount else { return }
    throw MediaError(
      .malformed, operation: "MovieIndex", subject: faults.subject,
      message: "its index claims \(count) samples of \(length) bytes in a file of \(size) bytes; "
        + "write the file again with an ordinary tool and use that")
  }
}
