import Testing

@testable import LipSync

@Suite("BlockCache")
struct BlockCacheTests {
  static func read(_ cache: inout BlockCache, at offset: Int64, _ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let copied = bytes.withUnsafeMutableBytes { cache.copy(at: offset, into: $0) }
    return Array(bytes.prefix(copied))
  }

  @Test("what was put in comes out, at any offset within it, and nothing else does")
  func reads() {
    var cache = BlockCache(ceiling: 100)
    cache.insert([1, 2, 3, 4], at: 10)
    #expect(Self.read(&cache, at: 10, 9) == [1, 2, 3, 4])
    #expect(Self.read(&cache, at: 12, 1) == [3])
    #expect(Self.read(&cache, at: 9, 4).isEmpty && Self.read(&cache, at: 14, 4).isEmpty)
    #expect(cache.nextStart(after: 0) == 10 && cache.nextStart(after: 10) == nil)
  }

  @Test("overlaps are held once: any order of random inserts reads back as the source")
  func overlaps() {
    let source = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 5) }
    var random = SplitMix(state: 7)
    for _ in 0..<50 {
      var cache = BlockCache(ceiling: 1 << 20)
      var isHeld = [Bool](repeating: false, count: source.count)
      for _ in 0..<20 {
        let start = Int.random(in: 0..<source.count, using: &random)
        let end = min(source.count, start + Int.random(in: 1...700, using: &random))
        cache.insert(Array(source[start..<end]), at: Int64(start))
        // What reaches into the next block stops there: a later read asks for the rest.
        for index in start..<end {
          if !Self.read(&cache, at: Int64(index), 1).isEmpty { isHeld[index] = true }
        }
        #expect(isHeld[start])
      }
      for index in source.indices {
        let byte = Self.read(&cache, at: Int64(index), 1)
        #expect(byte == (isHeld[index] ? [source[index]] : []))
      }
    }
  }

  @Test("beyond the ceiling the block unused for longest goes, the head last")
  func ceiling() {
    var cache = BlockCache(ceiling: 8)
    cache.insert([0, 1, 2], at: 0)
    cache.insert([10, 11, 12], at: 10)
    cache.insert([20, 21, 22], at: 20)
    #expect(Self.read(&cache, at: 0, 3).count == 3 && Self.read(&cache, at: 10, 3).isEmpty)
    cache.insert([30, 31, 32], at: 30)
    #expect(Self.read(&cache, at: 20, 3).isEmpty && Self.read(&cache, at: 30, 3) == [30, 31, 32])
    #expect(Self.read(&cache, at: 0, 3) == [0, 1, 2])
  }

  @Test("reading on fetches more each time, jumping starts over")
  func readAhead() {
    var ahead = ReadAhead()
    let (low, high) = (Defaults.readAhead.lowerBound, Defaults.readAhead.upperBound)
    #expect(ahead.next(at: 0, wanted: 10) == low)
    ahead.fetched(at: 0, count: low)
    #expect(ahead.next(at: Int64(low), wanted: 10) == 2 * low)
    ahead.fetched(at: Int64(low), count: 2 * low)
    // A jump, and on from there.
    #expect(ahead.next(at: 9_999_999, wanted: 10) == Defaults.readAfterJump)
    ahead.fetched(at: 9_999_999, count: 100)
    #expect(ahead.next(at: 10_000_099, wanted: 10) == low)
    for _ in 0..<20 {
      ahead.fetched(at: 0, count: 5)
      _ = ahead.next(at: 5, wanted: 10)
    }
    ahead.fetched(at: 0, count: 5)
    #expect(ahead.next(at: 5, wanted: 1 << 30) == high)
  }
}

/// A small generator, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
