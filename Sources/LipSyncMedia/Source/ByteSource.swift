/// Bytes at offsets: the one way by which anything reaches a demuxer.
///
/// A source belongs to one reader at a time. Calls block, so they are made off Swift's cooperative pool.
public protocol ByteSource: AnyObject, Sendable {
  /// What the user called it, with nothing secret in it: for messages.
  var name: String { get }

  /// The whole length in bytes; nil where it is not known.
  var size: Int64? { get }

  /// Whether reading costs round trips and bandwidth: then as little is read as gives proof. False by default.
  var isRemote: Bool { get }

  /// The offset from which on reads fail, however long the source is: a host may send all from its start, and be listened to
  /// for so long. None by default.
  var reach: Int64? { get }

  /// Whether bytes come in order and later ones have to be waited for: then nothing is looked for at the end that can be
  /// done without. False by default.
  var isArriving: Bool { get }

  /// Says which ranges will be read soon, so that a remote source can fetch them together. Does nothing by default.
  ///
  /// A hint: what could not be fetched is asked for again by `read`, which then throws.
  func willRead(_ ranges: [Range<Int64>], deadline: Deadline)

  /// Whether bytes can be read without a round trip. Where reading costs none, always: the default.
  func holds(_ range: Range<Int64>) -> Bool

  /// Reads at least one byte at `offset` into `buffer` and returns how many; 0 at or past the end.
  ///
  /// - Throws: whatever kept the bytes away; the error reaches the caller of the probe unchanged, as the
  ///   `cause` of a `MediaError`.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int
}

extension ByteSource {
  /// Reading costs nothing worth saving.
  public var isRemote: Bool { false }

  /// What costs no round trips is at hand.
  public func holds(_ range: Range<Int64>) -> Bool { !isRemote }

  /// All of it can be read.
  public var reach: Int64? { nil }

  /// All bytes are there.
  public var isArriving: Bool { false }

  /// Nothing is to be gained by knowing.
  public func willRead(_ ranges: [Range<Int64>], deadline: Deadline) {}
}
