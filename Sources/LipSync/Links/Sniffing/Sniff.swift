/// What the first bytes of a source are, told by the bytes alone.
///
/// The WHATWG MIME Sniffing Standard, widened by what it leaves out (QuickTime without `ftyp`, RF64, FLAC, ADTS,
/// MPEG-TS, playlists, error documents, Git LFS pointers, archives) and by looking past byte order marks, UTF-16,
/// XML prologs and comments.
package struct Sniff: Sendable, Equatable {
  /// The word of docs/json.md.
  package var served: Served
  /// The format in words, such as `MP4`, `ZIP archive`, `Git LFS pointer`, `web page`.
  package var kind: String
  /// Whether it is a still picture.
  package var isImage = false
  /// A page's title.
  package var title: String?
  /// What an error document or a page says, in one sentence.
  package var sentence: String?
  /// An error document's own code.
  package var code: String?
  /// What to do about just this, where something better is known than what the rule says.
  var remedy: String?
  /// Why the host says no, where its own words leave no doubt.
  var refusal: Refusal?
  /// The rule where it is another one than that of `served`.
  var rule: Rule?

  /// Reasons for which a host turns a fetcher away.
  enum Refusal: Sendable {
    /// The link had an end, which has come.
    case expired
    /// The link was made for another address.
    case otherAddress
    /// The host goes by the page that a request comes from.
    case referer
  }

  init(_ served: Served, _ kind: String, isImage: Bool = false) {
    self.served = served
    self.kind = kind
    self.isImage = isImage
  }

  /// Whether it is of a kind that holds sound and seldom pictures.
  var isSound: Bool { served == .media && Self.soundKinds.contains(kind) }

  private static let soundKinds: Set<String> = [
    "MP3", "Ogg", "FLAC", "WAV", "AIFF", "AMR", "CAF", "AU", "M4A", "AAC (ADTS)", "Monkey's Audio", "WavPack",
    "True Audio", "Musepack", "AC-3", "Wave64",
  ]

  /// Bytes that WHATWG looks at; text is searched further for titles and messages.
  static let window = 1445

  /// Tells what `bytes`, the first of a source, are.
  package static func of(_ bytes: ArraySlice<UInt8>) -> Sniff {
    if bytes.isEmpty { return Sniff(.empty, "nothing") }
    if let damaged = TextDamage.sniff(bytes) { return damaged }
    if let row = Magic.table.first(where: { $0.matches(bytes) }) {
      return Sniff(row.served, row.kind, isImage: row.isImage)
    }
    if let boxes = boxes(bytes) { return boxes }
    if let envelope = Envelope.sniff(bytes) { return envelope }
    if let text = SniffedText.decode(bytes) { return SniffedText.classify(text) }
    if let frames = frames(bytes) { return frames }
    return Sniff(.unknown, "unknown bytes")
  }

  /// Tells what `bytes`, the first of a source, are.
  package static func of(_ bytes: [UInt8]) -> Sniff { of(bytes[...]) }

  private static let imageBrands: [String: String] = [
    "avif": "AVIF", "avis": "AVIF", "heic": "HEIC", "heix": "HEIC", "heim": "HEIC", "heis": "HEIC",
    "mif1": "HEIF",
    "msf1": "HEIF",
  ]

  /// Boxes with which files of the ISO base media format and QuickTime begin.
  private static let firstBoxes: Set<String> = [
    "moov", "mdat", "wide", "free", "skip", "pnot", "moof", "styp", "sidx", "emsg", "prft",
  ]

  private static func boxes(_ bytes: ArraySlice<UInt8>) -> Sniff? {
    guard bytes.count >= 12 else { return nil }
    let head = Array(bytes.prefix(12))
    let size = head[0..<4].reduce(0) { $0 << 8 | Int($1) }
    let type = String(decoding: head[4..<8], as: UTF8.self)
    if type == "ftyp" {
      let brand = String(decoding: head[8..<12], as: UTF8.self)
      if let image = imageBrands[brand] { return Sniff(.media, image, isImage: true) }
      return Sniff(.media, brand == "qt  " ? "QuickTime" : brand.hasPrefix("M4A") ? "M4A" : "MP4")
    }
    // A size of 1 announces a 64-bit size, 0 a box that reaches to the end.
    guard firstBoxes.contains(type), size == 0 || size == 1 || size >= 8 else { return nil }
    return Sniff(.media, "QuickTime or MP4")
  }

  /// Formats without a signature: frames that follow one another.
  private static func frames(_ bytes: ArraySlice<UInt8>) -> Sniff? {
    let data = Array(bytes.prefix(1 << 16))
    // Some files begin with a few bytes that belong to no frame.
    for start in 0..<min(data.count, 192) {
      if data[start] == 0x47, packetSizes.contains(where: { repeats(0x47, in: data, from: start, every: $0) })
      {
        return Sniff(.media, "MPEG transport stream")
      }
    }
    if let length = ADTSHeader.length(data, at: 0), ADTSHeader.length(data, at: length) != nil {
      return Sniff(.media, "AAC (ADTS)")
    }
    if let length = MP3Header.length(data, at: 0), MP3Header.length(data, at: length) != nil {
      return Sniff(.media, "MP3")
    }
    return nil
  }

  /// Plain, with a 4-byte time code in front (M2TS), with 16 bytes of error correction behind.
  private static let packetSizes = [188, 192, 204]

  private static func repeats(_ byte: UInt8, in data: [UInt8], from start: Int, every step: Int) -> Bool {
    let places = Array(stride(from: start, to: data.count, by: step).prefix(4))
    return places.count >= 3 && places.allSatisfy { data[$0] == byte }
  }
}

