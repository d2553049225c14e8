import Foundation
import LipSync
import TestSupport

@testable import lipflight

/// What docs/json.md promises, held against every document that a test reads.
enum Contract {
  /// A document that is not as it should be.
  struct Breach: Error, CustomStringConvertible {
    let description: String
  }

  /// The validator of each kind of document, by its schema as it is printed.
  private static let validators: [String: Result<SchemaValidator, any Error>] = Dictionary(
    uniqueKeysWithValues: DocumentKind.allCases.map { kind in
      (kind.id, Result { try SchemaValidator(DocumentSchema(kind).json) })
    })

  /// Holds a document against the schema that it names, or that of its kind where it has no head, and its findings' evidence
  /// against the table of keys.
  static func hold(_ text: String, to kind: DocumentKind? = nil) throws {
    guard let document = JSON(parsing: text.utf8) else { throw Breach(description: "no JSON: \(text)") }
    // The line of `sandbox --json` has no head.
    if case .object(let members) = document, members.map(\.0) == ["base_url"] { return }
    guard let schema = kind?.id ?? document["schema"]?.stringValue, let validator = validators[schema] else {
      throw Breach(description: "it names no schema: \(text)")
    }
    let faults = try validator.get().faults(in: document) + document.unnamedEvidence(Evidence.keys)
    guard faults.isEmpty else { throw Breach(description: "\(schema): \(faults.joined(separator: "; "))") }
  }
}

extension String {
  /// A document without the moment of its making, which no two have in common.
  var withoutTimes: String { replacing(/"time":"[0-9TZ:-]+",/, with: "") }
}
