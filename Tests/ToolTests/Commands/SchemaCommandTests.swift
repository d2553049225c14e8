import Foundation
import LipSync
import Testing

@testable import lipflight

@Suite("Schemas as the tool prints them", .timeLimit(.minutes(2)))
struct SchemaCommandTests {
  @Test("All documents are listed, each with a schema of its own")
  func list() async throws {
    let document = try await Tool.run("schema", "--json").document()
    #expect(document.count("schemas") == DocumentKind.allCases.count)
    #expect(document.string("schemas.1.schema") == "check/1" && document.string("tool") == Product.name)
    for kind in DocumentKind.allCases {
      let printed = try await Document(foreign: Tool.run("schema", kind.rawValue).out)
      #expect(printed.string("title") == kind.id && printed.string("$id") == kind.uri)
    }
    let unknown = try await Tool.run("schema", "nothing")
    #expect(
      unknown.status == ExitStatus.usage.rawValue && unknown.err.contains("`lipflight schema` lists them"))
  }

  @Test("A document names its schema, its maker and its time first; those inside of it do not")
  func head() async throws {
    try await withTemporaryDirectory { directory in
      let before = UnixTime.now
      let outcome = try await Tool.run(
        "run", Tool.clip, Tool.speech, "--sandbox", "-o", directory + "/out", "--json")
      let document = try #require(JSON(parsing: outcome.out.utf8))
      guard case .object(let members) = document else { throw Contract.Breach(description: outcome.out) }
      #expect(members.map(\.0) == ["schema", "tool", "time", "verdict", "task", "check", "verify"])
      #expect(document["schema"]?.stringValue == "job/1")
      let time = try #require(document["time"]?.stringValue.flatMap { UnixTime(iso8601: $0) })
      #expect(before <= time && time <= .now)
      #expect(document["check"]?["schema"] == nil && document["verify"]?["schema"] == nil)
    }
  }

  @Test("The examples are documents of their kinds", arguments: DocumentKind.allCases)
  func examples(_ kind: DocumentKind) throws {
    let path = Tool.root.appendingPathComponent("docs/schema/examples/\(kind.rawValue).json")
    let text = try String(contentsOf: path, encoding: .utf8)
    _ = try Document(text, of: DocumentSchema(kind).hasHead ? nil : kind)
  }

  @Test("Nothing that `make docs` writes is out of date")
  func written() async throws {
    try await withTemporaryDirectory { directory in
      let manager = FileManager.default
      for name in ["README.md", "docs"] {
        try manager.copyItem(
          atPath: Tool.root.appendingPathComponent(name).path, toPath: directory + "/" + name)
      }
      // A schema that is left over is out of date as well.
      for name in try manager.contentsOfDirectory(atPath: directory + "/docs/schema")
      where name.hasSuffix(".json") {
        try manager.removeItem(atPath: directory + "/docs/schema/" + name)
      }
      let script = Tool.root.appendingPathComponent("scripts/docs.sh").path
      let outcome = try await Tool.run(program: "/bin/bash", [script, Tool.path, directory])
      #expect(outcome.status == 0, "\(outcome.err)")
      for name in ["README.md", "docs"] {
        let compared = try await Tool.run(
          program: "/usr/bin/diff",
          ["-r", Tool.root.appendingPathComponent(name).path, directory + "/" + name])
        #expect(compared.status == 0, "run make docs:\n\(compared.out.prefix(2000))")
      }
    }
  }

  private static let python = """
    import sys
    try:
        import jsonschema
    except ImportError:
        sys.exit(77)
    import glob, json
    for path in glob.glob(sys.argv[1] + "/*.json"):
        with open(path) as file: schema = json.load(file)
        jsonschema.Draft202012Validator.check_schema(schema)
        example = path.replace("/schema/", "/schema/examples/")
        with open(example) as file: jsonschema.Draft202012Validator(schema).validate(json.load(file))
    """

  private static let hasValidator = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

  @Test(
    "Another's validator takes the schemas as draft 2020-12, and the examples by them",
    .enabled(if: hasValidator, "python3 is not installed"))
  func foreign() async throws {
    let folder = Tool.root.appendingPathComponent("docs/schema").path
    let outcome = try await Tool.run(
      program: "/usr/bin/python3", ["-W", "ignore", "-c", Self.python, folder])
    if outcome.status == 77 {
      print("skipped: python3 has no jsonschema (apt-get install python3-jsonschema)")
      return
    }
    #expect(outcome.status == 0, "\(outcome.err)")
  }

  @Test("Evidence in the sources has the keys that the table explains, and no others")
  func evidence() throws {
    var found: Set<String> = []
    for module in ["LipSync", "lipflight"] {
      let folder = Tool.root.appendingPathComponent("Sources/" + module)
      let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
      for case let file as URL in files where file.pathExtension == "swift" {
        let text = try String(contentsOf: file, encoding: .utf8)
        found.formUnion(Self.keys(in: text))
        // What a rule has `Seen` needs no such word beside it.
        guard file.path.contains("/LipSync/Rules/"), !file.path.contains("Finding") else { continue }
        let members = text.matches(of: /\("([a-z_]+)", (\.|[\w.]+(\.json\b|\.map \{))/)
        found.formUnion(members.map { String($0.1) })
      }
    }
    let explained = Set(Evidence.fields.map(\.name))
    #expect(found == explained, "\(found.symmetricDifference(explained).sorted())")
  }

  /// The names of members within the brackets behind `evidence:`, `evidence: [JSON.Member] =`, `evidence +` and
  /// `evidence.append`.
  private static func keys(in text: String) -> Set<String> {
    var keys: Set<String> = []
    for match in text.matches(of: /evidence(:( \[JSON\.Member\] =)?| \+|\.append) ?[\[\(]/) {
      var depth = 0
      var end = text.index(before: match.range.upperBound)
      repeat {
        if "[(".contains(text[end]) { depth += 1 } else if "])".contains(text[end]) { depth -= 1 }
        end = text.index(after: end)
      } while depth > 0 && end < text.endIndex
      for member in text[match.range.lowerBound..<end].matches(of: /\("([a-z_]+)",/) {
        keys.insert(String(member.1))
      }
    }
    return keys
  }
}
