/// The header lines of one answer, gathered as libcurl hands them over.
struct HeaderBlock: Sendable {
  /// The status; 0 before the first line.
  private(set) var status = 0
  /// Lines in order of arrival.
  private(set) var lines: [(name: String, value: String)] = []
  /// Bytes of all blocks of this answer, interim ones included.
  private(set) var bytes = 0
  /// Whether the empty line after the final block has come; later lines are trailers and ignored.
  private(set) var isComplete = false

  /// Appends one line with its line end.
  mutating func append(_ line: UnsafeRawBufferPointer) {
    bytes += line.count
    if isComplete { return }
    let content = Self.text(line)
    if content.isEmpty {
      // 101, 103 and the like precede the actual answer.
      isComplete = status >= 200
      return
    }
    if content.hasPrefix("HTTP/") {
      let words = content.split(separator: " ", maxSplits: 2)
      status = words.count > 1 ? Int(words[1]) ?? 0 : 0
      lines = []
      return
    }
    guard let colon = content.utf8.firstIndex(of: UInt8(ascii: ":")) else { return }
    let value = content.utf8[content.utf8.index(after: colon)...].drop(while: Self.isSpace)
    lines.append((name: String(content[..<colon]), value: String(Substring(value))))
  }

  /// A line without white space at either end. There are many header lines, and bytes are faster than characters.
  private static func text(_ line: UnsafeRawBufferPointer) -> String {
    var rest = line[...].drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    // Bytes beyond ASCII that are no UTF-8 are ISO 8859-1, as headers had them once; where one leads to is kept byte by byte.
    if let text = String(validating: rest, as: UTF8.self) { return text }
    let isPlace =
      rest.count > 9 && String(decoding: rest.prefix(9), as: UTF8.self).lowercased() == "location:"
    return rest.map {
      $0 < 0x80 || !isPlace ? String(UnicodeScalar($0)) : "%" + String($0, radix: 16, uppercase: true)
    }
    .joined()
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// The first value of a header, by name in any case.
  func value(_ name: String) -> String? {
    lines.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// Lengths that contradict each other (RFC 9112, section 6.3), as a clause; nil if there is one at most. libcurl uses
  /// the last, others by the first.
  var contradiction: String? {
    let lengths = lines.filter { $0.name.lowercased() == "content-length" }
      .flatMap { $0.value.split(separator: ",").map { $0.filter { !$0.isWhitespace } } }
    guard let first = lengths.first, let other = lengths.first(where: { $0 != first }) else { return nil }
    return "the answer has several lengths: Content-Length \(first.prefix(20)) and \(other.prefix(20))"
  }
}
