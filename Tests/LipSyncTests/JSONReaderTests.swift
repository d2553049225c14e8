import Testing

@testable import LipSync

@Suite struct ClientJSONReaderTests {
  @Test(
    "Documents come back as they were written",
    arguments: [
      "null", "true", "[]", "{}", "-0.50e+10", #"{"a":[1,2.00,{"b":"c\"\\\n"}],"ü":"😀"}"#, "1000.0",
    ])
  func roundTrip(text: String) { #expect(JSON(parsing: Array(text.utf8))?.text == text) }

  @Test("Escapes, space and the byte order mark")
  func leniency() {
    #expect(JSON(parsing: Array(#" "\u00e9\ud83d\ude00\/\b\f" "#.utf8))?.stringValue == "é😀/\u{8}\u{c}")
    #expect(JSON(parsing: Array("\u{feff} [1 , 2 ]\n".utf8))?.text == "[1,2]")
    #expect(JSON(parsing: Array(#"{"a":1,"a":2}"#.utf8))?["a"]?.intValue == 2)
  }

  @Test(
    "What is no document is refused",
    arguments: [
      "", " ", "{", "[1,]", "{\"a\":}", "{a:1}", "01", "1.", ".5", "+1", "1e", "nul", "\"", "\"\t\"", "[1] 2",
      #""\ud800""#, #""\u12g4""#, #""\x""#, "<html>", "'a'", "[\"a\" \"b\"]", "NaN",
    ])
  func refusals(text: String) { #expect(JSON(parsing: Array(text.utf8)) == nil) }

  @Test("Bytes that are no UTF-8, and nesting without end, are refused")
  func hostile() {
    #expect(JSON(parsing: [0x22, 0xff, 0x22]) == nil)
    #expect(JSON(parsing: Array(String(repeating: "[", count: 100_000).utf8)) == nil)
    let deep = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    #expect(JSON(parsing: Array(deep.utf8))?.text == deep)
  }
}
