/// Bytes in memory as a byte source.
public final class MemorySource: ByteSource {
  /// What to call the bytes in messages.
  public let name: String
  /// How many there are.
  public var size: Int64? { Int64(bytes.count) }
  private let bytes: [UInt8]

  /// Keeps the bytes.
  public init(_ bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  /// Copies bytes out; never throws.
  public func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws
    -> Int
  {
    guard offset >= 0, offset < Int64(bytes.count) else { return 0 }
    let start = Int(offset)
    let count = min(buffer.count, bytes.count - start)
    bytes.withUnsafeBytes { all in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[start..<start + count]))
    }
    return count
  }
}
