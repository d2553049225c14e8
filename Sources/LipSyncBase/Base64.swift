internal import Platform

/// The two alphabets of RFC 4648, padding optional.
package enum Base64 {
  /// The bytes that a text stands for; nil for anything that is not base64.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var standard = ""
    for character in text where character != "=" {
      standard.append(character == "-" ? "+" : character == "_" ? "/" : character)
    }
    standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
    return Data(base64Encoded: standard).map(Array.init)
  }
}
