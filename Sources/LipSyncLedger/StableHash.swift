/// A hash that is the same in every process, on every machine.
enum StableHash {
  /// FNV-1a, 62 bits of it: what a place in a file and a lock's number can both be. Two names that fell together would only
  /// wait for each other.
  static func of(_ name: String) -> Int64 {
    let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return Int64(hash >> 2)
  }
}
