/// Media that somebody saved as if it were text: each byte beyond ASCII became another one, or several.
enum TextDamage {
  /// Signs beyond ASCII that there have to be, for the rest to be no chance.
  private static let telling = 24

  /// What the bytes are; nil where nothing is damaged so.
  static func sniff(_ bytes: ArraySlice<UInt8>) -> Sniff? {
    let head = bytes.prefix(16_384)
    // Text has none of these, and media always has.
    guard head.contains(where: { $0 < 0x09 }), looksLikeMedia(head) else { return nil }
    // Bytes beyond ASCII stand in media as they come, and never for long as UTF-8 wants them.
    let text = String(decoding: head.dropLast(3), as: UTF8.self).unicodeScalars
    let high = text.filter { $0.value >= 0x80 }
    guard high.count >= telling, String(validating: head.dropLast(3), as: UTF8.self) != nil || isCut(head)
    else {
      return nil
    }
    let lost = high.count { $0 == "\u{fffd}" }
    // Tags may hold pages of French; a good part of other bytes are signs that no language writes (C1).
    let isWide =
      high.allSatisfy { $0.value < 0x100 } && high.count { $0.value < 0xa0 } * 8 >= high.count
    guard lost * 4 >= high.count || isWide else { return nil }
    var sniff = Sniff(.text, "media file that was saved as text")
    sniff.rule = .mediaUnreadable
    sniff.sentence =
      lost > 0
      ? "\(lost) of its first \(head.count) bytes' signs are the one for what is no text (U+FFFD): what stood there is lost."
      : "All its bytes beyond ASCII are written as UTF-8, two for one."
    sniff.remedy =
      "Store the file again as bytes, not as text: in JavaScript as a Blob or an ArrayBuffer, in Python with mode wb."
    return sniff
  }

  /// Whether what is wrong is only that the head ends within a sign.
  private static func isCut(_ head: ArraySlice<UInt8>) -> Bool {
    (4...6).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
  }

  private static let names = ["ftyp", "RIFF", "ID3", "OggS", "fLaC", "moov", "mdat", "webm", "matroska"].map {
    Array($0.utf8)
  }

  private static func looksLikeMedia(_ head: ArraySlice<UInt8>) -> Bool {
    let start = Array(head.prefix(64))
    return start.indices.contains { index in names.contains { start[index...].starts(with: $0) } }
  }
}
