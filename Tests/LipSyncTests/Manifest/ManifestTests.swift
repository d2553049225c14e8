import Foundation
import TestSupport
import Testing

@testable import LipSync

@Suite("Lists of pairs")
struct ManifestTests {
  static func csv(_ text: String) -> [CSVReader.Item] {
    var reader = CSVReader()
    var items = text.utf8.compactMap { reader.consume($0) }
    if let last = reader.finish() { items.append(last) }
    return items
  }

  static func texts(_ text: String) -> [[String]] {
    csv(text).compactMap { if case .record(let fields, _) = $0 { fields.map(\.text) } else { nil } }
  }

  @Test(
    "CSV as RFC 4180 has it",
    arguments: [
      ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
      ("\"a,1\",\"b\"\"q\"\"\"\n", [["a,1", "b\"q\""]]), ("\"two\r\nlines\",x\n", [["two\r\nlines", "x"]]),
      (",\n", [["", ""]]), ("\n\na\n\n", [["a"]]), ("\"\",x", [["", "x"]]), ("", []), ("a,", [["a", ""]]),
      ("été,日本\n", [["été", "日本"]]),
    ])
  func records(text: String, records: [[String]]) { #expect(Self.texts(text) == records) }

  @Test(
    "what the RFC forbids, with its place; reading continues after it",
    arguments: [
      ("a\nb\"c\nd", 2, 2, "a quote in a field"), ("a\n\"b\"c\nd", 2, 4, "text after a closing quote"),
      ("a\nd\n x,\"open\n\n", 3, 4, "never closed"), ("a\rb\nd", 1, 3, "carriage return"),
      ("日本,x\"\nd", 1, 5, "a quote in a field"),
    ])
  func faults(text: String, line: Int, column: Int, words: String) throws {
    let faults = Self.csv(text).compactMap { if case .fault(let fault) = $0 { fault } else { nil } }
    let fault = try #require(faults.first)
    #expect(faults.count == 1 && fault.line == line && fault.column == column, "\(fault)")
    #expect(fault.message.contains(words))
    #expect(Self.texts(text).contains(["d"]))
  }

  @Test("a field without an end does not fill the memory")
  func endless() {
    let items = Self.csv("a,b\n\"" + String(repeating: "x", count: CSVReader.recordLimit + 10) + "\nc,d")
    #expect(items.count == 3)
  }

  @Test("rows of both forms, labels kept, lines counted")
  func pairs() throws {
    let directory = try TemporaryDirectory()
    let csv =
      "\u{feff}video,audio,shot,playback_type\r\nv.mp4,a.wav,7,auto\r\n\"v\n2.mp4\",b.wav,,normal_reverse\r\n"
    let lines =
      "{\"video\":\"v.mp4\",\"audio\":\"a.wav\",\"shot\":7}\n\n{\"audio\":\"b.wav\",\"video\":\"v\\n2.mp4\",\"playback_type\":\"normal_reverse\"}"
    for (text, second) in [(csv, 3), (lines, 3)] {
      let list = try PairList(path: try directory.write(Array(text.utf8), as: "list"))
      #expect(list.faults.isEmpty && list.count == 2)
      let rows = Array(list.rows())
      #expect(rows.map(\.video) == ["v.mp4", "v\n2.mp4"] && rows.map(\.audio) == ["a.wav", "b.wav"])
      #expect(rows[1].line == second && rows[0].playbackType == nil && rows[1].playbackType == .normalReverse)
      #expect(rows[0].labels.map(\.0) == ["shot"])
    }
  }

  @Test("all faults at once, each with line and column")
  func allFaults() throws {
    let directory = try TemporaryDirectory()
    func faults(_ text: String) throws -> [String] {
      try PairList(path: try directory.write(Array(text.utf8), as: "list")).faults.map(\.description)
    }
    #expect(
      try faults("video,audio,playback_type\nv,,normal\nv,a\n,a,sideways\n") == [
        "line 2, column 3: \u{201c}audio\u{201d} is empty, or not text",
        "line 3, column 3: 2 fields, but the first line names 3",
        "line 4, column 1: \u{201c}video\u{201d} is empty, or not text",
        "line 4, column 4: \u{201c}sideways\u{201d} is not a playback type; use one of auto, normal, normal_reverse, normal_reverse_by_audio",
      ])
    #expect(
      try faults("{\"video\":1,\"audio\":null}\n{\"video\":\"v\" \"audio\"}\n[]\n") == [
        "line 1, column 12: \u{201c}audio\u{201d} is empty, or not text",
        "line 2, column 14: this is not JSON",
        "line 3, column 1: expected a JSON object on each line",
      ])
    #expect(
      try faults("clip,sound\nv,a\n") == [
        "line 1, column 1: the first line names no column \u{201c}video\u{201d} and \u{201c}audio\u{201d}; it names \u{201c}clip\u{201d} and \u{201c}sound\u{201d}, with a comma between them"
      ])
    #expect(try faults("") == ["line 1, column 1: the list holds no pair"])
    // Latin-1: read as UTF-8 it would name other files. In a field, in quotes over lines, and in JSON.
    func faults(latin1 text: String) throws -> [String] {
      let bytes = try #require(text.data(using: .isoLatin1))
      return try PairList(path: try directory.write(Array(bytes), as: "list")).faults.map(\.description)
    }
    func words(_ seen: String) -> String {
      "the text is not in UTF-8; save the list in that encoding; in Windows-1252 it would read \u{201c}\(seen)\u{201d}"
    }
    #expect(
      try faults(latin1: "video,audio\nv,\u{e9}t\u{e9}\nv,a\n\"x\n\u{e9}\",\n") == [
        "line 2, column 3: " + words("\u{e9}t\u{e9}"), "line 4, column 1: " + words("x \u{e9}"),
      ])
    #expect(
      try faults(latin1: "{\"video\":\"\u{e9}\",\"audio\":\"a\"}\n") == [
        "line 1, column 1: " + words("{\"video\":\"\u{e9}\",\"audio\":\"a\"}")
      ])
    #expect(try faults("video,audio,video\n").first?.hasPrefix("line 1, column 13: the column") == true)
    let many = try PairList(
      path: try directory.write(
        Array(("video,audio\n" + String(repeating: "x\n", count: 150)).utf8), as: "list"))
    #expect(many.faults.count == 100 && many.furtherFaults == 50)
    #expect(throws: POSIXError.self) { try PairList(path: directory.file("none")) }
  }
}
