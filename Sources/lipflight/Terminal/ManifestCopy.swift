internal import Platform

/// Copies a list that can be read only once, such as standard input, to a file of our own.
enum ManifestCopy {
  /// - Parameter path: nil for standard input.
  /// - Throws: `POSIXError`.
  static func copy(from path: String?, to copy: String) throws {
    let input = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
    guard input >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { if path != nil { close(input) } }
    let output = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { close(output) }
    var block = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(input, &block, block.count)
      guard count != 0 else { return }
      var rest = block[..<max(0, count)]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
        guard written > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        rest = rest.dropFirst(written)
      }
      if count < 0, errno != EINTR { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
  }
}
