/// A document's members, from which its JSON Schema is made (draft 2020-12, with all that it refers to in `$defs`).
package struct DocumentSchema: Sendable {
  /// Which document.
  package let kind: DocumentKind
  /// What prints it, in a sentence.
  package let about: String
  /// Its members, the head left out.
  package let fields: [Field]
  /// Whether it begins with the head. What is posted in the format of the service's own has none.
  package let hasHead: Bool

  /// Describes a document.
  package init(_ kind: DocumentKind, _ about: String, hasHead: Bool = true, _ fields: [Field]) {
    (self.kind, self.about, self.hasHead, self.fields) = (kind, about, hasHead, fields)
  }

  /// The head's members.
  package var head: [Field] {
    guard hasHead else { return [] }
    return [
      Field("schema", .word([kind.id]), "Which document this is, and the version of its schema."),
      Field("tool", .matching("^lipflight [0-9]+\\.[0-9]+\\.[0-9]+"), "What made it, with its version."),
      Field("time", .moment, "When it was made, in UTC."),
    ]
  }

  /// All that it refers to, each before what it refers to itself.
  package var definitions: [Definition] {
    var found: [Definition] = []
    Shape.object(fields).collect(into: &found)
    return found
  }

  /// The JSON Schema.
  package var json: JSON {
    var members: [JSON.Member] = [
      ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("$id", .string(kind.uri)),
      ("title", .string(kind.id)), ("description", .string(about)),
    ]
    members += Shape.object(head + fields).keywords
    let shared = definitions
    if !shared.isEmpty { members.append(("$defs", .object(shared.map { ($0.name, $0.json) }))) }
    return .object(members)
  }
}

extension Definition {
  fileprivate var json: JSON { .object([("description", .string(about))] + Shape.object(fields).keywords) }
}

extension Field {
  /// The member's schema: what it says stands before what it may be.
  fileprivate var json: JSON {
    let unit = unit.map { " Unit: \($0.rawValue)." } ?? ""
    return .object([("description", .string(about + unit))] + shape.keywords)
  }
}

extension Shape {
  /// The schema's keywords.
  fileprivate var keywords: [JSON.Member] {
    switch self {
    case .text: [("type", "string")]
    case .matching(let pattern): [("type", "string"), ("pattern", .string(pattern))]
    case .word(let words): [("type", "string"), ("enum", .array(words.map(JSON.string)))]
    case .flag: [("type", "boolean")]
    case .number(let least): [("type", "number")] + Self.minimum(least)
    case .whole(let least): [("type", "integer")] + Self.minimum(least)
    case .list(let shape, let count):
      [("type", "array"), ("items", .object(shape.keywords))]
        + (count.map { [("minItems", .int($0)), ("maxItems", .int($0))] } ?? [])
    case .object(let fields): Self.members(fields)
    case .map(let shape): [("type", "object"), ("additionalProperties", .object(shape.keywords))]
    case .anything: []
    case .nothing: [("type", "null")]
    case .named(let definition): [("$ref", .string("#/$defs/\(definition.name)"))]
    case .orNull(let shape): Self.orNull(shape.keywords)
    }
  }

  /// The same keywords, and `null` as well: what a type's keywords ask for is asked of that type alone, but an enumeration
  /// has to name `null`.
  private static func orNull(_ keywords: [JSON.Member]) -> [JSON.Member] {
    guard keywords.first?.0 == "type" else {
      return [("anyOf", .array([.object(keywords), .object([("type", "null")])]))]
    }
    return keywords.map { name, value in
      switch (name, value) {
      case ("type", _): (name, .array([value, "null"]))
      case ("enum", .array(let words)): (name, .array(words + [.null]))
      default: (name, value)
      }
    }
  }

  private static func minimum(_ least: Int?) -> [JSON.Member] { least.map { [("minimum", .int($0))] } ?? [] }

  private static func members(_ fields: [Field]) -> [JSON.Member] {
    let required = fields.filter { !$0.isOptional }.map { JSON.string($0.name) }
    return [("type", "object"), ("properties", .object(fields.map { ($0.name, $0.json) }))]
      + (required.isEmpty ? [] : [("required", .array(required))])
  }

  fileprivate func collect(into found: inout [Definition]) {
    switch self {
    case .list(let shape, _), .map(let shape), .orNull(let shape): shape.collect(into: &found)
    case .object(let fields): for field in fields { field.shape.collect(into: &found) }
    case .named(let definition):
      guard !found.contains(where: { $0.name == definition.name }) else { return }
      found.append(definition)
      Shape.object(definition.fields).collect(into: &found)
    default: break
    }
  }
}
