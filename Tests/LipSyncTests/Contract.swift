import LipSync
import TestSupport
import Testing

/// What docs/json.md promises, held against the documents that the library gives.
enum Contract {
  /// Holds the members of a document, which have no head yet, against its schema, and its findings' evidence against the table
  /// of keys.
  static func hold(
    _ body: JSON, to schema: DocumentSchema, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do {
      let document = schema.hasHead ? body.headed(schema.kind) : body
      let faults = try SchemaValidator(schema.json).faults(in: document)
      #expect(
        faults + body.unnamedEvidence(Evidence.keys) == [], "\(schema.kind.id)",
        sourceLocation: sourceLocation)
    } catch {
      Issue.record(error, sourceLocation: sourceLocation)
    }
  }

  /// Holds what was found out about a source, as the video of a check.
  static func hold(_ inspection: SourceInspection, sourceLocation: SourceLocation = #_sourceLocation) {
    let report = CheckReport(
      verdict: Verdict(inspection.findings), video: inspection,
      audio: SourceInspection(source: inspection.source),
      advice: nil, chosen: nil, credits: nil, findings: inspection.findings)
    hold(report.json, to: .check, sourceLocation: sourceLocation)
  }
}
