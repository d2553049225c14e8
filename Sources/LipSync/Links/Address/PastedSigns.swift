/// Signs that nobody sees and that come along with what is copied.
enum Invisible {
  /// Zero-width signs, marks of direction, and the byte order mark.
  private static let ranges: [ClosedRange<UInt32>] = [
    0x00AD...0x00AD, 0x061C...0x061C, 0x180E...0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064,
    0x2066...0x2069, 0xFEFF...0xFEFF,
  ]

  static func isOne(_ scalar: UnicodeScalar) -> Bool { ranges.contains { $0.contains(scalar.value) } }

  /// Those that join or part letters in names: joiners of Persian, Hindi and emoji.
  static func joins(_ scalar: UnicodeScalar) -> Bool { (0x200C...0x200D).contains(scalar.value) }

  /// A text without those signs, and without white space, in front and behind.
  static func trimmed(_ text: String) -> String {
    func isKept(_ scalar: UnicodeScalar) -> Bool { !isOne(scalar) && !scalar.properties.isWhitespace }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: isKept), let last = scalars.lastIndex(where: isKept) else {
      return ""
    }
    return String(scalars[first...last])
  }

  /// `U+200B`.
  static func name(_ scalar: UnicodeScalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// A text in which such signs are seen.
  static func named(_ text: String) -> String {
    text.unicodeScalars.map { isOne($0) ? "<\(name($0))>" : String($0) }.joined()
  }
}

/// Percent-escapes of percent-escapes.
enum Escape {
  /// Whether a text, decoded once, still holds an escape.
  static func isIn(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.contains { bytes[$0] == UInt8(ascii: "%") && isPair(bytes[($0 + 1)...]) }
  }

  /// A text with one layer taken away: `%252F` becomes `%2F`, all else stays as it is written.
  static func undone(_ text: String) -> String {
    var bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: "%25".utf8), isPair(bytes[(index + 3)...]) {
        bytes.removeSubrange(index + 1...index + 2)
      }
      index += 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isPair(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.prefix(2)
    return digits.count == 2 && digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
  }
}
