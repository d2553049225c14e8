internal import LipSyncMedia
internal import LipSyncTransfer

/// A download as a byte source while it arrives: a read waits until the bytes that it wants are there.
final class ArrivingSource: ByteSource {
  let name: String
  let size: Int64?
  let isArriving = true
  private let arrival: Arrival

  /// Waits for the head of the answer; nil if it states no length, as the end could then not be distinguished from a pause.
  init?(_ arrival: Arrival, name: String, deadline: Deadline) throws {
    let cancellation = deadline.cancellation
    guard
      let length = try arrival.length(
        until: deadline.instant, isCancelled: { cancellation?.isCancelled ?? false })
    else { return nil }
    (self.arrival, self.name, size) = (arrival, name, length)
  }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int {
    let cancellation = deadline.cancellation
    return try arrival.read(
      at: offset, into: buffer, until: deadline.instant,
      isCancelled: { cancellation?.isCancelled ?? false })
  }
}
