/// How moments are written in links.
extension SignedRow.Unit {
  /// A moment as a field holds it; nil for numbers that are none, such as versions and durations.
  func moment(_ text: String?) -> UnixTime? {
    guard let text else { return nil }
    switch self {
    // Some programs write fractions of them.
    case .seconds: return Int64(text.prefix { $0 != "." }).flatMap(Self.plausible)
    case .milliseconds: return Int64(text).flatMap { Self.plausible($0 / 1000) }
    case .hexadecimal: return text.utf8.count == 8 ? Int64(text, radix: 16).flatMap(Self.plausible) : nil
    case .date: return UnixTime(iso8601: text)
    case .secondsOrDate:
      // Eight digits alone may be anything.
      return Self.seconds.moment(text)
        ?? (text.contains("-") || text.contains("T") ? UnixTime(iso8601: text) : nil)
    case .secondsOrHexadecimal:
      return Self.seconds.moment(text) ?? Self.hexadecimal.moment(text).flatMap { Self.ofThisAge($0) }
    case .letteredHexadecimal: return text.contains(where: \.isLetter) ? Self.hexadecimal.moment(text) : nil
    case .compactDate:
      guard [12, 14].contains(text.utf8.count), text.hasPrefix("20"), text.allSatisfy(\.isNumber) else {
        return nil
      }
      return UnixTime(iso8601: text.prefix(8) + "T" + text.dropFirst(8) + "Z")
    case .secondsOrMilliseconds: return Self.seconds.moment(text) ?? Self.milliseconds.moment(text)
    }
  }

  /// From 2010 to 2040: other hexadecimal numbers of eight digits are hashes.
  static func ofThisAge(_ moment: UnixTime) -> UnixTime? {
    (1_262_304_000...2_208_988_800).contains(moment.seconds) ? moment : nil
  }

  /// From 2001 to 2286: ten digits.
  private static func plausible(_ seconds: Int64) -> UnixTime? {
    (1_000_000_000...9_999_999_999).contains(seconds) ? UnixTime(seconds) : nil
  }
}
