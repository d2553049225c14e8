internal import LipSyncBase
internal import LoopbackServer

/// One connection to the local origin.
final class OriginConnection {
  let book: Origin.Book
  private let connection: LoopbackConnection

  init(_ book: Origin.Book, _ connection: LoopbackConnection) {
    self.book = book
    self.connection = connection
  }

  /// Answers a request; false where the connection is to be closed.
  func answer(_ head: LoopbackRequest) -> Bool {
    guard let body = try? connection.wholeBody() else { return false }
    let request = OriginRequest(head, body: body, connection: connection.number)
    let (resource, earlier) = book.record(request)
    return OriginAnswer(connection: self, request: request, earlier: earlier).give(resource)
  }

  /// Sends all bytes; false where the other side is gone.
  func send(_ bytes: some ContiguousBytesLike) -> Bool {
    bytes.withBytes { connection.send($0) { book.count(wire: $0) } }
  }

  /// Whether the origin stops.
  var isStopped: Bool { !connection.nap(.zero) }

  /// Waits until the other side hangs up or the origin stops.
  func hold() { connection.hold() }

  /// Waits; false where the origin stops meanwhile.
  func nap(milliseconds: Int) -> Bool { connection.nap(.milliseconds(milliseconds)) }
}

/// A connection in the hands of a test's own code.
public struct OriginWire {
  let connection: OriginConnection

  /// Sends all bytes; false where the other side is gone or the origin stops.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool { !connection.isStopped && connection.send(bytes) }

  /// Sends text.
  @discardableResult
  public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Waits; false where the origin stops meanwhile.
  public func nap(milliseconds: Int) -> Bool { connection.nap(milliseconds: milliseconds) }

  /// Waits until the other side hangs up or the origin stops.
  public func hold() { connection.hold() }
}

/// Bytes in one piece of memory.
protocol ContiguousBytesLike {
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R
}

extension Array: ContiguousBytesLike where Element == UInt8 {
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { withUnsafeBytes(body) }
}

extension ArraySlice: ContiguousBytesLike where Element == UInt8 {
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { withUnsafeBytes(body) }
}
