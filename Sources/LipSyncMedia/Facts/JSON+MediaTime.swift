extension JSON {
  /// Seconds to the microsecond; `null` for a length that is not known.
  package static func seconds(_ time: MediaTime?) -> JSON { time.map { .double($0.seconds) } ?? .null }
}

extension JSONReading where Value == MediaTime {
  /// Seconds, as exact as they are written.
  package static var seconds: JSONReading {
    JSONReading("a number of seconds") { json in
      guard case .number(let text) = json else { return nil }
      return MediaTime(number: text)
    }
  }
}

extension JSONReading where Value == (MediaTime, MediaTime) {
  /// Two figures of seconds in an array.
  package static var twoTimes: JSONReading {
    JSONReading("an array of two numbers of seconds") { json in
      guard case .array(let values) = json, values.count == 2, case .number(let first) = values[0],
        case .number(let second) = values[1], let a = MediaTime(number: first),
        let b = MediaTime(number: second)
      else { return nil }
      return (a, b)
    }
  }
}

extension JSONReading where Value == ClosedRange<MediaTime> {
  /// `{"low","high"}` in seconds.
  package static var range: JSONReading {
    JSONReading { json throws(DocumentError) in
      let low = try json.required("low", .seconds), high = try json.required("high", .seconds)
      guard low <= high else { throw DocumentError(.malformed, "low is above high") }
      return low...high
    }
  }
}

extension JSONReading where Value == ClosedRange<MediaTime>? {
  /// `{"low","high"}` in seconds; nil where both are `null`.
  package static var rangeOrNulls: JSONReading {
    JSONReading { json throws(DocumentError) in
      let low = try json.nullable("low", .seconds), high = try json.nullable("high", .seconds)
      return low == nil && high == nil ? nil : try JSONReading<ClosedRange<MediaTime>>.range.read(json)
    }
  }
}

extension MediaTime {
  /// The value of a number of JSON: exact where it has up to 12 decimals and no exponent, else to the microsecond.
  fileprivate init?(number text: String) {
    let isNegative = text.hasPrefix("-")
    if let exact = MediaTime(decimal: isNegative ? text.dropFirst() : text[...]) {
      self = isNegative ? -exact : exact
    } else if let value = Double(text), let micros = Int64(exactly: (value * 1e6).rounded()) {
      self.init(micros, 1_000_000)
    } else {
      return nil
    }
  }
}
