/// An ISO file as a tree of boxes, so that it can be spoilt where its parser follows it: tables in boxes where nobody looks
/// for them, a track a hundred times over, counts that cost no byte.
struct BoxTree {
  /// A box: its name, and its bytes or the boxes in it.
  struct Box {
    var name: [UInt8]
    /// What stands before the boxes in it: the version and flags of `meta`, the counts of `stsd` and `dref`.
    var head: [UInt8] = []
    var body: [UInt8] = []
    var boxes: [Box]?

    var bytes: [UInt8] {
      let content = head + (boxes?.flatMap(\.bytes) ?? body)
      return Array(UInt32(8 + content.count).bigEndianBytes) + name + content
    }
  }

  private static let containers = Set(
    [
      "moov", "trak", "mdia", "minf", "dinf", "stbl", "edts", "mvex", "moof", "traf", "udta", "iprp", "ipco",
    ].map { Array($0.utf8) })
  /// Boxes whose body begins with version and flags and then a count.
  private static let counted = Set(
    ["stts", "ctts", "stsc", "stsz", "stco", "co64", "stss", "elst", "trun", "sbgp", "sgpd"].map {
      Array($0.utf8)
    })

  var boxes: [Box]

  /// Nil where the bytes are not boxes from the first on.
  init?(_ bytes: [UInt8]) {
    guard let boxes = Self.parse(bytes[...]), boxes.contains(where: { $0.boxes != nil }) else { return nil }
    self.boxes = boxes
  }

  var bytes: [UInt8] { boxes.flatMap(\.bytes) }

  private static func parse(_ bytes: ArraySlice<UInt8>) -> [Box]? {
    var (rest, boxes) = (bytes, [Box]())
    while !rest.isEmpty {
      guard rest.count >= 8 else { return nil }
      let size = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard size >= 8, size <= rest.count else { return nil }
      let (name, content) = (Array(rest.dropFirst(4).prefix(4)), rest.dropFirst(8).prefix(size - 8))
      let inner = containers.contains(name) ? parse(content) : nil
      boxes.append(Box(name: name, body: inner == nil ? Array(content) : [], boxes: inner))
      rest = rest.dropFirst(size)
    }
    return boxes
  }

  /// The tree after one injury.
  mutating func spoil(using random: inout SeededRandom) { Self.spoil(&boxes, &random) }

  private static func spoil(_ boxes: inout [Box], _ random: inout SeededRandom) {
    guard let index = boxes.indices.randomElement(using: &random) else { return }
    // Deeper more often than not: that is where the tables are.
    let box = boxes[index]
    if var inner = box.boxes, Int.random(in: 0..<4, using: &random) > 0 {
      spoil(&inner, &random)
      boxes[index].boxes = inner
      return
    }
    switch Int.random(in: 0..<5, using: &random) {
    case 0:
      guard
        let name = containers.union(counted).sorted(by: { $0.lexicographicallyPrecedes($1) })
          .randomElement(using: &random)
      else { return }
      boxes[index].name = name
    case 1:
      guard
        let name = containers.sorted(by: { $0.lexicographicallyPrecedes($1) }).randomElement(using: &random)
      else { return }
      boxes[index] = Box(name: name, boxes: [box])
    case 2:
      let times = min(1 << Int.random(in: 0...9, using: &random), (1 << 18) / max(1, box.bytes.count))
      boxes.insert(contentsOf: Array(repeating: box, count: times), at: index)
    case 3: boxes.swapAt(index, Int.random(in: boxes.indices, using: &random))
    default:
      let place = box.name == Array("stsz".utf8) ? 8 : 4
      guard counted.contains(box.name), box.body.count >= place + 4,
        let count = [0, 1, 1_000, 65_536, 10_000_000, 0x7fff_ffff, UInt32.max].randomElement(using: &random)
      else { return }
      boxes[index].body.replaceSubrange(place..<place + 4, with: count.bigEndianBytes)
      // A size that all samples share needs no table, and a run of defaults none either.
      if Bool.random(using: &random) {
        if place == 8 { boxes[index].body.replaceSubrange(4..<8, with: UInt32(1).bigEndianBytes) }
        if box.name == Array("trun".utf8) { boxes[index].body.replaceSubrange(0..<4, with: [0, 0, 0, 0]) }
      }
    }
  }
}

extension UInt32 {
  fileprivate var bigEndianBytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (24 - 8 * $0)) } }
}
