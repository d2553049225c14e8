import Testing

@testable import LipSync

@Suite("Sniff")
struct SniffTests {
  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(
    "formats with a signature",
    arguments: [
      ("ID3\u{4}", Served.media, "MP3"), ("OggS\0\u{2}", .media, "Ogg"), ("fLaC\0", .media, "FLAC"),
      ("RIFF....WAVEfmt ", .media, "WAV"), ("RF64....WAVEds64", .media, "WAV"),
      ("RIFF....AVI LIST", .media, "AVI"),
      ("FORM....AIFF", .media, "AIFF"), ("FORM....AIFC", .media, "AIFF"), ("FLV\u{1}\u{5}", .media, "FLV"),
      ("#!AMR\n", .media, "AMR"), ("caff\0\u{1}", .media, "CAF"), ("GIF89a", .media, "GIF"),
      ("RIFF....WEBPVP8 ", .media, "WebP"), ("PK\u{3}\u{4}\u{14}", .archive, "ZIP archive"),
      ("Rar!\u{1a}\u{7}\0", .archive, "RAR archive"),
      ("riff\u{2e}...................wave", .media, "Wave64"),
      ("nut/multimedia container\0", .media, "NUT"),
      ("d4:infod6:length", .archive, "torrent"), ("%!PS-Adobe-3.0", .archive, "PostScript document"),
      ("SQLite format 3\0", .archive, "SQLite database"), ("%PDF-1.7", .archive, "PDF document"),
      ("\0\0\0\u{20}ftypisom\0\0\u{2}\0", .media, "MP4"),
      ("\0\0\0\u{14}ftypqt  \0\0\0\0", .media, "QuickTime"),
      ("\0\0\0\u{18}ftypM4A \0\0\0\0", .media, "M4A"), ("\0\0\0\u{18}ftypdash\0\0\0\0", .media, "MP4"),
      ("\0\0\0\u{1c}ftypavif\0\0\0\0", .media, "AVIF"), ("\0\0\0\u{18}ftypheic\0\0\0\0", .media, "HEIC"),
      ("\0\0\0\u{8}wide\0\u{1}\0\0mdat", .media, "QuickTime or MP4"),
      ("\0\0\0\u{1}mdat\0\0\0\0", .media, "QuickTime or MP4"),
      ("\0\0\u{1}\u{20}moov\0\0\0lmvhd", .media, "QuickTime or MP4"),
    ] as [(String, Served, String)])
  func signatures(text: String, served: Served, kind: String) {
    let sniff = Sniff.of(Self.bytes(text))
    #expect(sniff.served == served && sniff.kind == kind)
    #expect(sniff.isImage == ["GIF", "WebP", "AVIF", "HEIC"].contains(kind))
  }

