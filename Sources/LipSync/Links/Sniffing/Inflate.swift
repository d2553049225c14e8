/// Undoes gzip, zlib and bare deflate (RFC 1950 to 1952), as far as there are bytes and a ceiling allows: hosts send
/// compressed bodies that nobody asked for, and a compressed bomb must not be undone to its end.
struct Inflate {
  /// What came out.
  struct Output {
    var bytes: [UInt8]
    /// Whether the end was reached: no byte missing, the ceiling not hit.
    var isWhole: Bool
  }

  /// The bytes behind a coding; nil where they are not of it at all.
  static func decode(_ data: [UInt8], ceiling: Int) -> Output? {
    guard let start = start(of: data) else { return nil }
    var inflate = Inflate(data: data, position: start, ceiling: ceiling)
    do throws(End) {
      while try !inflate.block() {}
      return Output(bytes: inflate.out, isWhole: true)
    } catch {
      let isNothing = error == .malformed || inflate.out.isEmpty
      return isNothing ? nil : Output(bytes: inflate.out, isWhole: false)
    }
  }

  private enum End: Error { case outOfBytes, full, malformed }

  private let data: [UInt8]
  private var position: Int
  private let ceiling: Int
  private var out: [UInt8] = []
  private var held: UInt32 = 0
  private var heldBits = 0

  private init(data: [UInt8], position: Int, ceiling: Int) {
    (self.data, self.position, self.ceiling) = (data, position, ceiling)
  }

  /// Where the deflate stream starts, behind the header of gzip or zlib.
  private static func start(of data: [UInt8]) -> Int? {
    if data.starts(with: [0x1f, 0x8b, 8]), data.count > 10 {
      let flags = data[3]
      var index = 10
      if flags & 4 != 0 {
        guard data.count > 12 else { return nil }
        index += 2 + Int(data[10]) + Int(data[11]) << 8
      }
      for flag: UInt8 in [8, 16] where flags & flag != 0 {
        guard index < data.count, let zero = data[index...].firstIndex(of: 0) else { return nil }
        index = zero + 1
      }
      if flags & 2 != 0 { index += 2 }
      return index < data.count ? index : nil
    }
    guard data.count > 2 else { return nil }
    let isZlib = data[0] & 15 == 8 && (Int(data[0]) << 8 | Int(data[1])) % 31 == 0
    return isZlib ? 2 : 0
  }

  private mutating func bits(_ count: Int) throws(End) -> Int {
    while heldBits < count {
      guard position < data.count else { throw .outOfBytes }
      held |= UInt32(data[position]) << UInt32(heldBits)
      position += 1
      heldBits += 8
    }
    let value = held & ((1 << UInt32(count)) - 1)
    held >>= UInt32(count)
    heldBits -= count
    return Int(value)
  }

  /// Undoes one block; true for the last one.
  private mutating func block() throws(End) -> Bool {
    let isLast = try bits(1) == 1
    switch try bits(2) {
    case 0: try stored()
    case 1: try coded(Self.fixedLengths, Self.fixedDistances)
    case 2:
      let (lengths, distances) = try tables()
      try coded(lengths, distances)
    default: throw .malformed
    }
    return isLast
  }

  private mutating func stored() throws(End) {
    (held, heldBits) = (0, 0)
    let (length, check) = (try bits(16), try bits(16))
    guard length == ~check & 0xffff else { throw .malformed }
    let end = min(position + length, data.count)
    try append(data[position..<end])
    guard end == position + length else { throw .outOfBytes }
    position = end
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) throws(End) {
    out += bytes.prefix(ceiling - out.count)
    if out.count >= ceiling { throw .full }
  }

  private mutating func coded(_ lengths: Code, _ distances: Code) throws(End) {
    while true {
      let symbol = try next(lengths)
      if symbol == 256 { return }
      if symbol < 256 {
        out.append(UInt8(symbol))
        if out.count >= ceiling { throw .full }
        continue
      }
      guard symbol < 286 else { throw .malformed }
      let row = Self.lengthRows[symbol - 257]
      let length = row.base + (try bits(row.extra))
      let distanceSymbol = try next(distances)
      guard distanceSymbol < 30 else { throw .malformed }
      let distanceRow = Self.distanceRows[distanceSymbol]
      let distance = distanceRow.base + (try bits(distanceRow.extra))
      guard distance <= out.count else { throw .malformed }
      for _ in 0..<length { out.append(out[out.count - distance]) }
      if out.count >= ceiling { throw .full }
    }
  }

  /// A canonical Huffman code: how many symbols of each length, and the symbols in order.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int]

    init(_ lengths: [Int]) {
      for length in lengths { counts[length] += 1 }
      symbols = lengths.indices.filter { lengths[$0] > 0 }
        .sorted { (lengths[$0], $0) < (lengths[$1], $1) }
      counts[0] = 0
    }
  }

  private mutating func next(_ code: Code) throws(End) -> Int {
    var (value, first, index) = (0, 0, 0)
    for length in 1...15 {
      value |= try bits(1)
      let count = code.counts[length]
      if value - count < first {
        let place = index + value - first
        guard code.symbols.indices.contains(place) else { throw .malformed }
        return code.symbols[place]
      }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw .malformed
  }

  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private mutating func tables() throws(End) -> (Code, Code) {
    let (literals, distances, codes) = (try bits(5) + 257, try bits(5) + 1, try bits(4) + 4)
    var lengths = [Int](repeating: 0, count: 19)
    for index in 0..<codes { lengths[Self.order[index]] = try bits(3) }
    let code = Code(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      let symbol = try next(code)
      switch symbol {
      case ..<16: all.append(symbol)
      case 16:
        guard let last = all.last else { throw .malformed }
        all += [Int](repeating: last, count: 3 + (try bits(2)))
      case 17: all += [Int](repeating: 0, count: 3 + (try bits(3)))
      default: all += [Int](repeating: 0, count: 11 + (try bits(7)))
      }
    }
    guard all.count == literals + distances else { throw .malformed }
    return (Code(Array(all[..<literals])), Code(Array(all[literals...])))
  }

  private static let fixedLengths = Code(
    (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = Code([Int](repeating: 5, count: 30))

  private typealias Row = (base: Int, extra: Int)
  private static let lengthRows: [Row] = (0..<29).map { index in
    if index == 28 { return (258, 0) }
    let extra = index < 8 ? 0 : index / 4 - 1
    return (index < 8 ? index + 3 : (4 + index % 4) << extra + 3, extra)
  }
  private static let distanceRows: [Row] = (0..<30).map { index in
    let extra = index < 4 ? 0 : index / 2 - 1
    return (index < 4 ? index + 1 : (2 + index % 2) << extra + 1, extra)
  }
}
