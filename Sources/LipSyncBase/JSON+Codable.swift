internal import Platform

/// A member's name or an element's index.
package struct JSONKey: CodingKey, Equatable {
  package let stringValue: String
  package let intValue: Int?

  package init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  package init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}

/// Any JSON through Foundation's coders.
///
/// They keep neither the order of members nor closing zeros: what is decoded has its members sorted by name, and `1.00` is
/// `1`. Figures of up to 38 digits lose nothing.
extension JSON: Codable {
  /// Reads any JSON.
  public init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: JSONKey.self) {
      let names = object.allKeys.sorted { $0.stringValue < $1.stringValue }
      self = .object(try names.map { ($0.stringValue, try object.decode(JSON.self, forKey: $0)) })
    } else if var list = try? decoder.unkeyedContainer() {
      var values: [JSON] = []
      while !list.isAtEnd { values.append(try list.decode(JSON.self)) }
      self = .array(values)
    } else {
      self = try Self.single(decoder.singleValueContainer())
    }
  }

  private static func single(_ value: any SingleValueDecodingContainer) throws -> JSON {
    if value.decodeNil() { return .null }
    if let truth = try? value.decode(Bool.self) { return .bool(truth) }
    if let text = try? value.decode(String.self) { return .string(text) }
    if let whole = try? value.decode(Int64.self) { return .int(whole) }
    if let exact = try? value.decode(Decimal.self) { return .number(exact.description) }
    return .number(String(try value.decode(Double.self)))
  }

  /// Writes any JSON.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let members):
      var object = encoder.container(keyedBy: JSONKey.self)
      for (name, value) in members { try object.encode(value, forKey: JSONKey(stringValue: name)) }
    case .array(let values):
      var list = encoder.unkeyedContainer()
      for value in values { try list.encode(value) }
    case .null: try Self.write(encoder) { try $0.encodeNil() }
    case .bool(let truth): try Self.write(encoder) { try $0.encode(truth) }
    case .string(let text): try Self.write(encoder) { try $0.encode(text) }
    case .number(let text): try Self.write(encoder) { try Self.write(number: text, to: &$0) }
    }
  }

  private static func write(
    _ encoder: any Encoder, _ body: (inout any SingleValueEncodingContainer) throws -> Void
  ) throws {
    var value = encoder.singleValueContainer()
    try body(&value)
  }

  /// As a type that other encoders know, if that loses nothing: only Foundation's treats `Decimal` as a number.
  private static func write(number text: String, to value: inout any SingleValueEncodingContainer) throws {
    if let whole = Int64(text) { return try value.encode(whole) }
    let exact = Decimal(string: text)
    guard let binary = Double(text), binary.isFinite else {
      let context = EncodingError.Context(
        codingPath: value.codingPath, debugDescription: "No number: \(text)")
      throw EncodingError.invalidValue(text, context)
    }
    guard let exact, Decimal(string: String(binary)) != exact else { return try value.encode(binary) }
    try value.encode(exact)
  }
}
