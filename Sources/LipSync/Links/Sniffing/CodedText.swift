/// Media that was written down as text: Base64, bare or in a `data:` URI.
enum CodedText {
  /// What a text is; nil where it is no such thing.
  static func sniff(_ text: Substring) -> Sniff? {
    let isURI = text.lowercasedPrefix("data:")
    let coded = isURI ? text.firstRange(of: ",").map { text[$0.upperBound...] } ?? "" : text
    let quoted = coded.drop { $0 == "\"" || $0 == "'" }
    let digits = quoted.prefix(4096).filter { !$0.isWhitespace }.prefix(1024)
    guard digits.utf8.count >= 64, digits.utf8.allSatisfy(isDigit) else { return nil }
    let whole = digits.prefix(digits.count / 4 * 4)
    let kind = Base64.decode(whole).map { Sniff.of($0) }
    guard isURI || kind?.served == .media else { return nil }
    let media = kind.flatMap { $0.served == .media ? $0.kind : nil } ?? "a file"
    var sniff = Sniff(.text, isURI ? "data: URI with \(media) in it" : "Base64 text of \(media)")
    sniff.sentence = "The file was written down as text instead of being stored as bytes."
    sniff.remedy =
      "Decode the Base64 before the file is stored (base64 -d), and use the link of the decoded file."
    return sniff
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    let character = Character(UnicodeScalar(byte))
    return byte < 0x80 && (character.isLetter || character.isNumber || "+/-_=\"".contains(character))
  }
}
