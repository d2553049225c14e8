internal import Platform

/// A list's bytes as UTF-8, a block at a time.
final class ManifestFile {
  private let descriptor: Int32
  private var raw = [UInt8](repeating: 0, count: 64 << 10)
  private var block: [UInt8] = []
  private var index = 0
  private var isOver = false
  private var decoder: ListDecoder?
  private var endsLinesByReturn = false
  /// Why reading ended before the end.
  private(set) var trouble: String?

  init(path: String) throws {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit { close(descriptor) }

  /// How the list is written, by its first block; call it once, before the first byte.
  func dialect(said: ListEncoding?, columns: ListColumns) -> ListDialect {
    let head = readBlock()
    let dialect = ListDialect(head: head, said: said, columns: columns)
    var decoder = ListDecoder(dialect.encoding)
    endsLinesByReturn = dialect.endsLinesByReturn
    block = lines(decoder.decode(head.dropFirst(dialect.mark)))
    if dialect.namesDelimiter {
      // Its line end stays, so that lines are counted right.
      index = block.firstIndex { $0 == 0x0a || $0 == 0x0d } ?? block.count
    }
    self.decoder = decoder
    return dialect
  }

  func next() -> UInt8? {
    while index == block.count, !isOver { fill() }
    guard index < block.count else { return nil }
    defer { index += 1 }
    return block[index]
  }

  private func fill() {
    let bytes = readBlock()
    isOver = bytes.isEmpty
    block = lines(isOver ? decoder?.finish() ?? [] : decoder?.decode(bytes) ?? [])
    index = 0
  }

  private func lines(_ bytes: [UInt8]) -> [UInt8] {
    endsLinesByReturn ? bytes.map { $0 == 0x0d ? 0x0a : $0 } : bytes
  }

  private func readBlock() -> ArraySlice<UInt8> {
    let count = read(descriptor, &raw, raw.count)
    if count < 0 { trouble = "the list cannot be read: \(String(cString: strerror(errno)))" }
    return raw[..<max(0, count)]
  }
}
