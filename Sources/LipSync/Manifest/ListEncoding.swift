/// How the text of a list is encoded.
public enum ListEncoding: String, Sendable, CaseIterable {
  /// What a list without a byte order mark is read as.
  case utf8 = "utf-8"
  /// Excel's "Unicode text", and what older PowerShell redirects into files.
  case utf16LittleEndian = "utf-16le"
  /// The same from other machines.
  case utf16BigEndian = "utf-16be"
  /// What Excel calls CSV, in Western Europe and the Americas. Nothing in a file says so: it has to be named.
  case windows1252 = "windows-1252"

  /// The encoding that a list's first bytes prove, and how many of them are its byte order mark; nil if they prove none.
  ///
  /// Without a mark it is UTF-16 if every other byte of the first ones is zero: no text holds U+0000.
  static func proved(by head: ArraySlice<UInt8>) -> (encoding: ListEncoding, mark: Int)? {
    for (mark, encoding) in marks where head.starts(with: mark) { return (encoding, mark.count) }
    let first = Array(head.prefix(16))
    guard first.count >= 4, first.contains(0) else { return nil }
    let zeros = Set(first.indices.filter { first[$0] == 0 })
    if zeros == Set(first.indices.filter { !$0.isMultiple(of: 2) }) { return (.utf16LittleEndian, 0) }
    if zeros == Set(first.indices.filter { $0.isMultiple(of: 2) }) { return (.utf16BigEndian, 0) }
    return nil
  }

  private static let marks: [([UInt8], ListEncoding)] = [
    ([0xef, 0xbb, 0xbf], .utf8), ([0xff, 0xfe], .utf16LittleEndian), ([0xfe, 0xff], .utf16BigEndian),
  ]

  /// What is wrong with bytes that are not in this encoding.
  ///
  /// Bytes that are taken for UTF-8 and are not might be Windows-1252: what they would read as there shows whether they are.
  func misfit(_ bytes: [UInt8]) -> String {
    guard self == .utf8 else { return Self.foreign + "\(rawValue), in which the list is read" }
    var decoder = ListDecoder(.windows1252)
    let decoded = decoder.decode(bytes[...]) + decoder.finish()
    let other = String(validating: decoded, as: UTF8.self).map {
      "; in Windows-1252 it would read \u{201c}\(Self.excerpt($0))\u{201d}"
    }
    return Self.foreign + "UTF-8; save the list in that encoding" + (other ?? "")
  }

  /// How each such fault begins.
  static let foreign = "the text is not in "

  /// The first words around the first character that is not ASCII.
  private static func excerpt(_ text: String) -> String {
    guard let odd = text.firstIndex(where: { !$0.isASCII }) else { return String(text.prefix(40)) }
    let start = text.index(odd, offsetBy: -20, limitedBy: text.startIndex) ?? text.startIndex
    return text[start...].prefix(40).split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

/// Turns the bytes of a list into UTF-8, piece by piece. What is no text in its encoding becomes a byte that is none in
/// UTF-8, so that its place is found.
struct ListDecoder {
  /// Never a part of UTF-8.
  private static let never: UInt8 = 0xff
  /// What Windows-1252 has in 0x80 to 0x9f, from WHATWG's Encoding Standard, without the five bytes that it gives no character.
  private static let windows: [UInt16] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017d, 0,
    0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,
    0x017e, 0x0178,
  ]

  private let encoding: ListEncoding
  /// The first byte of a code unit whose second one has not come.
  private var half: UInt8?
  /// A high surrogate whose low one has not come.
  private var high: UInt16?

  init(_ encoding: ListEncoding) { self.encoding = encoding }

  /// The next piece.
  mutating func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    switch encoding {
    case .utf8: return Array(bytes)
    case .windows1252:
      out.reserveCapacity(bytes.count)
      for byte in bytes { Self.append(Self.scalar(windows: byte), to: &out) }
    case .utf16LittleEndian, .utf16BigEndian:
      out.reserveCapacity(bytes.count)
      for byte in bytes {
        guard let first = half else {
          half = byte
          continue
        }
        half = nil
        let (low, high) = encoding == .utf16LittleEndian ? (first, byte) : (byte, first)
        take(UInt16(high) << 8 | UInt16(low), &out)
      }
    }
    return out
  }

  /// The end: what was left half.
  mutating func finish() -> [UInt8] {
    defer { (half, high) = (nil, nil) }
    return half != nil || high != nil ? [Self.never] : []
  }

  private mutating func take(_ unit: UInt16, _ out: inout [UInt8]) {
    if let first = high {
      high = nil
      if UTF16.isTrailSurrogate(unit) {
        let value = 0x10000 + (UInt32(first & 0x3ff) << 10 | UInt32(unit & 0x3ff))
        return Self.append(Unicode.Scalar(value), to: &out)
      }
      out.append(Self.never)
    }
    if UTF16.isLeadSurrogate(unit) { high = unit } else { Self.append(Unicode.Scalar(unit), to: &out) }
  }

  private static func scalar(windows byte: UInt8) -> Unicode.Scalar? {
    guard (0x80...0x9f).contains(byte) else { return Unicode.Scalar(byte) }
    let unit = windows[Int(byte - 0x80)]
    return unit == 0 ? nil : Unicode.Scalar(unit)
  }

  private static func append(_ scalar: Unicode.Scalar?, to out: inout [UInt8]) {
    guard let scalar else { return out.append(never) }
    out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.EncodedScalar())
  }
}
