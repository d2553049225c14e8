internal import Platform

/// A moment in whole seconds since 1970-01-01 00:00 UTC.
public struct UnixTime: Sendable, Hashable, Comparable {
  /// Seconds since 1970, leap seconds left out.
  public let seconds: Int64

  /// Names a moment; years before 1 and after 9999 count as those, so that no sum can overflow.
  public init(_ seconds: Int64) { self.seconds = min(max(seconds, -62_135_596_800), 253_402_300_799) }

  /// The moment of the call.
  public static var now: UnixTime { UnixTime(Int64(Date().timeIntervalSince1970)) }

  /// `2026-11-23T07:30:00Z`: ISO 8601 in UTC, to the second.
  public var iso8601: String {
    let (year, month, day) = Self.date(day: dayAndTime.day)
    let time = dayAndTime.time
    return Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2) + "T"
      + Self.padded(time / 3600, 2) + ":" + Self.padded(time / 60 % 60, 2) + ":" + Self.padded(time % 60, 2)
      + "Z"
  }

  /// `Mon, 23 Nov 2026 07:30:00 GMT`: the date of HTTP headers (RFC 9110, section 5.6.7).
  package var httpDate: String {
    let (year, month, day) = Self.date(day: dayAndTime.day)
    let time = dayAndTime.time
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int((dayAndTime.day % 7 + 7) % 7)]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let clock = [time / 3600, time / 60 % 60, time % 60].map { Self.padded($0, 2) }.joined(separator: ":")
    return "\(weekday), \(Self.padded(day, 2)) \(months[Int(month) - 1]) \(Self.padded(year, 4)) \(clock) GMT"
  }

  /// Reads `20261123T073000Z`, or ISO 8601: a date, a date with minutes, with seconds, with a fraction; in UTC, or with an
  /// offset from it such as `+08:00`. A day that no calendar has is no date.
  public init?(iso8601 text: some StringProtocol) {
    let halves = text.uppercased().split(separator: "T", omittingEmptySubsequences: false)
    guard let first = halves.first, halves.count <= 2, let day = Self.day(written: first) else { return nil }
    guard halves.count == 2 else {
      self.init(day * 86400)
      return
    }
    guard let zone = Self.zone(of: halves[1]), let time = Self.time(written: zone.time) else { return nil }
    self.init(day * 86400 + time - zone.offset)
  }

  /// Days since 1970 of `20261123` or `2026-11-23`.
  private static func day(written text: Substring) -> Int64? {
    guard let digits = digits(text, leavingOut: "-"), digits.count == 8, let year = Int64(digits.prefix(4)),
      let month = Int64(digits.dropFirst(4).prefix(2)), let day = Int64(digits.dropFirst(6)),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let count = Self.day(year: year, month: month, day: day)
    return date(day: count) == (year, month, day) ? count : nil
  }

  /// Seconds of the day of `0730`, `073000`, `07:30` or `07:30:00.5`.
  private static func time(written text: Substring) -> Int64? {
    guard var digits = digits(text.prefix { $0 != "." }, leavingOut: ":") else { return nil }
    if digits.count == 4 { digits += "00" }
    guard digits.count == 6, let clock = Int64(digits) else { return nil }
    let (hours, minutes, seconds) = (clock / 10000, clock / 100 % 100, clock % 100)
    return hours < 24 && minutes < 60 && seconds <= 60 ? hours * 3600 + minutes * 60 + seconds : nil
  }

  /// A time of day without its zone, and the zone's seconds ahead of UTC; none written is UTC.
  private static func zone(of text: Substring) -> (time: Substring, offset: Int64)? {
    guard text.last != "Z" else { return (text.dropLast(), 0) }
    guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }) else { return (text, 0) }
    guard let digits = digits(text[text.index(after: sign)...], leavingOut: ":"), digits.count == 4,
      let clock = Int64(digits), clock / 100 < 24, clock % 100 < 60
    else { return nil }
    let offset = clock / 100 * 3600 + clock % 100 * 60
    return (text[..<sign], text[sign] == "-" ? -offset : offset)
  }

  /// A text of digits alone, separators left out; nil if it holds anything else.
  private static func digits(_ text: Substring, leavingOut separator: Character) -> String? {
    let rest = text.filter { $0 != separator }
    return rest.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? String(rest) : nil
  }

  /// A moment some seconds later.
  public static func + (a: UnixTime, seconds: Int64) -> UnixTime {
    let (sum, overflow) = a.seconds.addingReportingOverflow(seconds)
    return UnixTime(overflow ? (seconds < 0 ? .min : .max) : sum)
  }

  /// The seconds from `b` to `a`.
  public static func - (a: UnixTime, b: UnixTime) -> Int64 { a.seconds - b.seconds }

  /// Whether `a` is earlier.
  public static func < (a: UnixTime, b: UnixTime) -> Bool { a.seconds < b.seconds }

  private var dayAndTime: (day: Int64, time: Int64) {
    let (quotient, rest) = seconds.quotientAndRemainder(dividingBy: 86400)
    return rest < 0 ? (quotient - 1, rest + 86400) : (quotient, rest)
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Days since 1970 of a Gregorian date: Howard Hinnant's `days_from_civil`.
  private static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468
  }

  /// The Gregorian date of a day since 1970: Howard Hinnant's `civil_from_days`.
  private static func date(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let z = day + 719468
    let era = (z >= 0 ? z : z - 146096) / 146097
    let dayOfEra = z - era * 146097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}
