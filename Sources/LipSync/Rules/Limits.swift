internal import LipSyncMedia

/// The figures beyond which rules fire; each stands beside the rule that it is for, whose sentence is made from it.
package enum Limits {}

extension MediaTime {
  /// In whole seconds, as in `300 s`.
  var wholeSeconds: String { "\(ticks(rate: 1)) s" }

  /// In whole milliseconds, as in `50 ms`.
  var milliseconds: String { "\(ticks(rate: 1000)) ms" }
}

/// A length in megabytes of a million bytes, as in `20.48 MB`.
func megabytes(_ bytes: Int64) -> String { "\(twoDecimals(Double(bytes) / 1e6)) MB" }

/// A figure with two decimals at most, as in `29.97` or `25`.
func twoDecimals(_ value: Double) -> String {
  let hundredths = Int64((value * 100).rounded())
  let rest = hundredths % 100
  return rest == 0 ? "\(hundredths / 100)" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}

/// A whole number with its thousands set apart, as in `48,000`.
func grouped(_ number: Int) -> String {
  let digits = String(number)
  return digits.enumerated().reduce("") { text, digit in
    let rest = digits.count - digit.offset
    return text + (digit.offset > 0 && rest % 3 == 0 ? "," : "") + String(digit.element)
  }
}
