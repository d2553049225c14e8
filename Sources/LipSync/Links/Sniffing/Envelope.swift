/// Media with something in front of it that whoever stored or sends it put there: players and services do not look behind it.
enum Envelope {
  /// What the bytes are where media begins behind something else; nil where nothing stands in front.
  static func sniff(_ bytes: ArraySlice<UInt8>) -> Sniff? {
    let head = Array(bytes.prefix(8192))
    if head.starts(with: "--".utf8), let form = form(head) { return form }
    guard let (place, kind) = media(in: head), place > 0 else { return nil }
    let front = head[..<place]
    if place <= 8, front.allSatisfy({ strays.contains($0) }) { return stray(front, kind) }
    return isText(front) ? warning(String(decoding: front, as: UTF8.self), place, kind) : nil
  }

  // MARK: forms

  /// A form's upload, stored with the form around it (RFC 7578): `--BOUNDARY`, headers, an empty line, the file.
  private static func form(_ head: [UInt8]) -> Sniff? {
    let text = String(decoding: head.prefix(2048), as: UTF8.self)
    guard text.lowercased().contains("content-disposition: form-data") else { return nil }
    let behind = media(in: head)
    var sniff = Sniff(.text, behind.map { "form's envelope with \($0.kind) in it" } ?? "form's envelope")
    sniff.sentence =
      "The upload was stored with the form around it"
      + (behind.map { "; the file itself begins at byte \($0.place)." } ?? ".")
    sniff.remedy =
      "Upload the bare bytes (PUT with the file as its body), or have the server that takes the form store the part and not all of "
      + "the request."
    return sniff
  }

  // MARK: stray bytes

  /// White space, and the parts of byte order marks.
  private static let strays: Set<UInt8> = [0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf, 0xfe, 0xff]

  private static func stray(_ front: ArraySlice<UInt8>, _ kind: String) -> Sniff {
    let isMark = front.starts(with: [0xef, 0xbb, 0xbf])
    let what = isMark ? "a byte order mark" : front.count == 1 ? "a stray byte" : "\(front.count) stray bytes"
    var sniff = Sniff(.text, "\(kind) with \(what) in front")
    sniff.rule = .mediaUnreadable
    sniff.sentence = "The file itself begins at byte \(front.count), where most players do not look for it."
    sniff.remedy =
      "Mend the program that sends or stores the file: it writes \(what) first (in PHP often what stands outside of <?php ?>)."
    return sniff
  }

  // MARK: warnings

  private static func warning(_ front: String, _ place: Int, _ kind: String) -> Sniff {
    var sniff = Sniff(.text, "\(kind) with text in front")
    sniff.rule = .mediaUnreadable
    let words = front.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let isPrintable = words.utf8.count <= 300 && !words.contains("://")
    sniff.sentence =
      "The file itself begins at byte \(place)"
      + (isPrintable ? ", behind \u{201c}\(withoutTags(words).prefix(120))\u{201d}." : ".")
    sniff.remedy =
      "Mend the program that sends the file: its own messages go in front of it. In PHP switch display_errors off."
    return sniff
  }

  private static func withoutTags(_ text: String) -> String {
    var (out, depth) = ("", 0)
    for character in text {
      if character == "<" { depth += 1 }
      if depth == 0 { out.append(character) }
      if character == ">", depth > 0 { depth -= 1 }
    }
    return out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    return bytes.allSatisfy { $0 >= 0x20 || [0x09, 0x0a, 0x0c, 0x0d].contains($0) }
      && bytes.count(where: { $0 >= 0x20 }) >= 8
  }

  // MARK: where media begins

  /// Signatures that are long enough not to stand anywhere by chance.
  private static let signatures: [(bytes: [UInt8], also: (Int, [UInt8])?, before: Int, kind: String)] = [
    (Array("ftyp".utf8), nil, 4, "MP4"), (Array("RIFF".utf8), (8, Array("WAVE".utf8)), 0, "WAV"),
    (Array("RIFF".utf8), (8, Array("AVI ".utf8)), 0, "AVI"), (Array("OggS\0".utf8), nil, 0, "Ogg"),
    (Array("fLaC\0".utf8), nil, 0, "FLAC"), ([0x1a, 0x45, 0xdf, 0xa3], nil, 0, "Matroska or WebM"),
    (Array("ID3".utf8) + [3, 0], nil, 0, "MP3"), (Array("ID3".utf8) + [4, 0], nil, 0, "MP3"),
    (Array("FORM".utf8), (8, Array("AIFF".utf8)), 0, "AIFF"),
  ]

  /// The first place where media begins behind text or a few stray bytes, and what it is.
  private static func media(in head: [UInt8]) -> (place: Int, kind: String)? {
    // Behind the first byte that is no text's nothing is searched: most files are binary from their first bytes on.
    let text = head.firstIndex { $0 < 0x20 && !(9...13).contains($0) } ?? head.count
    for index in head.indices.prefix(text + 12) where starts.contains(head[index]) {
      let row = signatures.first { row in
        index >= row.before && head[index...].starts(with: row.bytes)
          && (row.also.map { head.dropFirst(index + $0.0).starts(with: $0.1) } ?? true)
      }
      guard let row else {
        if let frames = frames(head, at: index) { return frames }
        continue
      }
      // A box's size stands before its name.
      guard row.before == 0 || head[index - 4] == 0 && head[index - 3] == 0 else { continue }
      return (index - row.before, row.kind)
    }
    return nil
  }

  /// What a signature, or a frame of MP3, begins with.
  private static let starts = Set(signatures.compactMap(\.bytes.first) + [0xff])

  /// MP3 without a tag, right behind an empty line.
  private static func frames(_ head: [UInt8], at index: Int) -> (place: Int, kind: String)? {
    guard index >= 4, head[index] == 0xff, head[(index - 4)..<index].elementsEqual([0x0d, 0x0a, 0x0d, 0x0a]),
      let length = MP3Header.length(head, at: index), MP3Header.length(head, at: index + length) != nil
    else { return nil }
    return (index, "MP3")
  }
}
