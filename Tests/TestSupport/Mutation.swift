/// Ways to spoil a file.
public enum Mutation {
  /// Numbers that lengths and counts are rarely made for.
  private static let awkward: [UInt32] = [
    0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0xff_ffff, 0x7fff_ffff, 0x8000_0000,
    0xffff_fffe,
    0xffff_ffff,
  ]

  /// The file with one byte turned over.
  public static func flip(_ bytes: [UInt8], at index: Int, mask: UInt8) -> [UInt8] {
    var bytes = bytes
    bytes[index] ^= mask
    return bytes
  }

  /// The file after one to four random injuries; `other` is what may be spliced in.
  ///
  /// An ISO file is spoilt by its boxes as often as not: a byte here and there seldom gets past the sizes.
  public static func random(_ bytes: [UInt8], other: [UInt8], using random: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    if Bool.random(using: &random), var tree = BoxTree(bytes) {
      for _ in 0..<Int.random(in: 1...3, using: &random) { tree.spoil(using: &random) }
      return tree.bytes
    }
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      // Headers and indexes are where the decisions are.
      let at = Bool.random(using: &random) ? place : place % min(bytes.count, 512)
      let length = min(bytes.count - at, 1 << Int.random(in: 0...10, using: &random))
      switch Int.random(in: 0..<10, using: &random) {
      case 0, 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 3, 4:
        guard let value = awkward.randomElement(using: &random) else { break }
        let isBig = Bool.random(using: &random)
        for byte in 0..<min(4, bytes.count - at) {
          bytes[at + byte] = UInt8(truncatingIfNeeded: value >> UInt32(isBig ? 24 - 8 * byte : 8 * byte))
        }
      case 5: bytes.removeSubrange(at..<at + length)
      case 6: bytes.insert(contentsOf: bytes[at..<at + length], at: at)
      case 7: bytes.removeSubrange(at...)
      case 8: for index in at..<at + length { bytes[index] = 0 }
      default:
        guard !other.isEmpty else { break }
        let from = Int.random(in: 0..<other.count, using: &random)
        bytes.replaceSubrange(at..<at + length, with: other[from..<min(other.count, from + length)])
      }
    }
    return bytes
  }
}
