/// Walks through containers whose parts state how long they are, to see whether the last one is all there.
enum Walk {
  /// Where a walk ends.
  enum End: Equatable {
    /// All parts are there.
    case whole
    /// The source ends within a part, or without the part that is always the last.
    case cut
    /// Something else stands where a part should begin, or the walk was broken off.
    case lost
  }

  private typealias Start = @Sendable (inout ByteWindow) -> Int64?
  private typealias Step = @Sendable (inout ByteWindow, Int64) -> Next

  /// What stands at a place.
  private enum Next {
    case part(end: Int64)
    case last(end: Int64)
    case nothing
  }

  /// By demuxer: where the first part begins, what comes next, and whether a last part of its own has to come.
  private static let rows: [String: (start: Start, step: Step, hasLast: Bool)] = [
    "png_pipe": ({ _ in 8 }, chunk, true), "apng": ({ _ in 8 }, chunk, true),
    "gif": (blocks, block, false), "gif_pipe": (blocks, block, false),
    "ivf": ({ $0.number(at: 6, 2, isLittle: true) }, frame, false),
    "voc": ({ $0.number(at: 20, 2, isLittle: true) }, voice, false),
    "gxf": ({ _ in 0 }, packet, true),
  ]

  /// Nil for containers that are not walked.
  static func end(_ io: SourceIO, _ format: String) -> End? {
    guard let row = rows[format], var window = ByteWindow(io), var place = row.start(&window) else {
      return nil
    }
    while place < window.size {
      guard !io.faults.deadline.mustStop else { return .lost }
      switch row.step(&window, place) {
      // A few bytes at the end are no head of a part.
      case .nothing: return window.size - place < 12 && row.hasLast ? .cut : .lost
      case .last(let end): return end > window.size ? .cut : .whole
      case .part(let end):
        guard end > place else { return .lost }
        if end > window.size { return .cut }
        place = end
      }
    }
    return row.hasLast ? .cut : .whole
  }

  /// PNG: a length, a name, as many bytes, a sum; `IEND` is the last (ISO/IEC 15948 § 5.3).
  private static func chunk(_ window: inout ByteWindow, _ place: Int64) -> Next {
    guard let length = window.number(at: place, 4), let name = window.bytes(at: place + 4, 4),
      name.allSatisfy({ 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 })
    else { return .nothing }
    let end = place + 12 + length
    return name.elementsEqual("IEND".utf8) ? .last(end: end) : .part(end: end)
  }

  /// Behind GIF's screen and its table of colours (GIF89a § 18 and 19).
  private static func blocks(_ window: inout ByteWindow) -> Int64? {
    window.byte(at: 10).map { 13 + table($0) }
  }

  private static func table(_ flags: UInt8) -> Int64 { flags & 0x80 != 0 ? 3 << (Int64(flags & 7) + 1) : 0 }

  /// GIF: an extension or a picture, each a chain of blocks that an empty one ends; 0x3B is the last (§ 15, 20 and 27).
  private static func block(_ window: inout ByteWindow, _ place: Int64) -> Next {
    switch window.byte(at: place) {
    case 0x3B: return .last(end: place + 1)
    case 0x21: return .part(end: endOfChain(&window, place + 2))
    case 0x2C:
      guard let flags = window.byte(at: place + 9) else { return .part(end: window.size + 1) }
      return .part(end: endOfChain(&window, place + 11 + table(flags)))
    default: return .nothing
    }
  }

  private static func endOfChain(_ window: inout ByteWindow, _ start: Int64) -> Int64 {
    var place = start
    while let length = window.byte(at: place) {
      place += 1 + Int64(length)
      if length == 0 { return place }
    }
    return window.size + 1
  }

  /// IVF: a length and a time before each frame.
  private static func frame(_ window: inout ByteWindow, _ place: Int64) -> Next {
    window.number(at: place, 4, isLittle: true).map { .part(end: place + 12 + $0) }
      ?? .part(end: window.size + 1)
  }

  /// Creative Voice: a kind and a length of three bytes; kind 0 has no length and is the last.
  private static func voice(_ window: inout ByteWindow, _ place: Int64) -> Next {
    guard let kind = window.byte(at: place), kind < 10 else { return .nothing }
    if kind == 0 { return .last(end: place + 1) }
    guard let end = window.number(at: place + 1, 3, isLittle: true).map({ place + 4 + $0 }) else {
      return .nothing
    }
    // Nobody hears what so few bytes hold.
    return .part(end: end - window.size < 64 ? min(end, window.size) : end)
  }

  /// GXF: five bytes, a kind, a length that counts the head; kind 0xFB is the last (SMPTE ST 360 § 6).
  private static func packet(_ window: inout ByteWindow, _ place: Int64) -> Next {
    guard window.number(at: place, 5) == 1, let kind = window.byte(at: place + 5),
      let length = window.number(at: place + 6, 4)
    else { return .nothing }
    return kind == 0xFB ? .last(end: place + length) : .part(end: place + length)
  }
}
