internal import LipSyncMedia

extension VerifyReport.Lengths: JSONDocument {
  /// The `duration` member of the document of `verify`.
  public var json: JSON {
    .object([
      ("reported_seconds", .seconds(reported)), ("measured_seconds", .seconds(measured)),
      (
        "expected_seconds",
        .object([
          ("low", .seconds(expected?.lowerBound)), ("high", .seconds(expected?.upperBound)),
        ])
      ),
    ])
  }

  /// Reads what `json` states: lengths to the microsecond.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      reported: try json.nullable("reported_seconds", .seconds),
      measured: try json.nullable("measured_seconds", .seconds),
      expected: try json.required("expected_seconds", .rangeOrNulls))
  }

  /// What the three lengths cost: the `credits` member of the document of `verify`.
  public var credits: JSON {
    .object([
      ("reported", reported.map { Credits(output: $0).json } ?? .null),
      ("measured", measured.map { Credits(output: $0).json } ?? .null),
      ("expected", expected.map { CreditRange(output: $0).json } ?? .null),
    ])
  }

  /// The lengths that seconds and prices state together. Seconds are rounded to the microsecond and prices come from exact
  /// lengths: if a price is higher than the seconds', the length is a little more.
  func priced(_ credits: JSON) throws(DocumentError) -> Self {
    let range: CreditRange? = try credits.nullable("expected", .document)
    let low = Self.length(expected?.lowerBound, at: range?.low)
    let high = Self.length(expected?.upperBound, at: range?.high)
    return Self(
      reported: Self.length(reported, at: try credits.nullable("reported", .document)),
      measured: Self.length(measured, at: try credits.nullable("measured", .document)),
      expected: low.flatMap { low in high.map { low...max(low, $0) } })
  }

  private static func length(_ seconds: MediaTime?, at price: Credits?) -> MediaTime? {
    guard let seconds, let price, Credits(output: seconds).hundredths < price.hundredths else {
      return seconds
    }
    let more = seconds + MediaTime(1, 4_000_000)
    return Credits(output: more).hundredths == price.hundredths ? more : seconds
  }
}
