import Foundation
import TestSupport
import Testing

@testable import LipSync

/// Lists as Excel, LibreOffice, Numbers and databases write them.
@Suite("Lists from spreadsheets")
struct SpreadsheetTests {
  /// A list that a spreadsheet wrote.
  struct Sheet: CustomTestStringConvertible, Sendable {
    var name: String
    var bytes: [UInt8]
    var encoding: ListEncoding?
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ encoding: ListEncoding? = nil) {
      (self.name, bytes, self.encoding) = (name, Array(text.utf8), encoding)
    }

    init(_ name: String, bytes: [UInt8], _ encoding: ListEncoding? = nil) {
      (self.name, self.bytes, self.encoding) = (name, bytes, encoding)
    }
  }

  static let text = "id;video;audio;Sprache\r\nä1;v.mp4;\"a;\r\n1.wav\";日本 🙂\r\n"

  static func utf16(_ text: String, bigEndian: Bool, mark: Bool = true) -> [UInt8] {
    ((mark ? [0xfeff] : []) + Array(text.utf16)).flatMap { unit in
      bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xff)] : [UInt8(unit & 0xff), UInt8(unit >> 8)]
    }
  }

  static let sheets: [Sheet] = [
    Sheet("semicolons", text), Sheet("a mark", "\u{feff}" + text),
    Sheet(
      "tabs",
      text.replacing(";video;audio;", with: "\tvideo\taudio\t").replacing("ä1;v.mp4;", with: "ä1\tv.mp4\t")
        .replacing("\";日", with: "\"\t日")),
    Sheet("sep=", "sep=;\r\n" + text),
    Sheet("bars", "id|video|audio|Sprache\nä1|v.mp4|\"a;\r\n1.wav\"|日本 🙂\n"),
    Sheet(
      "Unicode text",
      bytes: utf16(
        text.replacing("\";日", with: "\"\t日").replacing("id;video;audio;", with: "id\tvideo\taudio\t")
          .replacing("ä1;v.mp4;", with: "ä1\tv.mp4\t"), bigEndian: false)),
    Sheet("UTF-16 from elsewhere", bytes: utf16(text, bigEndian: true)),
    Sheet("UTF-16 without a mark", bytes: utf16(text, bigEndian: false, mark: false)),
    Sheet("UTF-16 that is named", bytes: utf16(text, bigEndian: true, mark: false), .utf16BigEndian),
    Sheet(
      "columns and rows that were touched",
      "id,video,audio,Sprache,,\r\n,,,,,\r\nä1,v.mp4,\"a;\r\n1.wav\",日本 🙂,,\r\n,,,,, \r\n"),
    Sheet("other names", "Job ID;Video URL;audio-file;Sprache\nä1;v.mp4;\"a;\r\n1.wav\";日本 🙂\n"),
    Sheet("the service's names", "id,video_url,audio_url,Sprache\nä1,v.mp4,\"a;\r\n1.wav\",日本 🙂\n"),
    Sheet(
      "the service's names in JSON",
      #"{"ID":"ä1","video_url":"v.mp4","audio_url":"a;\r\n1.wav","Sprache":"日本 🙂"}"#),
  ]

  @Test("are read as what they say", arguments: sheets)
  func read(sheet: Sheet) throws {
    let directory = try TemporaryDirectory()
    let list = try RowList<JobRow>(
      path: try directory.write(sheet.bytes, as: "list"), encoding: sheet.encoding)
    #expect(list.faults.isEmpty && list.count == 1, "\(list.faults)")
    let row = try #require(Array(list.rows()).first)
    #expect(row.id == "ä1" && row.pair.video == "v.mp4" && row.pair.audio == "a;\r\n1.wav")
    #expect(row.pair.labels.map(\.0) == ["Sprache"] && row.pair.labels.first?.1.labelText == "日本 🙂")
  }

  @Test("lines that end in carriage returns alone, as Excel for the Mac once wrote them")
  func macintosh() throws {
    let directory = try TemporaryDirectory()
    let list = try RowList<JobRow>(
      path: try directory.write(Array("id;video;audio\ra;v;s\rb;v;\r".utf8), as: "list"))
    #expect(
      list.faults.map(\.description) == ["line 3, column 5: \u{201c}audio\u{201d} is empty, or not text"])
  }

  @Test("Windows-1252 is read where it is named, and shown where it is not")
  func windows() throws {
    let directory = try TemporaryDirectory()
    let bytes = Array("id;video;audio\nn;caf".utf8) + [0xe9, 0x80] + Array(".mp4;s.wav\n".utf8)
    let path = try directory.write(bytes, as: "list")
    let named = try RowList<JobRow>(path: path, encoding: .windows1252)
    #expect(named.faults.isEmpty && Array(named.rows()).first?.pair.video == "café€.mp4")
    let faults = try RowList<JobRow>(path: path).faults.map(\.description)
    #expect(
      faults == [
        "line 2, column 3: the text is not in UTF-8; save the list in that encoding; in Windows-1252 it would read \u{201c}café€.mp4\u{201d}"
      ])
    let never = try directory.write(Array("id;video;audio\nn;".utf8) + [0x81] + Array(";s\n".utf8), as: "n")
    let undefined = try RowList<JobRow>(path: never, encoding: .windows1252).faults
    #expect(undefined.first?.message == "the text is not in windows-1252, in which the list is read")
  }

  @Test(
    "what cannot be read is said with what was seen",
    arguments: [
      (
        "clip;ton;titel\na;b;c\n",
        "the first line names no column \u{201c}id\u{201d} and \u{201c}video\u{201d} and \u{201c}audio\u{201d}; it names \u{201c}clip\u{201d} and \u{201c}ton\u{201d} and \u{201c}titel\u{201d}, with a semicolon between them"
      ),
      ("id;video;audio\na;b;c;d\n", "4 fields, but the first line names 3"),
      ("id;video;audio;;x\na;b;c;stray;\n", "text in a column that has no name in the first line"),
      (
        "id;video_url;video_file;audio\na;b;c;d\n",
        "\u{201c}video_url\u{201d} and \u{201c}video_file\u{201d} may both be the column \u{201c}video\u{201d}; call the right one \u{201c}video\u{201d}"
      ),
      (
        "id;video;audio\n\"a\"x;b;c\n",
        "text after a closing quote; expected a semicolon or the end of the line"
      ),
      (
        "[\n {\"id\":\"a\"}\n]",
        "this is one JSON array; write each of its objects on a line of its own (`jq -c '.[]' LIST`)"
      ),
      (
        "PK\u{3}\u{4}rest",
        "this is a workbook (.xlsx, .ods, .numbers) or another ZIP archive, not text; save the sheet as CSV UTF-8"
      ),
    ])
  func faults(text: String, words: String) throws {
    let directory = try TemporaryDirectory()
    let faults = try RowList<JobRow>(path: try directory.write(Array(text.utf8), as: "list")).faults
    #expect(faults.map(\.message) == [words])
  }

  @Test("a name that is exactly ours keeps others from being taken for it")
  func exactNames() throws {
    let columns = ListColumns(own: ["id", "video", "audio"])
    #expect(
      try columns.renamed(["ID", "video", "video_url", "Audio"]) == ["id", "video", "video_url", "audio"])
    #expect(try columns.renamed(["job", "id"]) == ["job", "id"])
    #expect(columns.known(in: ["VideoURL", "audio_path", "x"]) == 2)
  }

  @Test("half a character at the end, or half a pair, is no text")
  func halves() {
    for bytes in [[0x61], [0x3d, 0xd8], [0x3d, 0xd8, 0x61, 0x00]] as [[UInt8]] {
      var decoder = ListDecoder(.utf16LittleEndian)
      let out = decoder.decode(bytes[...]) + decoder.finish()
      #expect(String(validating: out, as: UTF8.self) == nil)
    }
    // However the bytes are cut.
    var decoder = ListDecoder(.utf16BigEndian)
    let out = Self.utf16("a🙂é", bigEndian: true, mark: false).flatMap { decoder.decode([$0]) }
    #expect(String(validating: out + decoder.finish(), as: UTF8.self) == "a🙂é")
  }
}
