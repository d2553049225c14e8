/// How a value is read from JSON, as in `json.required("bytes", .whole)`.
package struct JSONReading<Value> {
  package let read: (JSON) throws(DocumentError) -> Value

  package init(_ read: @escaping (JSON) throws(DocumentError) -> Value) { self.read = read }

  /// Converts a value; nil if it is not what `wanted` describes.
  package init(_ wanted: String, _ read: @escaping (JSON) -> Value?) {
    self.read = { json throws(DocumentError) in
      guard let value = read(json) else { throw .malformed(wanted, json) }
      return value
    }
  }
}

extension JSONReading where Value == String {
  /// A string.
  package static var string: JSONReading { JSONReading("a string") { $0.stringValue } }
}

extension JSONReading where Value == Bool {
  /// `true` or `false`.
  package static var bool: JSONReading {
    JSONReading("true or false") { if case .bool(let value) = $0 { value } else { nil } }
  }
}

extension JSONReading where Value == Double {
  /// A number.
  package static var number: JSONReading { JSONReading("a number") { $0.doubleValue } }
}

extension JSONReading where Value: FixedWidthInteger {
  /// A whole number.
  package static var whole: JSONReading {
    JSONReading("a whole number") { $0.intValue.flatMap(Value.init(exactly:)) }
  }
}

extension JSONReading where Value == UnixTime {
  /// A time in ISO 8601.
  package static var moment: JSONReading {
    JSONReading("a time in ISO 8601") { $0.stringValue.flatMap { UnixTime(iso8601: $0) } }
  }
}

extension JSONReading where Value: RawRepresentable, Value.RawValue == String {
  /// One of the words of a list.
  package static var word: JSONReading {
    JSONReading { json throws(DocumentError) in
      guard let text = json.stringValue else { throw .malformed("a word", json) }
      guard let value = Value(rawValue: text) else {
        throw DocumentError(.malformed, "'\(text.prefix(40))' is not one of the known words")
      }
      return value
    }
  }
}

extension JSONReading where Value: JSONDocument {
  /// A document of its own.
  package static var document: JSONReading {
    JSONReading { json throws(DocumentError) in try Value(json: json) }
  }
}

extension JSONReading where Value == [JSON.Member] {
  /// An object's members, in order, whatever they are.
  package static var members: JSONReading {
    JSONReading("an object") { if case .object(let members) = $0 { members } else { nil } }
  }
}

extension JSON {
  /// Whether it is `null`.
  package var isNull: Bool { if case .null = self { true } else { false } }

  /// Reads a member that has to be there; errors in it name it.
  package func within<Value>(
    _ name: String, _ body: (JSON) throws(DocumentError) -> Value
  ) throws(DocumentError) -> Value {
    guard case .object = self else { throw .malformed("an object", self) }
    do throws(DocumentError) {
      guard let value = self[name] else { throw DocumentError(.missing, "this member is missing") }
      return try body(value)
    } catch { throw error.inside(JSONKey(stringValue: name)) }
  }

  /// A member that has to be there.
  package func required<Value>(_ name: String, _ reading: JSONReading<Value>) throws(DocumentError) -> Value {
    try within(name, reading.read)
  }

  /// A member that has to be there and may be `null`.
  package func nullable<Value>(_ name: String, _ reading: JSONReading<Value>) throws(DocumentError) -> Value?
  {
    try within(name) { value throws(DocumentError) in value.isNull ? nil : try reading.read(value) }
  }

  /// A member that has to be an array.
  package func list<Value>(_ name: String, _ element: JSONReading<Value>) throws(DocumentError) -> [Value] {
    try within(name) { list throws(DocumentError) in
      guard case .array(let values) = list else { throw .malformed("an array", list) }
      var read: [Value] = []
      for (index, value) in values.enumerated() {
        do throws(DocumentError) { read.append(try element.read(value)) } catch {
          throw error.inside(JSONKey(intValue: index))
        }
      }
      return read
    }
  }
}
