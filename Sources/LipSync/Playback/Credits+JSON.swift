extension Credits: JSONDocument {
  /// A number with two decimals, rounded up.
  public var json: JSON { .number(text) }

  /// Reads a number, as exact as it is written.
  public init(json: JSON) throws(DocumentError) {
    guard case .number(let text) = json, let credits = Credits(decimal: text) else {
      throw .malformed("an amount of credits", json)
    }
    self = credits
  }
}

extension CreditRange: JSONDocument {
  /// Both ends, two decimals each.
  public var json: JSON { .object([("low", low.json), ("high", high.json)]) }

  /// Reads both ends, as exact as they are written.
  public init(json: JSON) throws(DocumentError) {
    let low: Credits = try json.required("low", .document)
    let high: Credits = try json.required("high", .document)
    guard low <= high else { throw DocumentError(.malformed, "low is above high") }
    self.init(output: low.output...high.output)
  }
}