/// The frame header of AAC in ADTS (ISO 13818-7, 6.2).
enum ADTSHeader {
  /// The frame's length in bytes; nil where no header stands.
  static func length(_ data: [UInt8], at index: Int) -> Int? {
    guard index + 7 <= data.count, data[index] == 0xff, data[index + 1] & 0xf6 == 0xf0,
      (data[index + 2] >> 2) & 0xf < 13
    else { return nil }
    let length =
      Int(data[index + 3] & 0x3) << 11 | Int(data[index + 4]) << 3 | Int(data[index + 5] >> 5)
    return length >= 7 ? length : nil
  }
}

/// The frame header of MPEG audio (ISO 11172-3, 2.4.1.3), with the half rates of ISO 13818-3 and MPEG-2.5.
enum MP3Header {
  private static let layer3Rates: [[Int]] = [
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ]
  private static let layer2Rates = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
  private static let sampleRates = [44100, 48000, 32000]

  /// The frame's length in bytes; nil where no header stands, or one of a free bit rate.
  static func length(_ data: [UInt8], at index: Int) -> Int? {
    guard index + 4 <= data.count, data[index] == 0xff, data[index + 1] & 0xe0 == 0xe0 else { return nil }
    let version = (data[index + 1] >> 3) & 3
    let layer = (data[index + 1] >> 1) & 3
    let rateIndex = Int(data[index + 2] >> 4)
    let sampleIndex = Int((data[index + 2] >> 2) & 3)
    let padding = Int((data[index + 2] >> 1) & 1)
    guard version != 1, layer == 1 || layer == 2, (1...14).contains(rateIndex), sampleIndex < 3 else {
      return nil
    }
    let isMPEG1 = version == 3
    let sampleRate = sampleRates[sampleIndex] / (isMPEG1 ? 1 : version == 2 ? 2 : 4)
    let rate = layer == 2 && isMPEG1 ? layer2Rates[rateIndex] : layer3Rates[isMPEG1 ? 0 : 1][rateIndex]
    let samples = layer == 1 && !isMPEG1 ? 72 : 144
    return samples * rate * 1000 / sampleRate + padding
  }
}
