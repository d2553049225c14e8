internal import Platform

/// A request's body, read from the start as often as redirects and fresh connections need it.
struct Upload {
  /// What Content-Length says.
  let length: Int64
  private let bytes: [UInt8]
  private let file: FileDescriptor?
  private let name: String
  private var offset: Int64 = 0

  private init(length: Int64, bytes: [UInt8], file: FileDescriptor?, name: String) {
    self.length = length
    self.bytes = bytes
    self.file = file
    self.name = name
  }

  /// Opens what is to be sent; nil if there is nothing.
  static func open(_ body: Request.Body) throws(TransferError) -> Upload? {
    switch body {
    case .none: return nil
    case .bytes(let bytes): return Upload(length: Int64(bytes.count), bytes: bytes, file: nil, name: "")
    case .file(let path):
      let file = try FileDescriptor.open(path, O_RDONLY)
      let length = try file.regularSize(path)
      return Upload(length: length, bytes: [], file: file, name: path)
    }
  }

  mutating func rewind(to offset: Int64) { self.offset = offset }

  /// The next bytes; 0 at the end. A file that was truncated meanwhile is an error: its length was announced.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(TransferError) -> Int {
    let room = Int(clamping: min(Int64(buffer.count), length - offset))
    guard room > 0 else { return 0 }
    let count: Int
    if let descriptor = file?.raw {
      count = pread(descriptor, buffer.baseAddress, room, off_t(offset))
      guard count > 0 else {
        throw TransferError(
          .file, subject: name,
          message: count < 0
            ? "reading failed: \(systemError(errno))"
            : "the file shrank while it was sent: \(offset) of \(length) bytes are there")
      }
    } else {
      count = room
      bytes.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[Int(offset)..<Int(offset) + room])) }
    }
    offset += Int64(count)
    return count
  }
}
