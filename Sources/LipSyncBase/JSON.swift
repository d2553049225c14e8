/// A JSON document with its members in order and its numbers as they were written.
///
/// Foundation's encoder sorts or shuffles members and knows numbers only as binary or `Decimal` values that drop
/// closing zeros; credits are to read `1.00`, and documents are to read in the order of their schemas.
public indirect enum JSON: Sendable {
  /// A member of an object.
  public typealias Member = (String, JSON)

  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number as it is to be printed.
  case number(String)
  /// A string.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Members in order.
  case object([Member])

  /// A whole number.
  package static func int(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

  /// A number rounded to `places` decimals, closing zeros dropped; `null` for what is not finite.
  package static func double(_ value: Double, places: Int = 6) -> JSON {
    guard value.isFinite else { return .null }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    guard rounded != rounded.rounded() || rounded.magnitude >= 1e15 else {
      return .number(String(Int64(rounded)))
    }
    return .number(String(rounded))
  }

  /// A string, or `null`.
  package static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

  /// A whole number, or `null`.
  package static func optional(_ number: (some BinaryInteger)?) -> JSON {
    guard let number else { return .null }
    return .int(number)
  }

  /// The document on one line.
  public var text: String {
    var out = ""
    write(to: &out, indent: nil)
    return out
  }

  /// The document for people: two spaces a level, and on one line what fits there.
  public var prettyText: String {
    var out = ""
    write(to: &out, indent: 0)
    return out
  }

  /// The widest line that several values share.
  private static let lineWidth = 100

  /// On one line, with spaces between; nil if it takes more room than `width`.
  private func line(width: Int) -> String? {
    var parts: [String] = []
    var room = width - 2
    func add(_ name: String?, _ value: JSON) -> Bool {
      let head = name.map { JSON.string($0).text + ": " } ?? ""
      guard let text = value.line(width: room - head.utf8.count) else { return false }
      parts.append(head + text)
      room -= head.utf8.count + text.utf8.count + 2
      return room >= -2
    }
    switch self {
    case .array(let values):
      return values.allSatisfy { add(nil, $0) } ? "[" + parts.joined(separator: ", ") + "]" : nil
    case .object(let members):
      return members.allSatisfy { add($0.0, $0.1) } ? "{" + parts.joined(separator: ", ") + "}" : nil
    default: return text.utf8.count <= width ? text : nil
    }
  }

  private func write(to out: inout String, indent: Int?) {
    if let indent, let line = line(width: Self.lineWidth - indent) {
      out += line
      return
    }
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .number(let text): out += text
    case .string(let text): Self.write(text, to: &out)
    case .array(let values):
      Self.write(values, brackets: ("[", "]"), to: &out, indent: indent) { value, out, indent in
        value.write(to: &out, indent: indent)
      }
    case .object(let members):
      Self.write(members, brackets: ("{", "}"), to: &out, indent: indent) { member, out, indent in
        Self.write(member.0, to: &out)
        out += indent == nil ? ":" : ": "
        member.1.write(to: &out, indent: indent)
      }
    }
  }

  private static func write<T>(
    _ items: [T], brackets: (String, String), to out: inout String, indent: Int?,
    item: (T, inout String, Int?) -> Void
  ) {
    out += brackets.0
    let inner = indent.map { $0 + 2 }
    for (index, value) in items.enumerated() {
      if index > 0 { out += "," }
      if let inner { out += "\n" + String(repeating: " ", count: inner) }
      item(value, &out, inner)
    }
    if let indent, !items.isEmpty { out += "\n" + String(repeating: " ", count: indent) }
    out += brackets.1
  }

  /// RFC 8259, section 7: quotation mark, reverse solidus and control characters are escaped.
  private static func write(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{0}"..."\u{1f}", "\u{7f}":
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON {
  /// An object's member, or nil.
  public subscript(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.0 == name }?.1
  }

  /// The text of a string; nil for anything else.
  public var stringValue: String? { if case .string(let text) = self { text } else { nil } }

  /// The value of a whole number, also one written as `3.0`; nil for anything else.
  public var intValue: Int64? {
    guard case .number(let text) = self else { return nil }
    return Int64(text) ?? Double(text).flatMap { Int64(exactly: $0) }
  }

  /// The value of a number; nil for anything else.
  public var doubleValue: Double? { if case .number(let text) = self { Double(text) } else { nil } }
}
