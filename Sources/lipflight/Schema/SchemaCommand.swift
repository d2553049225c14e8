internal import ArgumentParser
internal import LipSync

/// `lipflight schema`: the JSON Schemas of all documents.
struct SchemaCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "List the JSON documents, or print the schema of one.",
    discussion:
      "Schemas are JSON Schema, draft 2020-12, and are self-contained. A document's own `schema` member "
      + "names it and its version.")

  @Argument(
    help: "A document's name, such as check.",
    completion: .list(DocumentKind.allCases.map(\.rawValue)), transform: Parse.documentKind)
  var name: DocumentKind?

  @Flag(name: .long, help: .hidden)
  var markdown = false

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    if let name {
      console.raw(DocumentSchema(name).json.prettyText)
    } else if markdown {
      console.raw(SchemaMarkdown.page)
    } else {
      let schemas = DocumentKind.allCases.map(DocumentSchema.init)
      console.document(.schemas, .object([("schemas", .array(schemas.map(Self.json)))]))
      console.print(
        Columns(rows: schemas.map { [$0.kind.rawValue, $0.kind.id, $0.about] }).lines(indent: 0)
          .joined(separator: "\n"))
    }
    return .passed
  }

  private static func json(_ schema: DocumentSchema) -> JSON {
    .object([
      ("name", .string(schema.kind.rawValue)), ("schema", .string(schema.kind.id)),
      ("id", .string(schema.kind.uri)), ("printed_by", .string(schema.about)),
    ])
  }
}
