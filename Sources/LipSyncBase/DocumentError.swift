/// Why a document could not be read as what it was taken for.
public struct DocumentError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong; more codes may come.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The code's word.
    public let rawValue: String
    /// Any code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The text is not JSON.
    public static let notJSON = Code(rawValue: "not-json")
    /// A member is missing; an unknown value is `null`, not missing.
    public static let missing = Code(rawValue: "missing")
    /// A member has an unexpected value.
    public static let malformed = Code(rawValue: "malformed")
  }

  /// What is wrong.
  public let code: Code
  /// What is wrong, as the end of a sentence.
  public let message: String
  /// The names and indexes that lead to the place.
  package private(set) var steps: [JSONKey] = []

  /// An error at the value that is being read.
  package init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

  /// An unexpected value.
  package static func malformed(_ wanted: String, _ found: JSON) -> DocumentError {
    DocumentError(.malformed, "expected \(wanted), found \(found.kind)")
  }

  /// Where it is wrong, as in `check.findings[2].rule`; empty for the document itself.
  public var path: String {
    steps.reduce(into: "") { path, step in
      path += step.intValue.map { "[\($0)]" } ?? (path.isEmpty ? "" : ".") + step.stringValue
    }
  }

  /// Path and message in one sentence.
  public var description: String { (path.isEmpty ? "the document" : path) + ": " + message }

  /// The same error, seen from the value around it.
  package func inside(_ step: JSONKey) -> DocumentError {
    var error = self
    error.steps.insert(step, at: 0)
    return error
  }
}

extension JSON {
  /// What it is, in words; strings and figures are not repeated, as they may be anything.
  fileprivate var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
