internal import LipSync

/// The generated parts of docs/json.md: a table of members for each document, the shapes that they share, and the keys of
/// evidence. `make docs` puts the examples in.
enum SchemaMarkdown {
  /// All of it.
  static var page: String {
    let schemas = DocumentKind.allCases.map(DocumentSchema.init)
    var shared: [Definition] = []
    for definition in schemas.flatMap(\.definitions)
    where !shared.contains(where: { $0.name == definition.name }) {
      shared.append(definition)
    }
    return
      (["## Documents"] + schemas.map(document) + ["## Shapes that documents share"]
      // Those that are documents as well have their table there.
      + shared.filter { DocumentKind(rawValue: $0.name) == nil }.sorted { $0.name < $1.name }.map(definition)
      + ["## Evidence"] + [evidence])
      .joined(separator: "\n\n")
  }

  private static func document(_ schema: DocumentSchema) -> String {
    let head =
      schema.hasHead ? "It begins with the [head](#the-head)." : "It has no [head](#the-head)."
    return """
      ### \(schema.kind.rawValue)

      \(schema.about) \(head)

      \(table(schema.fields))

      <!-- example \(schema.kind.rawValue) -->
      """
  }

  private static func definition(_ definition: Definition) -> String {
    "### \(definition.name)\n\n\(definition.about)\n\n\(table(definition.fields))"
  }

  private static var evidence: String {
    let rows = Evidence.fields.map { field in
      let rules = Evidence.rules(giving: field.name).map { "`\($0)`" }.joined(separator: " ")
      return
        "| `\(field.name)` | \(words(field.shape))\(isNullable(field) ? " or null" : "") | \(unit(field)) | \(field.about) | \(rules) |"
    }
    return
      "Which keys a rule provides depends on what was found; none of them is guaranteed. Rules that are not named here provide none.\n\n"
      + (["| key | type | unit | meaning | rules |", "|---|---|---|---|---|"] + rows).joined(
        separator: "\n")
  }

  private static func table(_ fields: [Field]) -> String {
    (["| member | type | unit | null | meaning |", "|---|---|---|---|---|"] + rows(fields, under: ""))
      .joined(separator: "\n")
  }

  /// A row for each member; members of objects that have no name of their own follow with their paths.
  private static func rows(_ fields: [Field], under path: String) -> [String] {
    fields.flatMap { field -> [String] in
      let name = path + field.name
      let row =
        "| `\(name)` | \(words(field.shape)) | \(unit(field)) | \(null(field)) | \(field.about) |"
      // The keys of evidence have a table of their own.
      guard field.name != "evidence", let inner = inner(field.shape) else { return [row] }
      return [row] + rows(inner.fields, under: name + inner.step)
    }
  }

  private static func inner(_ shape: Shape) -> (fields: [Field], step: String)? {
    switch shape {
    case .object(let fields): (fields, ".")
    case .orNull(let shape): inner(shape)
    case .list(let shape, _): inner(shape).map { ($0.fields, "[]" + $0.step) }
    case .map(let shape): inner(shape).map { ($0.fields, ".*" + $0.step) }
    default: nil
    }
  }

  private static func unit(_ field: Field) -> String { field.unit?.rawValue ?? "" }

  private static func null(_ field: Field) -> String {
    if field.isOptional { return "or absent" }
    return isNullable(field) ? "or null" : ""
  }

  private static func isNullable(_ field: Field) -> Bool {
    if case .orNull = field.shape { true } else { false }
  }

  private static func words(_ shape: Shape) -> String {
    switch shape {
    case .text, .matching: "text"
    case .word(let words): words.map { "`\($0)`" }.joined(separator: " ")
    case .flag: "true or false"
    case .number: "number"
    case .whole: "whole number"
    case .list(let shape, nil): "list of " + words(shape)
    case .list(let shape, let count?):
      "[" + Array(repeating: words(shape), count: count).joined(separator: ", ") + "]"
    case .object: "object"
    case .map(let shape): "object of " + words(shape)
    case .anything: "any value"
    case .nothing: "null"
    case .named(let definition): "[\(definition.name)](#\(definition.name))"
    case .orNull(let shape): words(shape)
    }
  }
}
