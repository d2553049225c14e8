public import LipSyncMedia

/// An amount of credits: exact, never binary floating point, rounded up to two decimals when printed.
///
/// 1 credit pays for 125 seconds of output (`Defaults.secondsPerCredit`), so an amount is kept as the length of
/// output that it pays for.
public struct Credits: Sendable, Hashable, Comparable {
  /// The output that the amount pays for.
  public let output: MediaTime

  /// What an output of this length costs; a negative length costs nothing.
  public init(output: MediaTime) { self.output = max(output, .zero) }

  /// A whole number of hundredths.
  public init(hundredths: Int64) {
    output = MediaTime(
      hundredths.multipliedReportingOverflow(by: Defaults.secondsPerCredit).partialValue, 100)
  }

  /// An amount written as a JSON number, such as `12.5` or a service's float `99.52000000000001`; nil for
  /// anything else.
  ///
  /// Digits after the ninth decimal are floating-point noise and are dropped. A debt (`-0.5`) counts as 0.
  public init?(decimal text: String) {
    let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    guard let mantissa = parts.first, parts.count <= 2 else { return nil }
    let shift = parts.count == 2 ? Int(parts[1]) : 0
    guard let shift, (-18...9).contains(shift) else { return nil }
    let isDebt = mantissa.hasPrefix("-")
    let halves = mantissa.dropFirst(isDebt ? 1 : 0)
      .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = halves.first ?? ""
    var fraction = halves.count == 2 ? halves[1] : ""
    guard !whole.isEmpty, !whole.hasPrefix("+"), halves.count == 1 || !fraction.isEmpty,
      (whole + fraction).utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    fraction = fraction.prefix(9)
    guard var numerator = Int64(whole + fraction) else { return nil }
    var denominator: Int64 = 1
    for _ in 0..<max(0, fraction.utf8.count - shift) {
      if denominator > 10_000_000_000 { numerator /= 10 } else { denominator *= 10 }
    }
    for _ in 0..<max(0, shift - fraction.utf8.count) {
      let (product, overflow) = numerator.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      numerator = product
    }
    let exact = MediaTime(numerator, denominator)
    guard exact < MediaTime(Int64.max / (4 * Defaults.secondsPerCredit)) else { return nil }
    self.init(output: isDebt ? .zero : exact * Defaults.secondsPerCredit)
  }

  /// The amount in hundredths of a credit, rounded up.
  public var hundredths: Int64 {
    let numerator = Int128(output.numerator) * 100
    let denominator = Int128(output.denominator) * Int128(Defaults.secondsPerCredit)
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    return Int64(clamping: rest > 0 ? whole + 1 : whole)
  }

  /// The amount as it is shown: rounded up to hundredths.
  package var roundedUp: Credits { Credits(hundredths: hundredths) }

  /// The amount with two decimals, rounded up: `0.48`.
  public var text: String {
    let (whole, cents) = hundredths.quotientAndRemainder(dividingBy: 100)
    return "\(whole).\(cents < 10 ? "0" : "")\(cents)"
  }

  /// The amount with two decimals, rounded down: for remaining credits, which must not be overstated.
  package var shownDown: String {
    let isWhole = roundedUp == self
    return Credits(hundredths: isWhole ? hundredths : max(0, hundredths - 1)).text
  }

  /// Whether `a` is less.
  public static func < (a: Credits, b: Credits) -> Bool { a.output < b.output }

  /// The exact sum.
  public static func + (a: Credits, b: Credits) -> Credits { Credits(output: a.output + b.output) }
}

/// An estimate: from the least to the most that a job can cost.
public struct CreditRange: Sendable, Hashable {
  /// The least.
  public let low: Credits
  /// The most: what a budget is checked against.
  public let high: Credits

  /// What an output of a length within `output` costs.
  public init(output: ClosedRange<MediaTime>) {
    low = Credits(output: output.lowerBound)
    high = Credits(output: output.upperBound)
  }

  /// `0.48`, or `0.48 to 0.96`.
  public var text: String { low.text == high.text ? low.text : "\(low.text) to \(high.text)" }
}
