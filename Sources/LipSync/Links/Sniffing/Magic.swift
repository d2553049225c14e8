/// A row of the table by which bytes are told: what stands where, and what it means.
struct Magic: Sendable {
  let offset: Int
  let bytes: [UInt8]
  let also: (offset: Int, bytes: [UInt8])?
  let served: Served
  let kind: String
  let isImage: Bool

  private init(
    _ bytes: [UInt8], at offset: Int = 0, also: (Int, String)? = nil, _ served: Served, _ kind: String,
    isImage: Bool = false
  ) {
    self.offset = offset
    self.bytes = bytes
    self.also = also.map { (offset: $0.0, bytes: Array($0.1.utf8)) }
    self.served = served
    self.kind = kind
    self.isImage = isImage
  }

  private init(
    _ text: String, at offset: Int = 0, also: (Int, String)? = nil, _ served: Served, _ kind: String,
    isImage: Bool = false
  ) {
    self.init(Array(text.utf8), at: offset, also: also, served, kind, isImage: isImage)
  }

  func matches(_ data: ArraySlice<UInt8>) -> Bool {
    Self.stands(bytes, at: offset, in: data)
      && (also.map { Self.stands($0.bytes, at: $0.offset, in: data) } ?? true)
  }

  private static func stands(_ bytes: [UInt8], at offset: Int, in data: ArraySlice<UInt8>) -> Bool {
    data.dropFirst(offset).starts(with: bytes)
  }

  /// First match wins. Signatures are those of the formats' own specifications, in the order audio and video,
  /// pictures, archives and documents.
  static let table: [Magic] = [
    Magic("ID3", .media, "MP3"),
    Magic("OggS\0", .media, "Ogg"),
    Magic("fLaC", .media, "FLAC"),
    Magic("RIFF", also: (8, "WAVE"), .media, "WAV"),
    Magic("RIFX", also: (8, "WAVE"), .media, "WAV"),
    Magic("RF64", also: (8, "WAVE"), .media, "WAV"),
    Magic("BW64", also: (8, "WAVE"), .media, "WAV"),
    Magic("RIFF", also: (8, "AVI "), .media, "AVI"),
    Magic("FORM", also: (8, "AIFF"), .media, "AIFF"),
    Magic("FORM", also: (8, "AIFC"), .media, "AIFF"),
    Magic("FLV\u{1}", .media, "FLV"),
    Magic([0x1a, 0x45, 0xdf, 0xa3], .media, "Matroska or WebM"),
    Magic([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], .media, "ASF (WMA, WMV)"),
    Magic("#!AMR", .media, "AMR"),
    Magic("caff", .media, "CAF"),
    Magic(".snd", .media, "AU"),
    Magic(".RMF", .media, "RealMedia"),
    Magic("MThd\0\0\0\u{6}", .media, "MIDI"),
    Magic("MAC ", .media, "Monkey's Audio"),
    Magic("wvpk", .media, "WavPack"),
    Magic("TTA1", .media, "True Audio"),
    Magic("MPCK", .media, "Musepack"),
    Magic("MP+", .media, "Musepack"),
    Magic("DSD ", .media, "DSF"),
    Magic("FRM8", .media, "DSDIFF"),
    Magic("DKIF", .media, "IVF"),
    Magic("riff\u{2e}", also: (24, "wave"), .media, "Wave64"),
    Magic([0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01], .media, "MXF"),
    Magic("nut/multimedia container\0", .media, "NUT"),
    Magic("YUV4MPEG2", .media, "YUV4MPEG2"),
    Magic("Creative Voice File", .media, "VOC"),
    Magic([0x00, 0x00, 0x01, 0xba], .media, "MPEG program stream"),
    Magic([0x00, 0x00, 0x01, 0xb3], .media, "MPEG video"),
    Magic([0x0b, 0x77], .media, "AC-3"),
    Magic([0x7f, 0xfe, 0x80, 0x01], .media, "DTS"),

    Magic([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], .media, "PNG", isImage: true),
    Magic([0xff, 0xd8, 0xff], .media, "JPEG", isImage: true),
    Magic("GIF87a", .media, "GIF", isImage: true),
    Magic("GIF89a", .media, "GIF", isImage: true),
    Magic("RIFF", also: (8, "WEBP"), .media, "WebP", isImage: true),
    Magic([0x49, 0x49, 0x2a, 0x00], .media, "TIFF", isImage: true),
    Magic([0x4d, 0x4d, 0x00, 0x2a], .media, "TIFF", isImage: true),
    Magic("BM", also: (6, "\0\0\0\0"), .media, "BMP", isImage: true),
    Magic([0x00, 0x00, 0x01, 0x00], .media, "ICO", isImage: true),
    Magic("8BPS", .media, "Photoshop", isImage: true),
    Magic([0xff, 0x0a], .media, "JPEG XL", isImage: true),
    Magic([0x00, 0x00, 0x00, 0x0c], also: (4, "JXL "), .media, "JPEG XL", isImage: true),
    Magic([0x00, 0x00, 0x00, 0x0c], also: (4, "jP  "), .media, "JPEG 2000", isImage: true),

    Magic("PK\u{3}\u{4}", .archive, "ZIP archive"),
    Magic("PK\u{5}\u{6}", .archive, "empty ZIP archive"),
    Magic("PK\u{7}\u{8}", .archive, "ZIP archive"),
    Magic("Rar!\u{1a}\u{7}", .archive, "RAR archive"),
    Magic([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], .archive, "7-Zip archive"),
    Magic([0x1f, 0x8b], .archive, "gzip file"),
    Magic("BZh", .archive, "bzip2 file"),
    Magic([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], .archive, "xz file"),
    Magic([0x28, 0xb5, 0x2f, 0xfd], .archive, "Zstandard file"),
    Magic("ustar", at: 257, .archive, "tar archive"),
    Magic("%PDF-", .archive, "PDF document"),
    Magic([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], .archive, "Office document"),
    Magic("d8:announce", .archive, "torrent"),
    Magic("d10:created by", .archive, "torrent"),
    Magic("d13:announce-list", .archive, "torrent"),
    Magic("d4:info", .archive, "torrent"),
    Magic("%!PS", .archive, "PostScript document"),
    Magic("AT&TFORM", .archive, "DjVu document"),
    Magic("MSCF\0\0\0\0", .archive, "cabinet archive"),
    Magic("SQLite format 3\0", .archive, "SQLite database"),
    Magic("wOFF", .archive, "font"),
    Magic("wOF2", .archive, "font"),
    Magic("CD001", at: 32769, .archive, "disc image"),
    Magic("\u{7f}ELF", .archive, "Linux program"),
    Magic("\0asm", .archive, "WebAssembly program"),
    Magic([0x4d, 0x5a, 0x90, 0x00, 0x03], .archive, "Windows program"),
    Magic([0xcf, 0xfa, 0xed, 0xfe], .archive, "macOS program"),
    Magic("FWS", also: (3, "\u{9}"), .archive, "Flash program"),
    Magic("CWS", also: (3, "\u{9}"), .archive, "Flash program"),
    Magic("{\\rtf", .archive, "RTF document"),
  ]
}
