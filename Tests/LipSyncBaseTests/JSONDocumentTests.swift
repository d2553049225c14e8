import LipSyncBase
import Platform
import Testing

/// A document of the smallest kind.
private struct Point: JSONDocument {
  var name: String?
  var places: [Int]
  var inner: [Point]

  var json: JSON {
    .object([
      ("name", .optional(name)), ("places", .array(places.map { .int($0) })),
      ("inner", .array(inner.map(\.json))),
    ])
  }

  init(json: JSON) throws(DocumentError) {
    name = try json.nullable("name", .string)
    places = try json.list("places", .whole)
    inner = try json.list("inner", .document)
  }
}

@Suite struct JSONDocumentTests {
  private static let text = #"{"name":"a","places":[1,2],"inner":[{"name":null,"places":[],"inner":[]}]}"#

  @Test(
    "A document comes back from text, from bytes and from Foundation, also with members that are not known")
  func readBack() throws {
    #expect(try Point(parsing: Self.text).json.text == Self.text)
    #expect(try Point(parsing: Data(Self.text.utf8)).json.text == Self.text)
    let coded = try JSONEncoder().encode(Point(parsing: Self.text))
    #expect(try JSONDecoder().decode(Point.self, from: coded).json.text == Self.text)
    let grown = #"{"schema":2,"name":null,"places":[],"more":{"a":[]},"inner":[]}"#
    #expect(try Point(parsing: grown).name == nil)
  }

  @Test(
    "What is missing or malformed is named by its path",
    arguments: [
      (#"{"name":null,"places":[]}"#, "inner", "missing"),
      (#"{"places":[],"inner":[]}"#, "name", "missing"),
      (#"{"name":1,"places":[],"inner":[]}"#, "name", "malformed"),
      (#"{"name":null,"places":[1,2.5],"inner":[]}"#, "places[1]", "malformed"),
      (#"{"name":null,"places":[],"inner":{}}"#, "inner", "malformed"),
      (
        #"{"name":null,"places":[],"inner":[{"name":"b","places":[],"inner":[7]}]}"#, "inner[0].inner[0]",
        "malformed"
      ),
      (#"{"name":null,"places":[],"inner":[{"name":"b","inner":[]}]}"#, "inner[0].places", "missing"),
      ("[]", "", "malformed"), ("{", "", "not-json"),
    ])
  func faults(text: String, path: String, code: String) throws {
    let error = try #require(throws: DocumentError.self) { try Point(parsing: text) }
    #expect(error.path == path && error.code.rawValue == code)
    #expect(error.description.hasPrefix(path.isEmpty ? "the document: " : path + ": "))
  }

  @Test("Foundation's errors carry the path, behind where the document stands in another one")
  func decodingErrors() throws {
    func path(_ text: String) throws -> String {
      let error = try #require(throws: DecodingError.self) {
        try JSONDecoder().decode([String: Point].self, from: Data(text.utf8))
      }
      switch error {
      case .keyNotFound(let key, let context):
        #expect((context.underlyingError as? DocumentError)?.code == .missing)
        return (context.codingPath.map(\.stringValue) + [key.stringValue]).joined(separator: "/")
      case .dataCorrupted(let context):
        #expect((context.underlyingError as? DocumentError)?.code == .malformed)
        return context.codingPath.map(\.stringValue).joined(separator: "/")
      default: return "\(error)"
      }
    }
    #expect(try path(#"{"p":{"name":null,"places":[]}}"#) == "p/inner")
    #expect(try path(#"{"p":{"name":null,"places":["x"],"inner":[]}}"#) == "p/places/0")
  }

  @Test(
    "Any JSON passes through Foundation: figures keep their value, members come sorted",
    arguments: [
      ("null", "null"), ("[true,false,\"1\",1,-9223372036854775808]", nil),
      ("{\"b\":[],\"a\":{}}", "{\"a\":{},\"b\":[]}"),
      ("[0.48,1.00,5e-06,-0.021333]", "[0.48,1,0.000005,-0.021333]"),
      ("[12345678901234567890,0.1234567890123456789012345,1e+200]", nil),
    ] as [(String, String?)])
  func foundation(text: String, expected: String?) throws {
    let json = try #require(JSON(parsing: text.utf8))
    let coded = try JSONDecoder().decode(JSON.self, from: JSONEncoder().encode(json))
    #expect(coded.text == expected ?? text)
  }
}
