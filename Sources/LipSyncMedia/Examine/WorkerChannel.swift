internal import Platform
internal import Synchronization

/// One end of the line between a process and its worker: messages of a kind, a length and bytes.
///
/// A worker may have been taken over by what it reads, so whoever listens to one takes no length and no kind on trust.
package final class WorkerChannel: Sendable {
  /// What a message is for. To the worker: an order, and the answers to what it asks for. From it: the rest.
  package enum Kind: UInt8 {
    case order, network, bytes, refused, held
    case read, willRead, holds, progress, times, signatures, levels, samples, picture, answer, failure
  }

  /// A message.
  package struct Message {
    package var kind: Kind
    package var bytes: [UInt8]
    /// A descriptor that came with it, which is then the reader's.
    package var lent: CInt?
  }

  /// No message is longer.
  package static let limit = 16 << 20

  /// What is read and written.
  let descriptor: CInt
  private let inbox = Mutex(Inbox())

  private struct Inbox {
    var bytes: [UInt8] = []
    var lent: CInt?
    var isOver = false
  }

  /// Takes over one end, and closes it in the end.
  package init(_ descriptor: CInt) { self.descriptor = descriptor }

  deinit {
    close(descriptor)
    if let lent = inbox.withLock(\.lent) { close(lent) }
  }

  /// Sends a message; false where it did not go out.
  @discardableResult
  package func send(_ kind: Kind, _ bytes: [UInt8] = [], lending lent: CInt? = nil) -> Bool {
    let head = [kind.rawValue] + UInt32(bytes.count).littleEndianBytes
    return WorkerSocket.send(head + bytes, lending: lent, over: descriptor)
  }

  /// A message that has come whole already; nil where none has. What cannot be one ends the line.
  func next() -> Message? {
    inbox.withLock { inbox -> Message? in
      guard inbox.bytes.count >= 5 else { return nil }
      let count = Int(UInt32(littleEndianBytes: inbox.bytes[1..<5]))
      guard let kind = Kind(rawValue: inbox.bytes[0]), count <= Self.limit else {
        (inbox.isOver, inbox.bytes) = (true, [])
        return nil
      }
      guard inbox.bytes.count >= 5 + count else { return nil }
      let message = Message(kind: kind, bytes: Array(inbox.bytes[5..<5 + count]), lent: inbox.lent)
      inbox.lent = nil
      inbox.bytes.removeFirst(5 + count)
      return message
    }
  }

  /// Takes in what has come; waits for the first of it.
  ///
  /// - Returns: whether there may be more to come.
  func takeIn() -> Bool {
    if inbox.withLock(\.isOver) { return false }
    let (bytes, lent) = WorkerSocket.receive(atMost: 256 << 10, from: descriptor)
    inbox.withLock { inbox in
      inbox.bytes += bytes
      if let lent {
        if let before = inbox.lent { close(before) }
        inbox.lent = lent
      }
    }
    return !bytes.isEmpty
  }

  /// The next message, waited for; nil where the line has ended.
  package func receive() -> Message? {
    while true {
      if let message = next() { return message }
      guard takeIn() else { return nil }
    }
  }
}

extension FixedWidthInteger {
  /// The value, lowest byte first.
  package var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }

  /// The value of as many bytes as it has, lowest first; of fewer, of those.
  package init(littleEndianBytes bytes: some Collection<UInt8>) {
    var value: Self = 0
    for byte in bytes.reversed() { value = value << 8 | Self(truncatingIfNeeded: byte) }
    self = value
  }
}

extension [UInt8] {
  /// Whole numbers of 64 bits, one behind the other; what is left over at the end counts for nothing.
  package var numbers: [Int64] {
    stride(from: 0, to: count / 8 * 8, by: 8).map { Int64(littleEndianBytes: self[$0..<$0 + 8]) }
  }

  /// Whole numbers as bytes.
  package init(_ numbers: [Int64]) { self = numbers.flatMap(\.littleEndianBytes) }
}
