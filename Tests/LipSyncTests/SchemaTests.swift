import LipSync
import TestSupport
import Testing

@Suite("Schemas, and the validator that tests hold documents against them with")
struct SchemaTests {
  private static let schema = #"""
    {"$defs":{"pair":{"type":"array","items":{"type":"number"},"minItems":2,"maxItems":2}},
    "type":"object","required":["a"],"properties":{
    "a":{"type":["string","null"],"enum":["x","y",null]},"b":{"type":"integer","minimum":0},
    "c":{"type":"string","pattern":"^[0-9]+$"},"d":{"$ref":"#/$defs/pair"},
    "e":{"anyOf":[{"$ref":"#/$defs/pair"},{"type":"null"}]},
    "f":{"type":"object","additionalProperties":{"type":"boolean"}}}}
    """#

  private static func read(_ text: String) throws -> JSON { try #require(JSON(parsing: text.utf8)) }

  @Test(
    "What a schema allows",
    arguments: [
      #"{"a":"x"}"#, #"{"a":null,"b":0,"new":[1]}"#, #"{"a":"y","b":3.0,"c":"12","d":[1,2.5]}"#,
      #"{"a":"x","e":null,"f":{}}"#, #"{"a":"x","e":[1,2],"f":{"any":true}}"#,
    ])
  func allowed(_ text: String) throws {
    #expect(try SchemaValidator(Self.read(Self.schema)).faults(in: Self.read(text)) == [])
  }

  @Test(
    "Each keyword refuses what it is there to refuse",
    arguments: [
      ("[]", #": [] is not "object""#), ("{}", #": "a" is missing"#),
      (#"{"a":1}"#, #".a: 1 is not ["string","null"]"#),
      (#"{"a":"z"}"#, #".a: "z" is none of ["x","y",null]"#),
      (#"{"a":"x","b":1.5}"#, #".b: 1.5 is not "integer""#),
      (#"{"a":"x","b":-1}"#, ".b: -1 is below 0"),
      (#"{"a":"x","c":"1a"}"#, #".c: "1a" does not match ^[0-9]+$"#),
      (#"{"a":"x","d":[1]}"#, ".d: fewer than 2 items"), (#"{"a":"x","d":[1,2,3]}"#, ".d: more than 2 items"),
      (#"{"a":"x","d":[1,"2"]}"#, #".d[1]: "2" is not "number""#),
      (#"{"a":"x","e":[1]}"#, ".e: fewer than 2 items"),
      (#"{"a":"x","f":{"any":0}}"#, #".f.any: 0 is not "boolean""#),
    ])
  func refused(_ text: String, _ fault: String) throws {
    #expect(try SchemaValidator(Self.read(Self.schema)).faults(in: Self.read(text)).first == fault)
  }

  @Test(
    "A schema is refused for what the validator does not know",
    arguments: [
      #"{"oneOf":[]}"#, #"{"properties":{"a":{"maximum":1}}}"#, #"{"items":{"format":"date"}}"#,
      ##"{"$ref":"#/$defs/none"}"##, #"{"$ref":"other.json"}"#, #"{"additionalProperties":false}"#,
      #"{"anyOf":[{"const":1}]}"#, #"{"$defs":{"x":{"not":{}}}}"#,
    ])
  func unknown(_ text: String) throws {
    #expect(throws: SchemaValidator.BadSchema.self) { try SchemaValidator(Self.read(text)) }
  }

  @Test("Kinds of documents have an id, a version and a head")
  func head() {
    let text = JSON.object([("verdict", "pass")]).headed(.checkLine, at: UnixTime(1_795_419_000)).text
    #expect(
      text
        == #"{"schema":"check-line/1","tool":"\#(Product.name)","time":"2026-11-23T07:30:00Z","verdict":"pass"}"#
    )
    #expect(DocumentKind.checkLine.uri == "lipflight:schema/1/check-line")
  }

  @Test("The table of evidence names rules of the catalogue and keys that it explains, each once")
  func evidence() {
    let named = Evidence.fields.map(\.name)
    #expect(Set(named).count == named.count)
    let given = Set(Rule.all.flatMap { Evidence.keys(of: $0.id) })
    #expect(given == Set(named), "\(given.symmetricDifference(named).sorted())")
  }
}
