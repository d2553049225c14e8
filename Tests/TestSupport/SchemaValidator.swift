public import LipSyncBase

/// A JSON Schema (draft 2020-12), as far as ours go: a keyword that is not known here is refused rather than passed over,
/// so nothing that a schema demands goes unchecked.
public struct SchemaValidator: Sendable {
  /// What is wrong with a schema.
  public struct BadSchema: Error, CustomStringConvertible {
    /// Where in the schema, and what.
    public let description: String
  }

  private static let known: Set<String> = [
    "$schema", "$id", "$defs", "$ref", "title", "description", "type", "enum", "pattern", "minimum", "items",
    "minItems", "maxItems", "properties", "required", "additionalProperties", "anyOf",
  ]

  private let root: JSON

  /// Reads a schema.
  /// - Throws: `BadSchema` for a keyword that is not known, and a reference that leads nowhere.
  public init(_ schema: JSON) throws {
    root = schema
    try Self.audit(schema, at: "#", root: schema)
  }

  /// What a document is not as it should be, each with its place; nothing for a good one.
  public func faults(in document: JSON) -> [String] { faults(document, by: root, at: "") }

  private static func audit(_ schema: JSON, at place: String, root: JSON) throws {
    guard case .object(let keywords) = schema else { throw BadSchema(description: "\(place) is no object") }
    for (name, value) in keywords {
      guard known.contains(name) else { throw BadSchema(description: "\(place): unknown keyword \(name)") }
      switch (name, value) {
      case ("properties", .object(let members)), ("$defs", .object(let members)):
        for (member, inner) in members { try audit(inner, at: "\(place)/\(name)/\(member)", root: root) }
      case ("items", let inner), ("additionalProperties", let inner):
        try audit(inner, at: "\(place)/\(name)", root: root)
      case ("anyOf", .array(let branches)):
        for branch in branches { try audit(branch, at: "\(place)/anyOf", root: root) }
      case ("$ref", let target):
        guard resolve(target, in: root) != nil else {
          throw BadSchema(description: "\(place): \(target.text) leads nowhere")
        }
      default: break
      }
    }
  }

  private static func resolve(_ reference: JSON, in root: JSON) -> JSON? {
    guard let text = reference.stringValue, text.hasPrefix("#/$defs/") else { return nil }
    return root["$defs"]?[String(text.dropFirst("#/$defs/".count))]
  }

  private func faults(_ value: JSON, by schema: JSON, at place: String) -> [String] {
    guard case .object(let keywords) = schema else { return [] }
    return keywords.flatMap { name, demand -> [String] in
      switch (name, demand) {
      case ("$ref", _): Self.resolve(demand, in: root).map { faults(value, by: $0, at: place) } ?? []
      case ("anyOf", .array(let branches)): none(of: branches, value, at: place)
      case ("type", _):
        isOfType(value, demand) ? [] : ["\(place): \(value.text.prefix(60)) is not \(demand.text)"]
      case ("enum", .array(let words)):
        words.contains { $0.text == value.text }
          ? [] : ["\(place): \(value.text.prefix(60)) is none of \(demand.text)"]
      default: inner(value, name, demand, schema, at: place)
      }
    }
  }

  /// What asks something of one type only, and of its parts.
  private func inner(_ value: JSON, _ name: String, _ demand: JSON, _ schema: JSON, at place: String)
    -> [String]
  {
    switch (name, demand, value) {
    case ("pattern", .string(let pattern), .string(let text)):
      let isMatched = (try? Regex(pattern)).map { text.firstMatch(of: $0) != nil } ?? false
      return isMatched ? [] : ["\(place): \"\(text)\" does not match \(pattern)"]
    case ("minimum", _, .number):
      let isBelow = (value.doubleValue ?? -.infinity) < (demand.doubleValue ?? .infinity)
      return isBelow ? ["\(place): \(value.text) is below \(demand.text)"] : []
    case ("items", _, .array(let values)):
      return values.enumerated().flatMap { faults($1, by: demand, at: "\(place)[\($0)]") }
    case ("minItems", _, .array(let values)):
      return Int64(values.count) < demand.intValue ?? 0 ? ["\(place): fewer than \(demand.text) items"] : []
    case ("maxItems", _, .array(let values)):
      return Int64(values.count) > demand.intValue ?? 0 ? ["\(place): more than \(demand.text) items"] : []
    case ("properties", .object(let properties), .object):
      return properties.flatMap { name, inner in
        value[name].map { faults($0, by: inner, at: "\(place).\(name)") } ?? []
      }
    case ("required", .array(let names), .object):
      return names.compactMap { name in
        value[name.stringValue ?? ""] == nil ? "\(place): \(name.text) is missing" : nil
      }
    case ("additionalProperties", _, .object(let members)):
      return members.filter { schema["properties"]?[$0.0] == nil }
        .flatMap { faults($1, by: demand, at: "\(place).\($0)") }
    default: return []
    }
  }

  private func none(of branches: [JSON], _ value: JSON, at place: String) -> [String] {
    let found = branches.map { faults(value, by: $0, at: place) }
    if found.contains(where: \.isEmpty) { return [] }
    // The branch for null says nothing that matters.
    return found.max { $0.count < $1.count } ?? []
  }

  private func isOfType(_ value: JSON, _ demand: JSON) -> Bool {
    if case .array(let types) = demand { return types.contains { isOfType(value, $0) } }
    return switch (value, demand.stringValue) {
    case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"),
      (.number, "number"):
      true
    case (.number, "integer"): value.intValue != nil
    default: false
    }
  }
}

extension JSON {
  /// The keys of evidence, of all findings in a document, that are not among those that a rule is said to give.
  public func unnamedEvidence(_ keys: (String) -> Set<String>) -> [String] {
    switch self {
    case .array(let values): return values.flatMap { $0.unnamedEvidence(keys) }
    case .object(let members):
      let inner = members.flatMap { $0.1.unnamedEvidence(keys) }
      guard let rule = self["rule"]?.stringValue, case .object(let evidence)? = self["evidence"] else {
        return inner
      }
      return evidence.map(\.0).filter { !keys(rule).contains($0) }.map { "\(rule): \($0)" }
    default: return []
    }
  }
}
