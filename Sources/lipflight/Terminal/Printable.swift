/// Text that may hold words from outside, as a terminal is given it: characters that the terminal would obey, or that hide others, are
/// written out, as in `\u{1b}`.
enum Printable {
  /// The text with its line ends and tabs and, if `keepingStyles`, the codes that `Style` writes.
  static func text(_ text: String, keepingStyles: Bool) -> String {
    guard text.unicodeScalars.contains(where: isObeyed) else { return text }
    var shown = ""
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.first {
      if keepingStyles, let code = Style.codes.first(where: { rest.starts(with: $0.unicodeScalars) }) {
        shown += code
        rest = rest.dropFirst(code.unicodeScalars.count)
        continue
      }
      if isObeyed(scalar) {
        shown += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
      rest = rest.dropFirst()
    }
    return shown
  }

  /// The same document: beyond ASCII there are only the contents of strings, where every character may be escaped.
  static func json(_ document: String) -> String {
    guard document.unicodeScalars.contains(where: isObeyed) else { return document }
    var shown = ""
    for scalar in document.unicodeScalars {
      guard isObeyed(scalar), !scalar.isASCII else {
        shown.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let hex = String(unit, radix: 16)
        shown += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      }
    }
    return shown
  }

  /// Controls, the marks that turn the direction of writing, other invisible marks, and line ends that are none here.
  ///
  /// The joiners stay: Persian, Indic scripts and emoji need them.
  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\t", "\u{200c}", "\u{200d}": false
    case " "..."~": false
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
  }
}
