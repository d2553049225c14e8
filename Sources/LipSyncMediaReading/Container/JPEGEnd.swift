/// Whether a JPEG is all there: decoders fill what is missing with grey and say nothing.
enum JPEGEnd {
  private static let startOfScan: UInt8 = 0xDA
  private static let endOfImage: UInt8 = 0xD9

  /// Whether an end marker follows the last scan (ITU-T T.81, annex B). Inside of a scan none can stand, and
  /// what cameras append behind it does not matter.
  static func isPresent(in bytes: some BidirectionalCollection<UInt8>) -> Bool {
    var following: UInt8 = 0
    for byte in bytes.reversed() {
      if byte == 0xFF, following == endOfImage { return true }
      if byte == 0xFF, following == startOfScan { return false }
      following = byte
    }
    return false
  }

  /// Whether three pictures or more follow each other without anything between: cameras put one or two, and other things, behind
  /// a still picture.
  static func isSeries(_ io: SourceIO) -> Bool {
    guard var window = ByteWindow(io) else { return false }
    var place: Int64 = 0
    for _ in 0..<3 {
      guard let end = end(of: place, &window) else { return false }
      place = end
    }
    return true
  }

  /// Behind the picture that begins at a place (ITU-T T.81, annex B.2); nil where none begins there or ends.
  private static func end(of start: Int64, _ window: inout ByteWindow) -> Int64? {
    guard window.bytes(at: start, 2)?.elementsEqual([0xFF, 0xD8]) == true else { return nil }
    var place = start + 2
    while window.byte(at: place) == 0xFF, let marker = window.byte(at: place + 1) {
      if marker == endOfImage { return place + 2 }
      guard let length = window.number(at: place + 2, 2) else { return nil }
      place += 2 + length
      guard marker == startOfScan else { continue }
      // Within a scan, 0xFF is followed by zero or a restart marker.
      while let byte = window.byte(at: place) {
        if byte == 0xFF, let next = window.byte(at: place + 1), next != 0, !(0xD0...0xD7 ~= next) { break }
        place += 1
      }
    }
    return nil
  }

  /// Reads the source from its end until the answer is known; true where its length is not known.
  static func isPresent(in source: any ByteSource, deadline: Deadline) throws(MediaError) -> Bool {
    guard let size = source.size, size > 0 else { return true }
    let step: Int64 = 64 << 10
    var start = size
    var tail: [UInt8] = []
    while start > 0, tail.count < 64 << 20 {
      let length = min(start, step)
      start -= length
      var piece = [UInt8](repeating: 0, count: Int(length))
      do {
        try piece.withUnsafeMutableBytes { buffer in
          var done = 0
          while done < buffer.count {
            let count = try source.read(
              at: start + Int64(done), into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]),
              deadline: deadline)
            guard count > 0 else { break }
            done += count
          }
        }
      } catch {
        throw MediaError(
          .read, operation: "read", subject: source.name, message: "the bytes could not be read: \(error)",
          cause: error)
      }
      tail = piece + tail
      if isPresent(in: tail) { return true }
      if hasScan(tail) { return false }
    }
    return false
  }

  private static func hasScan(_ bytes: [UInt8]) -> Bool {
    zip(bytes, bytes.dropFirst()).contains { $0 == 0xFF && $1 == startOfScan }
  }
}
