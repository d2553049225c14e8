internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia

/// How sources are mended.
struct MendOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Bring all sound to this loudness (--loudness=-16), not only what is too quiet (default: \(figure(Defaults.mendLoudness, 0)) for that).",
      valueName: "lufs"),
    transform: { try MendOptions.number($0, in: -70 ... -5) })
  var loudness: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The most that a true peak may reach (default: \(figure(Defaults.mendPeak, 0))).", valueName: "dbfs"),
    transform: { try MendOptions.number($0, in: -40...0) })
  var truePeak: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What stands behind transparent pixels, six hexadecimal digits (default: 000000).", valueName: "rrggbb"),
    transform: MendOptions.colour)
  var background: [UInt8]?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Pictures a second where a constant rate is needed, such as 25 or 30000/1001 (default: the common rate nearest to the source's).",
      valueName: "fps"),
    transform: MendOptions.rate)
  var fps: MediaTime?

  @Option(
    name: .long,
    help: ArgumentHelp("Leave what this rule finds as it is; may be repeated.", valueName: "rule"),
    completion: .list(Rule.all.map(\.id)), transform: Parse.rule)
  var leave: [Rule] = []

  /// The same, as the library takes it.
  var wishes: MendWishes {
    var wishes = MendWishes()
    wishes.loudness = loudness
    if let truePeak { wishes.peak = truePeak }
    if let background { wishes.background = background }
    wishes.frame = fps
    wishes.ignored = Set(leave)
    return wishes
  }

  private static func number(_ text: String, in range: ClosedRange<Double>) throws -> Double {
    guard let value = Double(text), range.contains(value) else {
      throw ValidationError(
        "'\(text)' is not a number from \(JSON.double(range.lowerBound).text) to \(JSON.double(range.upperBound).text)."
      )
    }
    return value
  }

  private static func colour(_ text: String) throws -> [UInt8] {
    let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
    guard digits.utf8.count == 6, let number = UInt32(digits, radix: 16) else {
      throw ValidationError("'\(text)' is not a colour of six hexadecimal digits, such as 00ff00.")
    }
    return [UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255)]
  }

  /// A picture's length from a rate of 1 to 120.
  private static func rate(_ text: String) throws -> MediaTime {
    let terms = text.split(separator: "/", omittingEmptySubsequences: false)
    let (top, bottom) = (
      terms.first.flatMap { MediaTime(decimal: $0) }, terms.count == 2 ? Int64(terms[1]) : 1
    )
    guard terms.count <= 2, let top, let bottom, bottom > 0, top.numerator > 0 else {
      throw ValidationError("'\(text)' is not a number of pictures a second, such as 25 or 30000/1001.")
    }
    let frame = MediaTime(top.denominator * bottom, top.numerator)
    guard frame >= MediaTime(1, 120), frame <= MediaTime(1) else {
      throw ValidationError("'\(text)' is not a rate from 1 to 120 pictures a second.")
    }
    return frame
  }
}