  @Test(
    "signatures of bytes that are no text",
    arguments: [
      ([0x1a, 0x45, 0xdf, 0xa3, 0x9f], Served.media, "Matroska or WebM"),
      ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], .media, "PNG"),
      ([0xff, 0xd8, 0xff, 0xe0], .media, "JPEG"),
      ([0x1f, 0x8b, 0x08], .archive, "gzip file"),
      ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], .archive, "7-Zip archive"),
      ([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6], .media, "ASF (WMA, WMV)"),
      (
        [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c], .unknown,
        "unknown bytes"
      ),
      ([], .empty, "nothing"),
    ] as [([UInt8], Served, String)])
  func binary(bytes: [UInt8], served: Served, kind: String) {
    #expect(Sniff.of(bytes) == Sniff.of(bytes[...]))
    #expect(Sniff.of(bytes).served == served && Sniff.of(bytes).kind == kind)
  }

  @Test("frames without a signature count only where a second one follows")
  func frames() {
    // MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes. ADTS of 32 bytes.
    let mp3: [UInt8] = [0xff, 0xfb, 0x90, 0x00] + [UInt8](repeating: 0, count: 413)
    #expect(MP3Header.length(mp3, at: 0) == 417)
    #expect(Sniff.of(mp3 + mp3).kind == "MP3")
    #expect(Sniff.of(mp3 + [UInt8](repeating: 1, count: 500)).served == .unknown)
    let adts: [UInt8] = [0xff, 0xf1, 0x50, 0x80, 0x04, 0x1f, 0xfc] + [UInt8](repeating: 0, count: 25)
    #expect(ADTSHeader.length(adts, at: 0) == 32)
    #expect(Sniff.of(adts + adts).kind == "AAC (ADTS)")
    #expect(Sniff.of(adts).served == .unknown)
    for (size, lead) in [(188, 0), (192, 4), (204, 0)] {
      let packet: [UInt8] = [0x47] + [UInt8](repeating: 0xff, count: size - 1)
      let stream = [UInt8](repeating: 0, count: lead) + packet + packet + packet
      #expect(Sniff.of(stream).kind == "MPEG transport stream", "\(size)")
    }
  }

  @Test(
    "pages, however they begin",
    arguments: [
      "<!DOCTYPE html><html><head><title>Talk &amp; more</title>",
      "\n\t <HTML><title>Talk &amp; more</title>",
      "\u{feff}<html><title>Talk &amp; more</title>",
      "<!-- a comment --><html><title>\n Talk &amp;\n more </title>",
      "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html><title>Talk &amp; more</title>",
      "<head><title lang=en>Talk &amp; more</title>", "Loading ... <html><title>Talk &amp; more</title>",
    ])
  func pages(text: String) {
    let sniff = Sniff.of(Self.bytes(text))
    #expect(sniff.served == .html && sniff.title == "Talk & more")
    var wide: [UInt8] = [0xff, 0xfe]
    for unit in text.utf16 { wide += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
    #expect(Sniff.of(wide).served == .html)
  }

  @Test(
    "what a page is about",
    arguments: [
      ("<html><title>Sign in - Google Accounts</title>", "login page"),
      ("<html><title>Attention Required! | Cloudflare</title>", "bot wall"),
      ("<html><body>Google Drive - Virus scan warning", "virus scan warning"),
      ("<html><title>404 Not Found</title>", "page that says the file is not there"),
      ("<html><meta http-equiv=\"refresh\" content=\"0; url=/x\">", "page that leads elsewhere"),
      ("<html><title>My holiday</title>", "web page"),
    ])
  func pageKinds(text: String, kind: String) { #expect(Sniff.of(Self.bytes(text)).kind == kind) }

  @Test(
    "text that is no page",
    arguments: [
      ("#EXTM3U\n#EXT-X-VERSION:3", Served.playlist, "HLS playlist"),
      ("<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash\">", .playlist, "DASH playlist"),
      ("<SmoothStreamingMedia MajorVersion=\"2\">", .playlist, "Smooth Streaming playlist"),
      ("<rss version=\"2.0\">", .playlist, "RSS feed"), ("WEBVTT\n\n", .text, "WebVTT subtitles"),
      ("Hello.", .text, "text"), ("   \n", .text, "white space"),
      ("<note><to>x</to></note>", .text, "XML document"),
      ("{\"name\":\"talk.mp4\",\"bucket\":\"b\"}", .text, "JSON document"),
    ] as [(String, Served, String)])
  func texts(text: String, served: Served, kind: String) {
    let sniff = Sniff.of(Self.bytes(text))
    #expect(sniff.served == served && sniff.kind == kind)
  }

  @Test("a Git LFS pointer says what it stands for")
  func pointer() {
    let sniff = Sniff.of(
      Self.bytes("version https://git-lfs.github.com/spec/v1\noid sha256:0a\nsize 123456\n"))
    #expect(sniff.served == .text && sniff.kind == "Git LFS pointer")
    #expect(sniff.sentence == "It stands for a file of 123456 bytes that is stored in Git LFS.")
  }

  @Test(
    "errors of storage hosts, in one sentence",
    arguments: [
      (
        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
        "AccessDenied", "The link's signature has expired. (AccessDenied: Request has expired)"
      ),
      (
        "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>",
        "NoSuchKey",
        "There is no such object. (NoSuchKey: The specified key does not exist.)"
      ),
      (
        "<Error><Code>SignatureDoesNotMatch</Code></Error>", "SignatureDoesNotMatch",
        "The link's signature does not match: it was changed, cut or signed for another verb. (SignatureDoesNotMatch)"
      ),
      (
        "<Error><Code>Odd</Code><Message>Strange</Message></Error>", "Odd",
        "It says \u{201c}Odd: Strange\u{201d}."
      ),
      (
        #"{"error":{"code":404,"message":"Not Found."}}"#, "404", "There is no such object. (404: Not Found.)"
      ),
      (
        #"{"code":"InvalidToken","msg":"x"}"#, "InvalidToken",
        "The session that signed the link has ended. (InvalidToken: x)"
      ),
    ] as [(String, String, String)])
  func errors(text: String, code: String, sentence: String) {
    let sniff = Sniff.of(Self.bytes(text))
    #expect(sniff.served == .errorDocument && sniff.code == code && sniff.sentence == sentence)
  }

  @Test("each kind that cannot be media fires its rule, with what was seen")
  func findings() throws {
    for (text, rule) in [
      ("<html><title>Talk</title>", "link.html-page"), ("#EXTM3U\n", "link.playlist"),
      ("<Error><Code>NoSuchKey</Code></Error>", "link.error-document"), ("PK\u{3}\u{4}", "link.archive"),
      ("hello", "link.text"), ("", "link.empty"),
    ] {
      let finding = try #require(ServedFinding.make(Sniff.of(Self.bytes(text)), about: .video))
      #expect(finding.rule.rawValue == rule && finding.severity == .error)
    }
    let page = try #require(
      ServedFinding.make(Sniff.of(Self.bytes("<html><title>Talk</title>")), about: .video))
    #expect(page.message == "The bytes are a web page titled \u{201c}Talk\u{201d}, not media.")
    let list = try #require(ServedFinding.make(Sniff.of(Self.bytes("#EXTM3U\n")), about: .video))
    #expect(list.message == "The bytes are an HLS playlist, not media.")
    #expect(ServedFinding.make(Sniff.of(Self.bytes("fLaC")), about: .audio) == nil)
  }

  @Test(
    "no start of anything makes it trap",
    arguments: [
      "<", "<!", "<!--", "<?xml", "{", "[", "{\"error\":", "<title", "<html><title", "\u{feff}",
      "<Error><Code",
      "version https://git-lfs.github.com/spec/v1", "<a:b:c/>", "</", "<>",
    ])
  func prefixes(text: String) {
    #expect(Sniff.of(Self.bytes(text)).served != .media)
    for length in 0...text.utf8.count { _ = Sniff.of(Array(text.utf8.prefix(length))) }
  }
}
