/// The list of a file's fragments at its end (`mfra`, ISO/IEC 14496-12 § 8.8.9 to 8.8.11).
enum FragmentList {
  /// Bytes at the end that hold the list of some hundred fragments.
  private static let tail: Int64 = 16 << 10
  /// Of each entry the time and the place, by version.
  private static let width = [UInt8(0): 4, 1: 8]
  private static let mostEntries = 1000

  /// Where fragments start, in order; empty where no list is at the end, or none that can be read.
  static func starts(_ io: SourceIO) -> [Int64] {
    guard let size = io.source.size, size > tail else { return [] }
    io.expect([size - tail..<size])
    // The last box states how long the list is that it ends.
    guard let end = Chunk.bytes(io, size - 16..<size), Chunk.word(end, 4) == "mfro" else { return [] }
    let length = Int64(Chunk.number(end[12..<16]))
    guard 24...tail ~= length, let list = Chunk.bytes(io, size - length..<size), Chunk.word(list, 4) == "mfra"
    else {
      return []
    }
    var found: Set<Int64> = []
    var place = 8
    while place + 24 <= list.count, Chunk.word(list, place + 4) == "tfra" {
      let box = Int(Chunk.number(list[place..<place + 4]))
      guard box >= 24, box <= list.count - place, let entries = entries(list[place..<place + box]) else {
        return []
      }
      found.formUnion(entries)
      place += box
    }
    return found.sorted()
  }

  /// Places in the list of one track; nil where it does not hold what it states.
  private static func entries(_ box: ArraySlice<UInt8>) -> [Int64]? {
    let start = box.startIndex
    guard let width = width[box[start + 8]] else { return nil }
    // Three numbers of one to four bytes follow, whose widths are in the last bits of a word.
    let rest = [4, 2, 0].reduce(0) { $0 + Int(box[start + 19] >> $1 & 3) + 1 }
    let count = Int(Chunk.number(box[start + 20..<start + 24]))
    let step = 2 * width + rest
    guard count <= mostEntries, 24 + count * step <= box.count else { return nil }
    return (0..<count).map { index in
      let place = start + 24 + index * step + width
      return Int64(truncatingIfNeeded: Chunk.number(box[place..<place + width]))
    }
  }
}
