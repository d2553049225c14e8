/// The bytes that a `Range` header asks for, of a body of a given length (RFC 9110, section 14).
enum ByteRange: Equatable {
  /// No range, or one that is to be ignored: several ranges, another unit, not well-formed.
  case whole
  /// One range, cut to the length.
  case part(ClosedRange<Int64>)
  /// None of it lies within the length: status 416.
  case unsatisfiable

  init(header: String?, length: Int64) {
    let words = header?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) ?? []
    guard words.count == 2, words[0].lowercased() == "bytes" else {
      self = .whole
      return
    }
    let ends = words[1].split(separator: "-", omittingEmptySubsequences: false).map(Self.digits)
    guard ends.count == 2 else {
      self = .whole
      return
    }
    switch (ends[0], ends[1]) {
    case (.number(let first), .number(let last)) where first <= last:
      self = first < length ? .part(first...min(last, length - 1)) : .unsatisfiable
    case (.number(let first), .empty):
      self = first < length ? .part(first...length - 1) : .unsatisfiable
    case (.empty, .number(let suffix)):
      self = suffix > 0 && length > 0 ? .part(max(0, length - suffix)...length - 1) : .unsatisfiable
    default: self = .whole
    }
  }

  private enum Digits {
    case empty
    case number(Int64)
    case other
  }

  private static func digits(_ text: Substring) -> Digits {
    let text = text.filter { $0 != " " }
    if text.isEmpty { return .empty }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return .other }
    // More digits than fit are still a number, beyond any length.
    return .number(Int64(text) ?? .max)
  }
}
