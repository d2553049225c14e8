/// The bytes of sound and pictures that a container states to hold, found by walking its outermost chunks. What is missing of
/// them is missing from the file, whatever length the header speaks of.
struct StatedBytes: Equatable {
  /// Where they begin.
  let start: Int64
  /// How many the header states, as it states it.
  let count: Int64

  /// Sizes that writers leave who cannot go back to fill them in: next to a power of two from 256 MiB on, or to the largest number.
  /// Speech services stream with 0x7FFFFFFF, sox and arecord with 0x7FFFF000 and a header's length more.
  var isPlaceholder: Bool {
    (28...32).contains { abs(count - (Int64(1) << Int64($0))) <= 4096 }
  }

  /// How many are missing of a source of `size` bytes; zero for a placeholder, which says nothing.
  func missing(of size: Int64) -> Int64 {
    let (end, overflow) = start.addingReportingOverflow(count)
    return isPlaceholder || overflow ? 0 : max(0, end - size)
  }

  /// What kept a file from being opened: its index may lie behind the end, where it is cut (as CAF's table of packets).
  static func cause(of error: MediaError, _ io: SourceIO) -> MediaError {
    guard error.code == .malformed, let size = io.source.size, let stated = StatedBytes.of(io),
      stated.missing(of: size) > 0
    else { return error }
    return MediaError(
      .truncated, operation: error.operation, subject: error.subject,
      message:
        "\(stated.missing(of: size)) bytes of its sound or pictures are missing, and its index with them; upload or "
        + "download it again, whole")
  }

  /// How chunks are written: where the size stands and what it counts.
  private enum Form {
    /// A name and a size of 32 bits, little-endian, rounded up to even (RIFF).
    case riff
    /// The same, big-endian (IFF, AIFF).
    case iff
    /// A name and a size of 64 bits, big-endian; -1 goes on to the end (CAF).
    case caf
    /// A name of 16 bytes and a size of 64 bits, little-endian, that counts both (Wave64, ASF).
    case guid
  }

  private struct Layout {
    var magic: String
    var start: Int64
    /// The first four bytes of the names of chunks that hold sound or pictures.
    var payloads: [[UInt8]]
    var form: Form
    /// What stands in the chunk before the first sample.
    var prefix: Int64 = 0
  }

  /// The first bytes of the identifier of an ASF header object, as `Chunk.word` gives them.
  private static let asf = String(decoding: [0x30, 0x26, 0xB2, 0x75], as: UTF8.self)

  /// The size of `data` in RF64 and BW64 (EBU Tech 3306, ITU-R BS.2088), whose first chunk `ds64` states it in 64 bits.
  private static func wideSize(_ io: SourceIO) -> Int64? {
    guard let first = Chunk.head(io, at: 12), Chunk.word(first, 0) == "ds64",
      let sizes = Chunk.bytes(io, 28..<36)
    else { return nil }
    let size = Int64(bitPattern: Chunk.number(sizes.reversed()))
    return size > 0 ? size : nil
  }

  private static let layouts = [
    Layout(magic: "RIFF", start: 12, payloads: [Array("data".utf8), Array("LIST".utf8)], form: .riff),
    Layout(magic: "RF64", start: 12, payloads: [Array("data".utf8)], form: .riff),
    Layout(magic: "BW64", start: 12, payloads: [Array("data".utf8)], form: .riff),
    Layout(magic: "FORM", start: 12, payloads: [Array("SSND".utf8)], form: .iff, prefix: 8),
    Layout(magic: "caff", start: 8, payloads: [Array("data".utf8)], form: .caf, prefix: 4),
    Layout(magic: "riff", start: 40, payloads: [Array("data".utf8)], form: .guid),
    Layout(magic: asf, start: 0, payloads: [[0x36, 0x26, 0xB2, 0x75]], form: .guid),
  ]

  /// Nil where the source is none of these, or its place for the size was left open.
  static func of(_ io: SourceIO) -> StatedBytes? {
    guard let head = Chunk.head(io, at: 0) else { return nil }
    if Chunk.word(head, 0) == ".snd" {
      let (start, count) = (Int64(Chunk.number(head[4..<8])), Chunk.number(head[8..<12]))
      return count == 0xFFFF_FFFF ? nil : StatedBytes(start: start, count: Int64(count))
    }
    let magic = Chunk.word(head, 0)
    guard let layout = layouts.first(where: { $0.magic == magic }) else { return nil }
    guard ["RF64", "BW64"].contains(magic) else { return walk(io, layout) }
    return wideSize(io).flatMap { walk(io, layout, stated: $0) }
  }

  /// - Parameter stated: the size of sound or pictures, where it stands elsewhere than in their own chunk.
  private static func walk(_ io: SourceIO, _ layout: Layout, stated: Int64? = nil) -> StatedBytes? {
    var offset = layout.start
    for _ in 0..<10_000 where !io.faults.deadline.mustStop {
      guard let head = Chunk.head(io, at: offset), let chunk = chunk(io, head, at: offset, layout.form) else {
        return nil
      }
      let body = offset + chunk.head
      // Of a RIFF file's lists, the one of an AVI's frames.
      let isList = Array(head[0..<4]) == Array("LIST".utf8)
      if layout.payloads.contains(Array(head[0..<4])), !isList || Chunk.word(head, 8) == "movi" {
        return (stated ?? chunk.size).map {
          StatedBytes(start: body + layout.prefix, count: max(0, $0 - layout.prefix))
        }
      }
      guard let size = chunk.size else { return nil }
      let (next, overflow) = body.addingReportingOverflow(size + (chunk.isPadded ? size & 1 : 0))
      guard !overflow, next > offset else { return nil }
      offset = next
    }
    return nil
  }

  /// The length of a chunk's head, and of what follows; nil for the latter where it was left open.
  private static func chunk(_ io: SourceIO, _ head: [UInt8], at offset: Int64, _ form: Form) -> (
    head: Int64, size: Int64?, isPadded: Bool
  )? {
    let name = Chunk.word(head, 0)
    switch form {
    case .riff:
      let size = Int64(Chunk.number(head[4..<8].reversed()))
      return (8, size == 0xFFFF_FFFF || size == 0 && name == "data" ? nil : size, true)
    case .iff:
      let size = Int64(Chunk.number(head[4..<8]))
      return (8, size == 0xFFFF_FFFF || size == 0 && name == "SSND" ? nil : size, true)
    case .caf:
      let size = Int64(bitPattern: Chunk.number(head[4..<12]))
      return (12, size < 0 ? nil : size, false)
    case .guid:
      guard let bytes = Chunk.bytes(io, offset + 16..<offset + 24) else { return nil }
      let size = Int64(bitPattern: Chunk.number(bytes.reversed()))
      return (24, size <= 24 ? nil : size - 24, false)
    }
  }
}
