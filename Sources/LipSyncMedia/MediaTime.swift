/// A length or a moment as an exact fraction of a second.
///
/// Always reduced, with a positive denominator; arithmetic goes through 128 bits. Only where a sum cannot be
/// written with 64-bit terms is it rounded to the nearest nanosecond. Seconds as `Double` are for printing.
public struct MediaTime: Sendable, Hashable, Comparable {
  /// The numerator, in units of `1 / denominator` second.
  public let numerator: Int64
  /// The denominator, 1 or more.
  public let denominator: Int64

  /// No time at all.
  public static let zero = MediaTime(0, 1)

  /// The fraction `numerator / denominator` of a second; a denominator of 0 counts as 1.
  public init(_ numerator: Int64, _ denominator: Int64 = 1) {
    self.init(wide: Int128(numerator), Int128(denominator == 0 ? 1 : denominator))
  }

  /// `ticks` of a time base of `numerator / denominator` second each (FFmpeg's `AVRational`).
  package init(ticks: Int64, timeBase numerator: Int32, _ denominator: Int32) {
    self.init(wide: Int128(ticks) * Int128(numerator), Int128(denominator == 0 ? 1 : denominator))
  }

  /// The exact value of a decimal such as `12.5`, up to 12 digits behind the point; nil for anything else.
  public init?(decimal text: some StringProtocol) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard !text.isEmpty, text.utf8.count <= 24, parts.joined().utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard parts[0].utf8.count + fraction.utf8.count > 0, fraction.utf8.count <= 12,
      let digits = Int64(String(parts[0]) + String(fraction))
    else { return nil }
    var scale: Int64 = 1
    for _ in 0..<fraction.utf8.count { scale *= 10 }
    self.init(digits, scale)
  }

  /// Seconds, rounded to binary floating point: for printing and for signal processing, never for money.
  public var seconds: Double { Double(numerator) / Double(denominator) }

  /// Whether this is less than no time.
  public var isNegative: Bool { numerator < 0 }

  /// The nearest number of ticks of `1 / rate` second, halves away from zero.
  package func ticks(rate: Int64) -> Int64 {
    let wide = Int128(numerator) * Int128(rate)
    return Int64(clamping: Self.roundedDivision(wide, Int128(denominator)))
  }

  /// The exact sum.
  public static func + (a: MediaTime, b: MediaTime) -> MediaTime {
    MediaTime(
      wide: Int128(a.numerator) * Int128(b.denominator) + Int128(b.numerator) * Int128(a.denominator),
      Int128(a.denominator) * Int128(b.denominator))
  }

  /// The exact difference.
  public static func - (a: MediaTime, b: MediaTime) -> MediaTime { a + (-b) }

  /// The same length, counted backwards.
  public static prefix func - (a: MediaTime) -> MediaTime {
    MediaTime(wide: -Int128(a.numerator), Int128(a.denominator))
  }

  /// A whole multiple.
  public static func * (a: MediaTime, factor: Int64) -> MediaTime {
    MediaTime(wide: Int128(a.numerator) * Int128(factor), Int128(a.denominator))
  }

  /// Whether `a` is shorter or earlier than `b`.
  public static func < (a: MediaTime, b: MediaTime) -> Bool {
    Int128(a.numerator) * Int128(b.denominator) < Int128(b.numerator) * Int128(a.denominator)
  }

  /// The length without its sign.
  public var magnitude: MediaTime { isNegative ? -self : self }

  package init(wide numerator: Int128, _ denominator: Int128) {
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = Int128(a == 0 ? 1 : a)
    let sign: Int128 = denominator < 0 ? -1 : 1
    let (n, d) = (sign * numerator / divisor, sign * denominator / divisor)
    if let narrowN = Int64(exactly: n), let narrowD = Int64(exactly: d) {
      self.numerator = narrowN
      self.denominator = narrowD
    } else {
      // Halving both terms keeps 62 bits of the denominator: more than nanoseconds need.
      var (n, d) = (n, d)
      while d > Int128(1) << 62 { (n, d) = (n / 2, d / 2) }
      let (whole, rest) = n.quotientAndRemainder(dividingBy: d)
      let billion: Int64 = 1_000_000_000
      if whole.magnitude < Int64.max / billion {
        self.numerator = Int64(whole) * billion + Int64(Self.roundedDivision(rest * Int128(billion), d))
        self.denominator = billion
      } else {
        self.numerator = Int64(clamping: whole)
        self.denominator = 1
      }
    }
  }

  package static func roundedDivision(_ a: Int128, _ b: Int128) -> Int128 {
    let half = b / 2
    return a >= 0 ? (a + half) / b : (a - half) / b
  }
}

extension MediaTime: CustomStringConvertible {
  /// The exact fraction, as in `2002/1001 s`.
  public var description: String { denominator == 1 ? "\(numerator) s" : "\(numerator)/\(denominator) s" }
}
