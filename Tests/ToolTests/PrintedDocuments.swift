import LipSync
import TestSupport

/// The documents that the tool prints, read back by the library: every one that any test has it print.
enum PrintedDocuments {
  private static let kinds: [String: any JSONDocument.Type] = [
    "probe": ProbeDocument.self, "check": CheckReport.self, "estimate": EstimateDocument.self,
    "submit": JobDocument.self, "wait": JobDocument.self, "fetch": JobDocument.self, "run": JobDocument.self,
    "verify": VerifyReport.self, "jobs": JobsDocument.self,
  ]

  /// What is lost of a printed document; nil where nothing is, or where no document of a kind of its own was printed.
  static func loss(_ arguments: [String], _ out: String) -> String? {
    guard arguments.contains("--json"), !arguments.contains("--from"), let command = arguments.first,
      out.hasPrefix("{"), var kind = kinds[command]
    else { return nil }
    if command == "jobs", arguments.dropFirst().first == "show" {
      // Where there is no such payment, all that is said is why.
      if JSON(parsing: out.utf8)?["id"]?.stringValue == nil { return nil }
      kind = PaymentDocument.self
    }
    return ReadBack.loss(of: out, as: kind)
  }
}
