extension JSON {
  /// Reads a document of RFC 8259; nil for anything else, also for one nested deeper than 64 levels.
  ///
  /// Numbers stay as they were written. Of members of the same name the last one counts.
  public init?(parsing bytes: some Collection<UInt8>) {
    var reader = JSONReader(bytes: ContiguousArray(bytes))
    guard let value = reader.document() else { return nil }
    self = value
  }

  /// Where bytes stop being a document of RFC 8259, as an index; nil if they are one.
  package static func fault(in bytes: [UInt8]) -> Int? {
    var reader = JSONReader(bytes: ContiguousArray(bytes))
    return reader.document() == nil ? min(reader.index, bytes.count) : nil
  }

  /// The value of a number, or of a string that holds one, as it was written.
  package var numberText: String? {
    switch self {
    case .number(let text): text
    case .string(let text) where Double(text) != nil: text
    default: nil
    }
  }
}

private struct JSONReader {
  let bytes: ContiguousArray<UInt8>
  var index = 0

  init(bytes: ContiguousArray<UInt8>) { self.bytes = bytes }

  mutating func document() -> JSON? {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
    guard let value = value(depth: 0) else { return nil }
    skipSpace()
    return index == bytes.count ? value : nil
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (0x09...0x0d).contains(byte) { index += 1 }
  }

  private mutating func consume(_ byte: Character) -> Bool {
    guard next == byte.asciiValue else { return false }
    index += 1
    return true
  }

  private mutating func word(_ text: StaticString, _ value: JSON) -> JSON? {
    let end = index + text.utf8CodeUnitCount
    let isThere = end <= bytes.count && text.withUTF8Buffer { bytes[index..<end].elementsEqual($0) }
    guard isThere else { return nil }
    index = end
    return value
  }

  private mutating func value(depth: Int) -> JSON? {
    skipSpace()
    guard depth < 64, let byte = next else { return nil }
    switch byte {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map(JSON.string)
    case UInt8(ascii: "t"): return word("true", .bool(true))
    case UInt8(ascii: "f"): return word("false", .bool(false))
    case UInt8(ascii: "n"): return word("null", .null)
    default: return number()
    }
  }

  private mutating func object(depth: Int) -> JSON? {
    index += 1
    var members: [JSON.Member] = []
    skipSpace()
    if consume("}") { return .object(members) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\""), let name = string() else { return nil }
      skipSpace()
      guard consume(":"), let value = value(depth: depth + 1) else { return nil }
      members.append((name, value))
      skipSpace()
    } while consume(",")
    return consume("}") ? .object(members) : nil
  }

  private mutating func array(depth: Int) -> JSON? {
    index += 1
    var values: [JSON] = []
    skipSpace()
    if consume("]") { return .array(values) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      values.append(value)
      skipSpace()
    } while consume(",")
    return consume("]") ? .array(values) : nil
  }

  private mutating func number() -> JSON? {
    let start = index
    _ = consume("-")
    let whole = digits()
    guard whole > 0, whole == 1 || bytes[index - whole] != UInt8(ascii: "0") else { return nil }
    if consume("."), digits() == 0 { return nil }
    if consume("e") || consume("E") {
      if !consume("+") { _ = consume("-") }
      guard digits() > 0 else { return nil }
    }
    return .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private mutating func digits() -> Int {
    let start = index
    while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func string() -> String? {
    index += 1
    var out: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: out, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        out.append(contentsOf: String(Character(scalar)).utf8)
      case 0..<0x20: return nil
      default: out.append(byte)
      }
    }
    return nil
  }

  private static let escapes: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
    UInt8(ascii: "f"): "\u{c}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
  ]

  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    index += 1
    if let scalar = Self.escapes[byte] { return scalar }
    guard byte == UInt8(ascii: "u"), let unit = hexUnit() else { return nil }
    guard (0xd800...0xdbff).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{fffd}" }
    // A high surrogate counts only together with a low one (RFC 8259, section 7).
    guard consume("\\"), consume("u"), let low = hexUnit(), (0xdc00...0xdfff).contains(low) else {
      return nil
    }
    return Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00))
  }

  private mutating func hexUnit() -> UInt32? {
    guard index + 4 <= bytes.count else { return nil }
    var unit: UInt32 = 0
    for byte in bytes[index..<index + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    index += 4
    return unit
  }
}
