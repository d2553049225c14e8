import Foundation
import LipSyncMedia
import TestSupport
import Testing

@testable import LipSync

/// What stands in front of media, and what became of media that was taken for text (groups A and E), row by row.
@Suite("media with something around it, row by row")
struct EnvelopeRowTests {
  static let clip = InspectorTests.clip

  private static func sniff(_ front: String, _ media: [UInt8]) -> Sniff {
    Sniff.of(Array(front.utf8) + media)
  }

  @Test("a form's upload that was stored with the form")
  func form() throws {
    let boundary =
      "------WebKitFormBoundaryAbC\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n"
    for (media, kind) in [
      (try Self.clip.get(), "MP4"), (try InspectorTests.sound.get(), "WAV"),
      (Array("ID3\u{4}\0".utf8) + [1, 2, 3], "MP3"),
    ] {
      let sniff = Self.sniff(boundary + "Content-Type: video/mp4\r\n\r\n", media)
      #expect(
        sniff.kind == "form's envelope with \(kind) in it"
          && sniff.remedy?.contains("bare bytes (PUT") == true)
      let finding = try #require(ServedFinding.make(sniff, about: .video))
      #expect(finding.severity == .error && finding.message.contains("the file itself begins at byte"))
    }
  }

  @Test("programs' own messages, and stray bytes, in front of media")
  func front() throws {
    let clip = try Self.clip.get()
    let php = Self.sniff(
      "<br />\n<b>Warning</b>:  filesize(): stat failed in <b>/srv/get.php</b> on line 9<br />\n", clip)
    #expect(
      php.rule == .mediaUnreadable && php.kind == "MP4 with text in front"
        && php.sentence?.contains("Warning") == true)
    for (front, words) in [
      ("\n", "a stray byte"), ("\r\n\r\n", "4 stray bytes"), ("\u{feff}", "a byte order mark"),
    ] {
      let sniff = Self.sniff(front, clip)
      #expect(sniff.rule == .mediaUnreadable && sniff.kind == "MP4 with \(words) in front", "\(sniff.kind)")
    }
    // Media as it should be, and a page that speaks of media, are what they are.
    #expect(Sniff.of(clip).served == .media)
    #expect(Self.sniff("<html><title>fLaC and OggS</title>", []).served == .html)
    #expect(Self.sniff("RIFF is a format; so is ftyp", []).kind == "text")
  }

  @Test("media that was saved as text")
  func damaged() throws {
    let clip = try Self.clip.get()
    let lossy = Array(String(decoding: clip, as: UTF8.self).utf8)
    let latin = Array(String(String.UnicodeScalarView(clip.map { UnicodeScalar($0) })).utf8)
    for (bytes, words) in [(lossy, "U+FFFD"), (latin, "two for one")] {
      let finding = try #require(ServedFinding.make(Sniff.of(bytes), about: .video))
      #expect(finding.rule == .mediaUnreadable && finding.message.contains(words), "\(finding.message)")
    }
    #expect(Sniff.of(try InspectorTests.sound.get()).served == .media)
    let lyrics =
      Array("ID3\u{4}\0\0\0\u{1}\0\0USLT".utf8)
      + Array(String(repeating: "d\u{e9}j\u{e0} vu ", count: 3000).utf8)
    #expect(Sniff.of(lyrics).kind == "MP3")
  }

  @Test("Base64, bare and in a data: URI")
  func coded() throws {
    let text = Data(try Self.clip.get().prefix(3000)).base64EncodedString()
    #expect(Sniff.of(Array(text.utf8)).kind == "Base64 text of MP4")
    #expect(Sniff.of(Array("data:video/mp4;base64,\(text)".utf8)).kind == "data: URI with MP4 in it")
    #expect(Sniff.of(Array(String(repeating: "hello", count: 40).utf8)).kind == "text")
  }

  @Test(
    "the file of a form upload at hand", .enabled(if: FileManager.default.fileExists(atPath: "/dev/null")))
  func atHand() async throws {
    guard let cases = ProcessInfo.processInfo.environment["LIPFLIGHT_CASES"] else { return }
    let path = cases + "/links/env-mp3.mp3"
    guard FileManager.default.fileExists(atPath: path) else { return }
    let inspection = await InspectorTests.inspector().inspect(.file(path: path), as: .audio)
    let finding = try #require(inspection.failure)
    #expect(finding.message.contains("form") && finding.remedy.contains("PUT"))
  }
}
