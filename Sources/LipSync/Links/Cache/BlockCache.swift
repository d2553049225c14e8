/// Bytes of one source that were fetched already, so that none is fetched twice.
struct BlockCache: Sendable {
  private struct Block {
    let start: Int64
    let bytes: [UInt8]
    var lastUse: Int
    var end: Int64 { start + Int64(bytes.count) }
  }

  /// Blocks in the order of their starts; none overlaps another.
  private var blocks: [Block] = []
  private var clock = 0
  /// Bytes that are held.
  private(set) var held = 0
  private let ceiling: Int

  /// - Parameter ceiling: bytes held at most; beyond it the blocks unused for longest go first.
  init(ceiling: Int) { self.ceiling = ceiling }

  /// Keeps bytes at an offset. What is held already is not held twice.
  mutating func insert(_ bytes: [UInt8], at start: Int64) {
    guard !bytes.isEmpty else { return }
    var fresh = bytes[...]
    var start = start
    if let block = block(holding: start) {
      let overlap = min(Int64(fresh.count), block.end - start)
      fresh = fresh.dropFirst(Int(overlap))
      start += overlap
    }
    fresh = fresh.prefix(Int(clamping: (nextStart(after: start) ?? .max) - start))
    guard !fresh.isEmpty else { return }
    clock += 1
    let index = blocks.firstIndex { $0.start > start } ?? blocks.endIndex
    blocks.insert(Block(start: start, bytes: Array(fresh), lastUse: clock), at: index)
    held += fresh.count
    while held > ceiling, blocks.count > 1, let oldest = blocks.indices.min(by: { isOlder($0, $1) }) {
      held -= blocks.remove(at: oldest).bytes.count
    }
  }

  /// Copies what is held at an offset, up to the end of its block; 0 where nothing is.
  mutating func copy(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let index = blocks.firstIndex(where: { $0.start <= offset && offset < $0.end }) else { return 0 }
    clock += 1
    blocks[index].lastUse = clock
    let from = Int(offset - blocks[index].start)
    let count = min(buffer.count, blocks[index].bytes.count - from)
    blocks[index].bytes.withUnsafeBytes { bytes in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[from..<from + count]))
    }
    return count
  }

  /// What of a range is not held.
  func missing(in range: Range<Int64>) -> [Range<Int64>] {
    var missing: [Range<Int64>] = []
    var offset = range.lowerBound
    for block in blocks where block.end > offset && block.start < range.upperBound {
      if block.start > offset { missing.append(offset..<block.start) }
      offset = block.end
    }
    if offset < range.upperBound { missing.append(offset..<range.upperBound) }
    return missing
  }

  /// Where the next block behind an offset starts; nil where none does.
  func nextStart(after offset: Int64) -> Int64? { blocks.first { $0.start > offset }?.start }

  private func block(holding offset: Int64) -> Block? {
    blocks.first { $0.start <= offset && offset < $0.end }
  }

  /// The first bytes go last: demuxers come back to them.
  private func isOlder(_ a: Int, _ b: Int) -> Bool {
    let (isHeadA, isHeadB) = (blocks[a].start == 0, blocks[b].start == 0)
    return isHeadA == isHeadB ? blocks[a].lastUse < blocks[b].lastUse : isHeadB
  }
}

/// How much to fetch in one go: little where a demuxer jumps, more the longer it reads on.
struct ReadAhead: Sendable {
  private var expected: Int64?
  private var size = Defaults.readAhead.lowerBound

  /// The bytes to fetch at an offset where `wanted` are asked for.
  mutating func next(at offset: Int64, wanted: Int) -> Int {
    let bounds = Defaults.readAhead
    if let expected {
      size =
        offset == expected ? min(max(size * 2, bounds.lowerBound), bounds.upperBound) : Defaults.readAfterJump
    }
    return max(size, min(wanted, bounds.upperBound))
  }

  /// Notes what came.
  mutating func fetched(at offset: Int64, count: Int) { expected = offset + Int64(count) }
}
