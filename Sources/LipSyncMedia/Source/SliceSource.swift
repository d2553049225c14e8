/// A part of another source, as a source by itself: one of several files that were joined byte by byte.
package final class SliceSource: ByteSource {
  package let name: String
  package let size: Int64?
  private let whole: any ByteSource
  private let offset: Int64

  /// The bytes from `offset` on, `bytes` of them or all that follow.
  package init(_ whole: any ByteSource, from offset: Int64, bytes: Int64?) {
    (self.whole, self.offset, name) = (whole, max(0, offset), whole.name)
    let rest = whole.size.map { max(0, $0 - max(0, offset)) }
    size = bytes.map { min($0, rest ?? $0) } ?? rest
  }

  package func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws
    -> Int
  {
    let room = size.map { max(0, min(Int64(buffer.count), $0 - offset)) } ?? Int64(buffer.count)
    guard room > 0 else { return 0 }
    let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(room)])
    return try whole.read(at: self.offset + offset, into: part, deadline: deadline)
  }
}
